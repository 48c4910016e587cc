package contentgremlin.library;

import contentgremlin.item.Visibility;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// A directory tree that is mirrored into items.
///
/// @param root absolute, as [FileName] writes it, without a slash at its end
/// @param visibility of new items
/// @param scan the last comparison of all of it; null before the first one
/// @param isRemoved whether it is being removed, which may take a while
public record Library(
    LibraryId id,
    String name,
    String root,
    Visibility visibility,
    Instant created,
    @Nullable Scan scan,
    boolean isRemoved) {

  /// The longest name, in UTF-16 units.
  public static final int NAME_LENGTH_MAX = 100;

  /// @param ended null while it is under way, or if it was broken off
  public record Scan(Instant started, @Nullable Instant ended) {}

  public Library with(Scan newScan) {
    return new Library(id, name, root, visibility, created, newScan, isRemoved);
  }

  /// Where this file or folder is, as [FileName] writes it.
  public String absolute(String path) {
    return absolute(root, path);
  }

  /// @param path below the root
  public static String absolute(String root, String path) {
    return root.endsWith("/") ? root + path : root + "/" + path;
  }
}
