package contentgremlin.http.page;

import contentgremlin.item.Item;
import contentgremlin.item.MediaType;
import contentgremlin.item.Source;
import contentgremlin.library.Entry;
import contentgremlin.library.TrackName;
import contentgremlin.store.Database;
import contentgremlin.transcode.Language;
import java.util.List;

/// What lies beside a film of a library and is shown with it.
final class Beside {
  /// More is offered by no player.
  private static final int TRACKS_MAX = 50;

  private Beside() {}

  static List<Media.Track> tracks(Database.Tables tables, Item item) {
    if (!(item.source() instanceof Source.Mirrored) || item.type() != MediaType.VIDEO) {
      return List.of();
    }
    return tables.libraries().sidecarsOf(item.id()).stream()
        .filter(entry -> entry.isThere() && TrackName.isTrack(entry.name()))
        .limit(TRACKS_MAX)
        .map(entry -> track(item, entry))
        .toList();
  }

  private static Media.Track track(Item item, Entry entry) {
    var name = TrackName.of(entry.name(), item.source().name());
    var language = Language.of(name.language());
    var label = language.isEmpty() ? "Subtitles" : Texts.capital(Language.nameOf(language));
    return new Media.Track(
        "/media/" + item.id().value() + "/text/" + entry.id() + ".vtt",
        language.isEmpty() ? "und" : language,
        label + (name.isForced() ? " (forced)" : "") + (name.isForDeaf() ? " (SDH)" : ""));
  }
}
