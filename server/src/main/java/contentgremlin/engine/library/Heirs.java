package contentgremlin.engine.library;

import contentgremlin.event.Fact;
import contentgremlin.item.Item;
import contentgremlin.library.Difference;
import contentgremlin.library.Entry;
import contentgremlin.library.Folder;
import contentgremlin.store.Database;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/// Lets an older item, whose file is gone, take the place of a younger one that turned out to be
/// the same file. Inside the caller's transaction.
final class Heirs {
  /// A file that was copied and then deleted within so long was moved, by whoever moves in that
  /// way.
  private static final Duration MOVE_MAX = Duration.ofDays(1);

  private static final int CANDIDATES_MAX = 16;

  private Heirs() {}

  /// Whether nobody has done anything with the item yet, so that nothing is lost with it.
  ///
  /// @param entry of the item
  private static boolean isUntouched(Database.Tables tables, Entry entry, Item item, Instant now) {
    return !tables.libraries().hasDisplaced(entry.id()) // then it is an older one, too
        && item.created().isAfter(now.minus(MOVE_MAX))
        && item.isPublished()
        && item.tags().isEmpty()
        && item.description().isEmpty()
        && tables.items().metadata(item.id()).stream()
            .noneMatch(value -> value.provider().equals("person"));
  }

  /// Whether a file that is there may be what one that is gone was.
  ///
  /// Who moves a file to another disk copies it, with its time, and deletes the first one then. On
  /// one and the same disk a move is a rename: who has seen two files side by side there has seen
  /// two, and if one of them goes, the other one is still itself.
  ///
  /// @param item of the one that is there
  /// @param lostItem of the one that is gone
  static boolean mayFollow(
      Database.Tables tables, Entry lost, Item lostItem, Entry there, Item item, Instant now) {
    return isLater(there, lostItem)
        && isUntouched(tables, there, item, now)
        && (neverMet(lost, item)
            || (lost.holds(there.stat()) && areOnTwoDisks(tables, lost, there)));
  }

  /// Whether the file came to be when the other one was known already: who had two alike from the
  /// beginning, and deletes one, has moved nothing.
  private static boolean isLater(Entry file, Item known) {
    long born = TimeUnit.NANOSECONDS.toMillis(file.stat().born());
    return born == 0 || born >= known.created().toEpochMilli();
  }

  private static boolean neverMet(Entry lost, Item item) {
    var gone = lost.gone();
    return gone != null && !gone.isAfter(item.created());
  }

  private static boolean areOnTwoDisks(Database.Tables tables, Entry one, Entry other) {
    var first = disk(tables, one);
    var second = disk(tables, other);
    return !first.isEmpty() && !second.isEmpty() && !first.equals(second);
  }

  private static String disk(Database.Tables tables, Entry entry) {
    return tables.libraries().folder(entry.folder()).map(Folder::fileSystem).orElse("");
  }

  /// @param from the entry of the older item: it goes on at the place of the other one
  /// @param to the entry of the younger one: forgotten
  static Item become(Database.Tables tables, Item kept, Entry from, Entry to, Instant now) {
    var libraries = tables.libraries();
    var young = Objects.requireNonNull(to.item());
    var next = kept.from(tables.items().find(young).orElseThrow().source());
    if (next.state() instanceof Item.State.Missing) {
      next = next.becoming(new Item.State.Published(now));
    }
    if (next.title().equals(Additions.title(from.name()))) {
      next =
          next.described(
              Additions.title(to.name()), next.description(), next.tags(), next.visibility());
    }
    libraries.sidecarsOf(young).forEach(sidecar -> libraries.update(sidecar.of(kept.id())));
    if (from.stat().born() != 0 && !Difference.isSameFile(from.stat(), to.stat())) {
      libraries.displace(from, now);
    }
    libraries.removeEntry(to.id());
    var here = from.at(to.folder(), to.name(), to.stat());
    libraries.update(here.probed(Entry.ProbeState.DUE, to.essence()));
    tables.items().remove(young);
    tables.items().update(next);
    tables.events().append(new Fact.ItemRemoved(young), now);
    tables.events().append(new Fact.ItemChanged(kept.id()), now);
    return next;
  }

  /// Not missing any more.
  static Item.State there(Item.State state, Instant now) {
    return switch (state) {
      case Item.State.Missing _ -> new Item.State.Published(now);
      case Item.State.Trashed(var since, var before) ->
          new Item.State.Trashed(since, there(before, now));
      case Item.State.Published _,
          Item.State.Processing _,
          Item.State.Failed _,
          Item.State.Offline _ ->
          state;
    };
  }

  /// Whether a file that is gone held the same.
  static boolean isAwaited(Database.Tables tables, String essence) {
    return !essence.isEmpty()
        && tables.libraries().entriesWithEssence(essence, CANDIDATES_MAX).stream()
            .anyMatch(entry -> !entry.isThere());
  }

  /// A file that was moved and tagged anew at once is another one by name, inode and size; what is
  /// in it is the same.
  ///
  /// @param read whose essence was found out just now
  /// @return whether its item gave way to an older one
  static boolean giveWay(Database.Tables tables, Entry read, Item item, Instant now) {
    if (read.essence().isEmpty()) {
      return false;
    }
    var gone =
        tables.libraries().entriesWithEssence(read.essence(), CANDIDATES_MAX).stream()
            .filter(entry -> !entry.isThere() && entry.item() != null)
            .toList();
    if (gone.size() != 1) {
      return false;
    }
    var lost = gone.getFirst();
    return Optional.ofNullable(lost.item())
        .flatMap(tables.items()::find)
        .filter(older -> mayFollow(tables, lost, older, read, item, now))
        .map(older -> become(tables, older, lost, read, now))
        .isPresent();
  }
}
