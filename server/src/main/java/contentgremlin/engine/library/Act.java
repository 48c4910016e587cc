package contentgremlin.engine.library;

import contentgremlin.library.Entry;
import contentgremlin.library.FileRole;
import contentgremlin.library.Found;

/// What makes the rows of one name equal to what was found.
sealed interface Act {
  /// Nobody knows the file.
  record Add(Found found, FileRole role) implements Act {}

  /// The file is one that is known, from this place or another.
  ///
  /// @param entry as it was when this was decided
  record Put(Entry entry, Found found) implements Act {}

  record Lose(Entry entry) implements Act {}
}
