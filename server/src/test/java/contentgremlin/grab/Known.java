package contentgremlin.grab;

import contentgremlin.enrich.Profile;
import contentgremlin.enrich.Subject;
import contentgremlin.item.Item;
import contentgremlin.item.ItemId;
import contentgremlin.item.MediaFacts;
import contentgremlin.item.MediaType;
import contentgremlin.item.Metadata;
import contentgremlin.item.Source;
import contentgremlin.item.Visibility;
import contentgremlin.transcode.EmbeddedMetadata;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// An item as grabbers get it, put together.
final class Known {
  private final MediaType type;
  private final String name;
  private final List<Metadata> said = new ArrayList<>();
  private final List<String> beside = new ArrayList<>();
  private MediaFacts facts = new MediaFacts("x/y", Duration.ZERO, 0, 0);
  private int tracks;
  private @Nullable String chosen;
  private boolean isDropped;

  private Known(MediaType type, String name) {
    this.type = type;
    this.name = name;
  }

  static Known song(String title, String artist) {
    return new Known(MediaType.AUDIO, title + ".flac")
        .says("titles", "title", title)
        .says("entities", "artist", artist);
  }

  static Known file(MediaType type, String name) {
    return new Known(type, name);
  }

  static Known film(String title, int year) {
    var film = new Known(MediaType.VIDEO, title + ".mkv").named("titles", "title", title);
    return year > 0 ? film.named("temporal", "year", "" + year) : film;
  }

  static Known episode(String show, int season, int episode) {
    return new Known(MediaType.VIDEO, show + ".mkv")
        .named("titles", "show", show)
        .named("classification", "season", "" + season)
        .named("classification", "episode", "" + episode);
  }

  Known says(String group, String key, String value) {
    return says(group, key, value, Metadata.PRIORITY_EMBEDDED);
  }

  /// As the file itself says.
  Known tagged(String group, String key, String value) {
    said.add(
        new Metadata(
            group,
            key,
            "",
            value,
            Metadata.PRIORITY_EMBEDDED,
            EmbeddedMetadata.PROVIDER,
            Instant.EPOCH));
    return this;
  }

  /// As the name of the file says.
  Known named(String group, String key, String value) {
    return says(group, key, value, Profile.PRIORITY_NAME);
  }

  Known says(String group, String key, String value, int priority) {
    said.add(new Metadata(group, key, "", value, priority, "p" + priority, Instant.EPOCH));
    return this;
  }

  Known lasting(double seconds) {
    facts = new MediaFacts("x/y", Duration.ofMillis(Math.round(seconds * 1_000)), 0, 0);
    return this;
  }

  Known seen(MediaFacts seen) {
    facts = seen;
    return this;
  }

  Known onAlbumOf(int number) {
    tracks = number;
    return this;
  }

  Known beside(String... names) {
    beside.addAll(List.of(names));
    return this;
  }

  /// Its original is not kept.
  Known dropped() {
    isDropped = true;
    return this;
  }

  Known chosen(String key) {
    chosen = key;
    return this;
  }

  Subject subject() {
    said.sort(Comparator.comparingInt((Metadata one) -> -one.priority()));
    var item =
        new Item(
            new ItemId("0123456789abc"),
            null,
            type,
            name.replaceFirst("\\.[^.]*\\z", ""),
            "",
            List.of(),
            Visibility.PUBLIC,
            new Item.State.Published(Instant.EPOCH),
            new Source.Mirrored(1, "/lib", "/lib/" + name, name, 10),
            facts,
            isDropped,
            false,
            Instant.EPOCH);
    return new Subject(item, "/lib/" + name, beside, said, tracks, chosen);
  }
}
