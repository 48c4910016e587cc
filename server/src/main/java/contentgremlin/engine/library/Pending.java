package contentgremlin.engine.library;

import contentgremlin.library.LibraryId;
import contentgremlin.store.Database;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/// What is to be written of one library: gathered, and written in one transaction. Used by one
/// thread at a time.
final class Pending {
  /// Folders and files that are written in one transaction.
  static final int BATCH = 1_000;

  private static final Duration WAIT_MAX = Duration.ofMillis(500);

  private final Database database;
  private final InstantSource time;
  private final FolderWriter writer;
  private final OpenTrees trees;
  private final LibraryId library;
  private final List<Write> writes = new ArrayList<>();
  private int weight;
  private Instant flushed = Instant.EPOCH;

  /// May be carried out twice; MUST touch nothing but these tables.
  @FunctionalInterface
  interface Write {
    void in(Database.Tables tables);
  }

  Pending(
      Database database,
      InstantSource time,
      FolderWriter writer,
      OpenTrees trees,
      LibraryId library) {
    this.database = database;
    this.time = time;
    this.writer = writer;
    this.trees = trees;
    this.library = library;
  }

  /// @param rows about so many are written
  void add(int rows, Write write) {
    writes.add(write);
    weight += rows;
    if (weight >= BATCH) {
      flush();
    }
  }

  /// Whoever looks at a library that is listed for the first time wants to see something.
  boolean isLate() {
    return !writes.isEmpty()
        && time.instant().isAfter(flushed.plus(weight >= BATCH / 2 ? Duration.ZERO : WAIT_MAX));
  }

  void flush() {
    if (writes.isEmpty()) {
      return;
    }
    var all = List.copyOf(writes);
    forget();
    flushed = time.instant();
    database.write(tables -> {
      // A disk may have answered only now that nobody wants to know any more.
      if (tables.libraries().find(library).filter(known -> !known.isRemoved()).isPresent()) {
        all.forEach(write -> write.in(tables));
      }
      return all;
    });
    writer.takeLeft().forEach(trees::compare);
  }

  /// After a fault: whatever was not written is found again by the next comparison.
  void forget() {
    writes.clear();
    weight = 0;
  }
}
