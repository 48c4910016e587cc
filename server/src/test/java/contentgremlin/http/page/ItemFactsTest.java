package contentgremlin.http.page;

import static org.assertj.core.api.Assertions.assertThat;

import contentgremlin.http.page.ItemFacts.Fact;
import contentgremlin.item.Item;
import contentgremlin.item.ItemId;
import contentgremlin.item.MediaFacts;
import contentgremlin.item.MediaType;
import contentgremlin.item.Metadata;
import contentgremlin.item.Source;
import contentgremlin.item.Visibility;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class ItemFactsTest {
  private final List<Metadata> known = new ArrayList<>();

  private ItemFactsTest says(String group, String key, String value) {
    known.add(new Metadata(group, key, "", value, 100, "embedded", Instant.EPOCH));
    return this;
  }

  private ItemFacts facts(boolean withPlace) {
    var item =
        new Item(
            new ItemId("4trpa0v3f0k79"),
            null,
            MediaType.IMAGE,
            "A",
            "",
            List.of(),
            Visibility.PUBLIC,
            new Item.State.Published(Instant.EPOCH),
            new Source.External("/a.jpg", "a.jpg", 1_400_000),
            new MediaFacts("image/jpeg", Duration.ZERO, 300, 200),
            false,
            false,
            Instant.EPOCH);
    return new ItemFacts(item, known, withPlace);
  }

  private static Map<String, String> words(List<Fact> facts) {
    return facts.stream().collect(Collectors.toMap(Fact::name, Fact::value));
  }

  @Test
  void a_photo_says_when_where_and_how_it_was_taken() {
    says("temporal", "created", "2019-05-04T12:11:10")
        .says("technical", "camera_make", "NIKON CORPORATION")
        .says("technical", "camera_model", "NIKON D90")
        .says("technical", "exposure_time", "10/2500")
        .says("technical", "aperture", "28/10")
        .says("technical", "sensitivity", "400")
        .says("technical", "focal_length", "23")
        .says("spatial", "location", "+38.72510-009.15000/")
        .says("spatial", "city", "Lisbon")
        .says("spatial", "country", "Portugal");

    assertThat(words(facts(true).main()))
        .containsEntry("Taken", "4 May 2019, 12:11")
        .containsEntry("Place", "Lisbon, Portugal")
        .containsEntry("Camera", "NIKON D90")
        .containsEntry("Exposure", "1/250 s, f/2.8, ISO 400, 23 mm");
    assertThat(facts(true).main())
        .extracting(Fact::address)
        .contains(
            "https://www.openstreetmap.org/?mlat=38.72510&mlon=-9.15000#map=14/38.72510/-9.15000");
    assertThat(facts(true).more()).isEmpty();
  }

  @Test
  void where_it_was_is_not_told_to_everyone() {
    says("spatial", "location", "+38.72510-009.15000/").says("spatial", "altitude", "12");

    assertThat(words(facts(false).main())).doesNotContainKey("Place");
    assertThat(facts(false).more()).isEmpty();
    assertThat(words(facts(true).main())).containsEntry("Place", "38.72510, -9.15000");
  }

  @Test
  void nonsense_is_left_out_and_so_is_what_only_programs_read() {
    says("technical", "exposure_time", "1/0")
        .says("technical", "aperture", "....")
        .says("spatial", "location", "here")
        .says("temporal", "created", "once")
        .says("technical", "blurhash", "LEHV6nWB2yk8pyo0adR*.7kCMdnj")
        .says("miscellaneous", "comment", "good");

    assertThat(words(facts(true).main()))
        .doesNotContainKeys("Place", "Camera", "Exposure")
        .containsEntry("Taken", "once");
    assertThat(words(facts(true).more())).isEqualTo(Map.of("Comment", "good"));
  }
}
