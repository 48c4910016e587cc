package contentgremlin.engine.library;

import contentgremlin.event.Fact;
import contentgremlin.item.Item;
import contentgremlin.library.Entry;
import contentgremlin.library.Evidence;
import contentgremlin.library.FileRole;
import contentgremlin.library.FileStat;
import contentgremlin.library.Library;
import contentgremlin.store.Database;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/// Decides what to conclude from files that are not there any more: their items are missing, or,
/// where it is too much at once, wait for a person's word. Thread-safe.
final class Losses {
  /// Settled in one transaction.
  private static final int BATCH = 500;

  /// Deletions of so long count as one: whoever deletes a million files needs some minutes.
  private static final Duration AT_ONCE = Duration.ofHours(1);

  private static final int CANDIDATES_MAX = 16;

  private final Database database;
  private final InstantSource time;

  private Instant confirmedAt = Instant.EPOCH;

  Losses(Database database, InstantSource time) {
    this.database = database;
    this.time = time;
  }

  /// @param confirmed whether a person said that all of them were really deleted
  /// @return whether everything was concluded
  boolean settle(Library library, boolean confirmed) {
    if (database.read(tables -> tables.libraries().unsettled(library.id(), 0, 1)).isEmpty()) {
      release(library);
      return true;
    }
    inherit(library);
    if (confirmed) {
      confirmedAt = time.instant().plusMillis(1);
    } else if (isTooMuch(library)) {
      while (recallSome(library)) {
        // The next ones.
      }
      return false;
    }
    while (settleSome(library)) {
      // The next ones.
    }
    release(library);
    return true;
  }

  private void release(Library library) {
    boolean stands =
        database.read(tables ->
            tables
                .alerts()
                .findStanding(contentgremlin.event.Alert.Kind.LIBRARY_DELETIONS, library.name())
                .isPresent());
    if (stands) {
      database.write(tables -> {
        LibraryAlerts.released(tables, library, time.instant());
        return library;
      });
    }
  }

  private boolean isTooMuch(Library library) {
    var now = time.instant();
    var since = since(now);
    long lost = database.read(tables -> tables.libraries().countLost(library.id(), since));
    if (lost <= Evidence.FEW) {
      return false; // to count all takes longer
    }
    long all = lost + database.read(tables -> tables.libraries().countThere(library.id()));
    if (!Evidence.isTooMuch(lost, all)) {
      return false;
    }
    database.write(tables -> {
      LibraryAlerts.held(tables, library, lost, all, now);
      return library;
    });
    return true;
  }

  /// Of what a person has confirmed, nobody needs to be asked again.
  private Instant since(Instant now) {
    var limit = now.minus(AT_ONCE);
    return confirmedAt.isAfter(limit) ? confirmedAt : limit;
  }

  /// A deletion is seen file by file: of the first ones nobody could know how many would follow.
  ///
  /// @return whether there may be more
  private boolean recallSome(Library library) {
    var now = time.instant();
    var since = since(now);
    return database.write(tables -> {
      var settled = tables.libraries().settledSince(library.id(), since, BATCH);
      settled.forEach(entry -> recall(tables, entry, now));
      return settled.size() == BATCH;
    });
  }

  private static void recall(Database.Tables tables, Entry entry, Instant now) {
    tables.libraries().update(entry.gone(Objects.requireNonNull(entry.gone())));
    Optional.ofNullable(entry.item())
        .flatMap(tables.items()::find)
        .ifPresent(item -> {
          tables.items().update(item.becoming(Heirs.there(item.state(), now)));
          tables.events().append(new Fact.ItemChanged(item.id()), now);
        });
  }

  /// @return whether there may be more
  private boolean settleSome(Library library) {
    return database.write(tables -> {
      var unsettled = tables.libraries().unsettled(library.id(), 0, BATCH);
      unsettled.forEach(entry -> settle(tables, entry));
      return unsettled.size() == BATCH;
    });
  }

