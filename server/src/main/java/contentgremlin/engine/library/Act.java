package contentgremlin.engine.library;

import contentgremlin.library.Entry;
import contentgremlin.library.FileRole;
import contentgremlin.library.Found;
import contentgremlin.library.ProbedMedia;
import org.jspecify.annotations.Nullable;

/// What makes the rows of one name equal to what was found.
sealed interface Act {
  /// Nobody knows the file.
  ///
  /// @param media what is in it, if somebody has read it already
  record Add(Found found, FileRole role, @Nullable ProbedMedia media) implements Act {
    Add(Found found, FileRole role) {
      this(found, role, null);
    }
  }

  /// The file is one that is known, from this place or another.
  ///
  /// @param entry as it was when this was decided
  record Put(Entry entry, Found found) implements Act {}

  record Lose(Entry entry) implements Act {}
}
