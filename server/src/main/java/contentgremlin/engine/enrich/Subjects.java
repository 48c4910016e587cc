package contentgremlin.engine.enrich;

import contentgremlin.enrich.Profile;
import contentgremlin.enrich.Subject;
import contentgremlin.item.Item;
import contentgremlin.item.MediaType;
import contentgremlin.item.Metadata;
import contentgremlin.item.Source;
import contentgremlin.library.Entry;
import contentgremlin.library.Folder;
import contentgremlin.store.Database;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Puts together what is known of an item, for its grabbers. Reads the item's rows once; what a
/// person chose of each grabber's candidates is read for that grabber.
final class Subjects {
  /// More files beside an item say nothing of it.
  private static final int BESIDE_MAX = 200;

  private final Database.Tables tables;
  private final Item item;
  private final Map<String, Entry> beside;
  private final List<Metadata> known;
  private final int tracks;

  private Subjects(Database.Tables tables, Item item) {
    this.tables = tables;
    this.item = item;
    this.known = tables.items().metadata(item.id());
    this.beside = beside(tables, item);
    this.tracks = tracks(tables, item);
  }

  static Subjects of(Database.Tables tables, Item item) {
    return new Subjects(tables, item);
  }

  Subject forGrabber(Profile profile) {
    var chosen = tables.enrichment().chosen(item.id(), profile.id()).orElse(null);
    return new Subject(item, null, List.copyOf(beside.keySet()), known, tracks, chosen);
  }

  /// What lies beside the file, by its name; that of a folder above begins with "../".
  Map<String, Entry> beside() {
    return beside;
  }

  private static Map<String, Entry> beside(Database.Tables tables, Item item) {
    var beside = new LinkedHashMap<String, Entry>();
    if (item.source() instanceof Source.Mirrored mirrored && mirrored.folder() != 0) {
      tables.libraries().sidecarsOf(item.id()).forEach(entry -> beside.put(entry.name(), entry));
      var folder = tables.libraries().folder(mirrored.folder());
      addOfFolder(tables, folder, "", beside);
      var above = folder.flatMap(found -> tables.libraries().folder(found.parent()));
      addOfFolder(tables, above, "../", beside);
    }
    return Collections.unmodifiableMap(beside);
  }

  /// Those that belong to no one file.
  private static void addOfFolder(
      Database.Tables tables, Optional<Folder> folder, String before, Map<String, Entry> beside) {
    folder.ifPresent(found ->
        tables.libraries().sidecarsIn(found.id(), BESIDE_MAX).stream()
            .filter(entry -> entry.item() == null)
            .forEach(entry -> beside.put(before + entry.name(), entry)));
  }

  /// How many songs are on the same album. What else stands together may be a hundred thousand
  /// pictures, which nobody wants to have counted.
  private static int tracks(Database.Tables tables, Item item) {
    if (item.type() != MediaType.AUDIO) {
      return 0;
    }
    return tables
        .shelves()
        .placeOf(item.id(), true)
        .map(place ->
            tables.shelves().parts(place.shelf().id(), true).values().stream()
                .mapToInt(Math::toIntExact)
                .sum())
        .orElse(0);
  }
}
