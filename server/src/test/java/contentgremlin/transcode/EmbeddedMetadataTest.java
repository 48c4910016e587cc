package contentgremlin.transcode;

import static org.assertj.core.api.Assertions.assertThat;

import contentgremlin.item.Metadata;
import contentgremlin.library.Tags;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class EmbeddedMetadataTest {
  private static final Instant NOW = Instant.EPOCH;

  @Test
  void mirrored_files_get_the_groups_and_keys_of_uploaded_ones() {
    var uploaded =
        Map.of("TITLE", "A", "artist", "B; C", "track", "3/12", "MUSICBRAINZ_TRACKID", "d");
    var mirrored =
        new Tags(
            Map.of(
                Tags.TITLE, List.of("A"),
                Tags.ARTIST, List.of("B", "C"),
                Tags.TRACK, List.of("03"),
                Tags.TRACKS, List.of("12"),
                Tags.MUSICBRAINZ_TRACK, List.of("d")));

    assertThat(plain(EmbeddedMetadata.of(mirrored, false, NOW)))
        .isEqualTo(plain(EmbeddedMetadata.of(uploaded, false, NOW)))
        .hasSize(4);
  }

  @Test
  void places_are_kept_only_where_they_may_be() {
    var tags = new Tags(Map.of("location", List.of("+47.1+8.5/")));

    assertThat(EmbeddedMetadata.of(tags, false, NOW)).isEmpty();
    assertThat(EmbeddedMetadata.of(tags, true, NOW)).hasSize(1);
  }

  private static Map<String, String> plain(List<Metadata> values) {
    return values.stream()
        .collect(Collectors.toMap(value -> value.group() + "/" + value.key(), Metadata::value));
  }
}
