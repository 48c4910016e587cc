package contentgremlin.engine.library;

import contentgremlin.enrich.Stages;
import contentgremlin.event.Fact;
import contentgremlin.item.Item;
import contentgremlin.item.ItemId;
import contentgremlin.item.ItemStore.Described;
import contentgremlin.item.MediaFacts;
import contentgremlin.item.MediaType;
import contentgremlin.library.Entry;
import contentgremlin.library.Entry.ProbeState;
import contentgremlin.library.FileRole;
import contentgremlin.library.Folder;
import contentgremlin.library.Found;
import contentgremlin.library.Library;
import contentgremlin.library.MediaNames;
import contentgremlin.library.ProbedMedia;
import contentgremlin.name.NameRules;
import contentgremlin.shelf.ShelfStore.Placed;
import contentgremlin.store.Database;
import contentgremlin.store.NameSettings;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Files that nobody knew, of one transaction: their rows are written together, since a statement
/// for many costs little more than one for each. Made anew for each transaction.
final class Newcomers {
  private static final int ID_BYTES = 13;

  private final Database.Tables tables;
  private final SecureRandom random;
  private final Instant now;
  private final NameRules rules;
  private final List<Described> items = new ArrayList<>();
  private final List<Entry> entries = new ArrayList<>();
  private final List<Placed> placed = new ArrayList<>();

  /// Of those that come with what is in them: what may have to be made for them.
  private final List<Item> read = new ArrayList<>();

  private @Nullable Boolean hasGone;

  Newcomers(Database.Tables tables, SecureRandom random, Instant now) {
    this.tables = tables;
    this.random = random;
    this.now = now;
    this.rules = NameSettings.rules(tables.settings());
  }

  /// An item is there for everybody as soon as its file is seen; what is in it comes later, unless
  /// somebody has read it meanwhile.
  ItemId add(Library library, Folder folder, Found found, @Nullable ProbedMedia media) {
    var item = item(library, folder, found);
    var entry = Entry.of(folder.id(), found.name(), FileRole.MEDIA, item.id(), found.stat());
    if (media == null || mayBeHeir(media)) {
      items.add(new Described(item, List.of()));
      entries.add(entry);
      return item.id();
    }
    var reading = Readings.Reading.of(item, List.of(), entry, folder, media, rules, now);
    items.add(new Described(reading.item(), reading.values()));
    entries.add(entry.probed(ProbeState.DONE, media.essence()));
    placed.add(reading.placed());
    read.add(reading.item());
    return item.id();
  }

  void addSidecar(Folder folder, Found found, @Nullable ItemId owner) {
    entries.add(Entry.of(folder.id(), found.name(), FileRole.SIDECAR, owner, found.stat()));
  }

  private Item item(Library library, Folder folder, Found found) {
    var bytes = new byte[ID_BYTES];
    random.nextBytes(bytes);
    return new Item(
        ItemId.from(bytes, now.getEpochSecond()),
        null,
        type(found),
        Additions.title(found.name()),
        "",
        List.of(),
        library.visibility(),
        new Item.State.Published(now),
        Additions.source(library, folder, found.name(), found.stat()),
        MediaFacts.UNKNOWN,
        false,
        false,
        now);
  }

  private static MediaType type(Found found) {
    return MediaNames.type(found.name());
  }

  /// What is in it may be what a file has held that is gone: that is seen to once it has its rows.
  private boolean mayBeHeir(ProbedMedia media) {
    if (hasGone == null) {
      hasGone = tables.libraries().hasGone();
    }
    return hasGone && Heirs.isAwaited(tables, media.essence());
  }

  /// Writes what has come so far.
  void write() {
    if (entries.isEmpty()) {
      return;
    }
    tables.items().addAll(items);
    tables.libraries().addAll(entries);
    tables.shelves().put(placed);
    read.forEach(item -> LibraryRenditions.read(tables, item, 0, now));
    tables.enrichment().addDue(read.stream().map(Item::id).toList(), Stages.PARSE);
    tables
        .events()
        .appendAll(
            items.stream().<Fact>map(added -> new Fact.ItemCreated(added.item().id())).toList(),
            now);
    items.clear();
    entries.clear();
    placed.clear();
    read.clear();
    hasGone = null;
  }
}
