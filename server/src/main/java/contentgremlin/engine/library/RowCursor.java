package contentgremlin.engine.library;

import contentgremlin.library.Folder;
import contentgremlin.library.LibraryId;
import contentgremlin.library.PathOrder;
import contentgremlin.store.Database;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/// The folders that are kept of one part of a library, in the order of a walk, a page at a time.
final class RowCursor {
  private static final int PAGE = 1_000;

  private final Database database;
  private final LibraryId library;
  private final String part;
  private final Deque<Folder> page = new ArrayDeque<>();

  /// The last path that was read.
  private String after = "";

  private boolean isFirst = true;
  private boolean isEnded;

  RowCursor(Database database, LibraryId library, String part) {
    this.database = database;
    this.library = library;
    this.part = part;
  }

  /// The next folder, without going on to the one after it; null at the end.
  @Nullable Folder peek() {
    if (page.isEmpty() && !isEnded) {
      fill();
    }
    return page.peek();
  }

  void next() {
    page.remove();
  }

  /// Rows have other paths than when they were read.
  void reread(String current) {
    page.clear();
    after = current;
    isFirst = false;
    isEnded = false;
  }

  private void fill() {
    if (isFirst) {
      isFirst = false;
      after = part;
      database.read(tables -> tables.libraries().folder(library, part)).ifPresent(page::add);
      if (!page.isEmpty()) {
        return;
      }
    }
    var found = database.read(tables -> tables.libraries().foldersAfter(library, after, PAGE));
    for (var folder : found) {
      after = folder.path();
      if (!folder.path().startsWith(part)) {
        isEnded = true;
        return;
      }
      page.add(folder);
    }
    isEnded = found.size() < PAGE;
  }

  /// Whether that folder comes before this path in a walk.
  static boolean isBefore(Folder folder, String path) {
    return PathOrder.compare(folder.path(), path) < 0;
  }
}
