package contentgremlin.vault;

import java.time.Instant;
import java.util.Locale;

/// A stored file that is not, or could not be seen to be, what it should be.
///
/// @param file what it should be
/// @param since when that was first seen
/// @param checked when it was last looked at
/// @param found what is there instead, in words
public record Damage(StoredFile file, Instant since, Instant checked, Kind kind, String found) {
  /// The words are kept: they are names for ever.
  public enum Kind {
    /// There are other bytes, or it is no file.
    CHANGED,
    /// There is nothing.
    MISSING,
    /// The disk or the system refused to read it: the bytes may well be right.
    UNREADABLE;

    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }

    public static Kind of(String word) {
      return valueOf(word.toUpperCase(Locale.ROOT));
    }
  }

  public String path() {
    return file.path();
  }
}
