package contentgremlin.engine.library;

import contentgremlin.event.Fact;
import contentgremlin.item.Item;
import contentgremlin.library.Entry;
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
  static boolean isUntouched(Database.Tables tables, Item item, Instant now) {
    return item.created().isAfter(now.minus(MOVE_MAX))
        && item.isPublished()
        && item.tags().isEmpty()
        && item.description().isEmpty()
        && tables.items().metadata(item.id()).stream()
            .noneMatch(value -> value.provider().equals("person"));
  }

  /// Whether the file came to be when the other one was known already: who had two alike from the
  /// beginning, and deletes one, has moved nothing.
  static boolean isLater(Entry file, Item known) {
    long born = TimeUnit.NANOSECONDS.toMillis(file.stat().born());
    return born == 0 || born >= known.created().toEpochMilli();
  }

  /// @param from the entry of the older item: forgotten
  /// @param to the entry of the younger one
  static Item become(Database.Tables tables, Item kept, Entry from, Entry to, Instant now) {
    var young = Objects.requireNonNull(to.item());
    var next = kept.from(tables.items().find(young).orElseThrow().source());
    if (next.state() instanceof Item.State.Missing) {
      next = next.becoming(new Item.State.Published(now));
    }
    tables.libraries().removeEntry(from.id());
    tables.libraries().update(to.of(kept.id()).probed(Entry.ProbeState.DUE, to.essence()));
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
    return gone.size() == 1
        && isUntouched(tables, item, now)
        && Optional.ofNullable(gone.getFirst().item())
            .flatMap(tables.items()::find)
            .filter(older -> isLater(read, older))
            .map(older -> become(tables, older, gone.getFirst(), read, now))
            .isPresent();
  }
}
