package contentgremlin.engine.library;

import contentgremlin.engine.Alerts;
import contentgremlin.event.Fact;
import contentgremlin.library.FileRole;
import contentgremlin.library.Library;
import contentgremlin.library.LibraryId;
import contentgremlin.store.Database;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// Forgets libraries that are being removed, with their items, however many these are: in small
/// transactions, and after a stop it goes on with the next start. Files are left alone.
/// Thread-safe.
final class Removals implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(Removals.class.getName());

  /// Rows that go in one transaction.
  private static final int BATCH = 500;

  private static final Duration END_MAX = Duration.ofSeconds(30);

  private final Database database;
  private final InstantSource time;
  private final OpenTrees trees;
  private final Map<LibraryId, Thread> threads = new ConcurrentHashMap<>();
  private volatile boolean closed;

  Removals(Database database, InstantSource time, OpenTrees trees) {
    this.database = database;
    this.time = time;
    this.trees = trees;
  }

  /// @param library whose removal has begun in the database
  /// @param first ends whatever looks after it; may take long
  void begin(Library library, Runnable first) {
    threads.computeIfAbsent(
        library.id(),
        _ ->
            Thread.ofPlatform()
                .daemon()
                .name("remove-library-" + library.name())
                .start(() -> remove(library, first)));
  }

  /// Waits for the end, but not for ever: of a million items nobody wants to see the last one go.
  void await(LibraryId library, Duration max) {
    var thread = threads.get(library);
    if (thread != null) {
      join(thread, max);
    }
  }

  private void remove(Library library, Runnable first) {
    try {
      first.run();
      while (!closed && (removeEntries(library.id()) || removeFolders(library.id()))) {
        // The next ones.
      }
      if (!closed) {
        end(library);
      }
    } catch (RuntimeException e) {
      LOG.log(
          Level.WARNING,
          "removing library %s goes on at the next start".formatted(library.name()),
          e);
    } finally {
      threads.remove(library.id());
    }
  }

  /// What was made from the items goes with the next sweep.
  ///
  /// @return whether there may be more
  private boolean removeEntries(LibraryId library) {
    return database.write(tables -> {
      var entries = tables.libraries().some(library, BATCH);
      for (var entry : entries) {
        tables.libraries().removeEntry(entry.id());
        var item = entry.item();
        if (item != null && entry.role() == FileRole.MEDIA) {
          tables.items().remove(item);
          tables.events().append(new Fact.ItemRemoved(item), time.instant());
        }
      }
      return !entries.isEmpty();
    });
  }

  private boolean removeFolders(LibraryId library) {
    return database.write(tables -> tables.libraries().removeFolders(library, BATCH)) > 0;
  }

  private void end(Library library) {
    database.write(tables -> {
      for (var alert : LibraryAlerts.of(tables, library)) {
        Alerts.resolve(tables, alert.kind(), alert.subject(), time.instant());
      }
      tables.libraries().remove(library.id());
      tables.events().append(new Fact.LibraryChanged(library.name()), time.instant());
      return library;
    });
    trees.remove(library.id());
  }

  private static void join(Thread thread, Duration max) {
    try {
      thread.join(max);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  /// What is left is gone on with by whoever begins anew.
  @Override
  public void close() {
    closed = true;
    threads.values().forEach(thread -> join(thread, END_MAX));
  }
}