  private void settle(Database.Tables tables, Entry entry) {
    if (entry.role() == FileRole.SIDECAR || entry.item() == null) {
      tables.libraries().removeEntry(entry.id());
      return;
    }
    tables.libraries().update(entry.settledMissing());
    var now = time.instant();
    tables
        .items()
        .find(entry.item())
        .ifPresent(item -> {
          tables.items().update(item.becoming(missing(item.state(), now)));
          tables.events().append(new Fact.ItemChanged(item.id()), now);
        });
  }

  private static Item.State missing(Item.State state, Instant now) {
    return switch (state) {
      case Item.State.Trashed(var since, var before) ->
          new Item.State.Trashed(since, missing(before, now));
      case Item.State.Missing _ -> state;
      case Item.State.Published _,
          Item.State.Processing _,
          Item.State.Failed _,
          Item.State.Offline _ ->
          new Item.State.Missing(now);
    };
  }

  /// A file that is moved to another disk is copied first and deleted then: for a moment there are
  /// two. And of a file that was moved while nobody looked, the new place may be seen first.
  private void inherit(Library library) {
    long after = 0;
    List<Entry> page;
    do {
      long from = after;
      page = database.read(tables -> tables.libraries().unsettled(library.id(), from, BATCH));
      for (var entry : page) {
        after = entry.id();
        heir(entry).ifPresent(heir -> handOver(entry, heir));
      }
    } while (page.size() == BATCH);
  }

  private Optional<Entry> heir(Entry entry) {
    if (entry.role() == FileRole.SIDECAR || entry.stat().size() == 0) {
      return Optional.empty();
    }
    return database.read(tables -> {
      var stat = entry.stat();
      var libraries = tables.libraries();
      return heir(tables, entry, sameFile(tables, stat))
          .or(() ->
              heir(
                  tables,
                  entry,
                  libraries.entriesLike(stat.size(), stat.modified(), CANDIDATES_MAX)))
          .or(() ->
              heir(tables, entry, libraries.entriesWithEssence(entry.essence(), CANDIDATES_MAX)));
    });
  }

  private static List<Entry> sameFile(Database.Tables tables, FileStat stat) {
    return stat.born() == 0
        ? List.of()
        : tables.libraries().entriesWith(stat.inode(), stat.born(), CANDIDATES_MAX);
  }

  /// Of several, only one with the same name is sure to be it.
  private Optional<Entry> heir(Database.Tables tables, Entry lost, List<Entry> candidates) {
    var heirs = candidates.stream().filter(other -> isHeir(tables, lost, other)).toList();
    return heirs.size() == 1
        ? Optional.of(heirs.getFirst())
        : heirs.stream().filter(other -> other.name().equals(lost.name())).findFirst();
  }

  private boolean isHeir(Database.Tables tables, Entry lost, Entry other) {
    if (other.id() == lost.id() || other.role() != FileRole.MEDIA || !other.isThere()) {
      return false;
    }
    var items = tables.items();
    var older = Optional.ofNullable(lost.item()).flatMap(items::find);
    var younger = Optional.ofNullable(other.item()).flatMap(items::find);
    return older.isPresent()
        && younger.isPresent()
        && Heirs.mayFollow(tables, lost, older.get(), other, younger.get(), time.instant());
  }

  private void handOver(Entry lost, Entry heir) {
    database.write(tables -> {
      var from = tables.libraries().entry(lost.id()).filter(entry -> !entry.isThere());
      var to = tables.libraries().entry(heir.id()).filter(entry -> isHeir(tables, lost, entry));
      return from.isEmpty() || to.isEmpty()
          ? Optional.empty()
          : Optional.ofNullable(lost.item())
              .flatMap(tables.items()::find)
              .map(kept -> Heirs.become(tables, kept, from.get(), to.get(), time.instant()));
    });
  }
}
