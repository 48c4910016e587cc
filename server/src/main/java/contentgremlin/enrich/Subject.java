package contentgremlin.enrich;

import contentgremlin.item.Item;
import contentgremlin.item.Metadata;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// An item, and all that is known of it before a grabber is asked.
///
/// @param file where its bytes are, for tools; null if they can't be had now
/// @param beside names of the files that belong to it; those of the folders above begin with "../"
/// @param known what was said of it, highest priority first within group and key
/// @param tracks of the album it is on; 0 if not known
/// @param chosen what a person chose of the grabber's candidates; null: nobody did
public record Subject(
    Item item,
    @Nullable String file,
    List<String> beside,
    List<Metadata> known,
    int tracks,
    @Nullable String chosen) {
  public Subject {
    beside = List.copyOf(beside);
    known = List.copyOf(known);
  }

  public Subject at(@Nullable String place) {
    return new Subject(item, place, beside, known, tracks, chosen);
  }

  /// What counts of all that was said under this key; the empty string if nobody said anything.
  public String value(String group, String key) {
    return said(group, key).map(Metadata::value).orElse("");
  }

  public Optional<Metadata> said(String group, String key) {
    return known.stream()
        .filter(said -> said.group().equals(group) && said.key().equals(key))
        .findFirst();
  }
}
