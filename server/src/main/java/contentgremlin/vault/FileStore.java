package contentgremlin.vault;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The list of every finished file under `content/`: what it should be, and when that was last seen
/// to be true.
public interface FileStore {
  /// Adds the file, or replaces what is known of the one at this path.
  void put(StoredFile file);

  Optional<StoredFile> find(String path);

  /// The original with these bytes, whatever its format is called.
  Optional<StoredFile> findOriginal(Digest digest);

  void remove(String path);

  /// In the order of their paths.
  ///
  /// @param after the last path of the page before, or null
  List<StoredFile> list(@Nullable String after, int limit);

  /// Sum of all sizes, in bytes.
  long totalSize();
}
