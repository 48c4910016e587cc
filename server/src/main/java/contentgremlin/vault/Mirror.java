package contentgremlin.vault;

import java.io.IOException;
import java.nio.file.Path;

/// Where the files of libraries can be opened. Thread-safe.
public interface Mirror {
  /// Looks whether the file is there, without following a link below the root: what was put in its
  /// place meanwhile MUST NOT lead to another file.
  ///
  /// @param root of the library, absolute
  /// @param path of the file, absolute; both as [contentgremlin.library.FileName] writes them
  /// @return a path that Java and tools can open, whatever bytes the name is made of. Good for the
  ///   work that it is asked for, not for keeping
  /// @throws java.nio.file.NoSuchFileException if there is no such file, or something else in its
  ///   place
  /// @throws IOException if it can't be told at the moment: its disk fails, or may not be read
  Path place(String root, String path) throws IOException;
}
