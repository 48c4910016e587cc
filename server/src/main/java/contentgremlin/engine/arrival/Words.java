package contentgremlin.engine.arrival;

import contentgremlin.engine.enrich.Corrections;
import contentgremlin.engine.upload.NewItems;
import contentgremlin.engine.upload.UploadText;
import contentgremlin.extend.Sayings;
import contentgremlin.extension.Arrival.Media;
import contentgremlin.item.Item;
import contentgremlin.item.Metadata;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// What was said of media, as statements. What their owner wrote there stays, whatever files and
/// grabbers say.
final class Words {
  /// Less than a person, more than a file.
  private static final int PRIORITY = 500;

  private static final int VALUE_LENGTH_MAX = 5_000;

  private Words() {}

  /// @param provider who says what was kept beside title, description and licence
  static List<Metadata> of(Media media, Item item, String provider, Instant now) {
    var words = new ArrayList<Metadata>();
    if (!media.title().isBlank()) {
      words.add(person("titles", "title", item.title(), now));
    }
    if (!item.description().isEmpty()) {
      words.add(person("miscellaneous", "description", item.description(), now));
    }
    words.addAll(NewItems.licence(media.licence(), now));
    words.addAll(others(media, provider, now));
    return words;
  }

  private static List<Metadata> others(Media media, String provider, Instant now) {
    return Sayings.taken(media.statements()).stream()
        .map(one ->
            new Metadata(
                one.group(),
                one.key(),
                one.language(),
                UploadText.lines(one.value(), VALUE_LENGTH_MAX),
                PRIORITY,
                provider,
                now))
        .filter(one -> !one.value().isEmpty())
        .distinct()
        .toList();
  }

  private static Metadata person(String group, String key, String value, Instant now) {
    return new Metadata(group, key, "", value, Metadata.PRIORITY_PERSON, Corrections.PERSON, now);
  }
}
