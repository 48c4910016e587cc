package contentgremlin.vault;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The list of every finished file under `content/`: what it should be, and when that was last seen
/// to be true.
public interface FileStore {
  /// Adds the file, or replaces what is known of the one at this path: it counts as sound.
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

  /// Sound files that were verified before `before`, those of longest ago first.
  List<StoredFile> verifiedBefore(Instant before, int limit);

  /// All bytes were read, from `at` on, and were right: whatever was known against it is forgotten.
  ///
  /// @return false, and nothing changed, if the row is gone or tells of other bytes by now
  boolean markVerified(StoredFile file, Instant at);

  /// A look at `at` showed something else than the file. What was known before of its damage is
  /// replaced, but for since when.
  ///
  /// @return false, and nothing changed, if the row is gone or tells of other bytes by now
  boolean markDamaged(StoredFile file, Damage.Kind kind, String found, Instant at);

  /// Damaged files that were last looked at before `before`, those of longest ago first.
  List<Damage> damagedBefore(Instant before, int limit);

  Optional<Damage> findDamage(String path);

  /// Damaged files in this folder and those below it, in the order of their paths.
  List<Damage> damagedBelow(String folder, int limit);

  /// MUST be answered from the rows as they are, without reading all of them.
  Coverage coverage(Instant since);

  /// Has damaged files below this folder looked at again soon: something changed that they may be
  /// mended with.
  void lookAgain(String folder);
}
