package contentgremlin.library;

/// One directory tree, to be looked at and never to be changed. Thread-safe. No path leads out of
/// it: links are not followed in any part of a path but the root's own.
public interface Tree extends AutoCloseable {
  /// Reads one folder, and what its names stand for.
  ///
  /// @param path of the folder, relative to the root, with a slash at its end; empty for the root
  Listing list(String path);

  /// Looks at one file or folder.
  ///
  /// @param path relative to the root
  Look look(String path);

  /// What bears a name at this moment.
  sealed interface Look {
    record There(FileStat stat) implements Look {}

    /// Everything above it is there, and it is not.
    record Gone() implements Look {}

    record Unreadable(String reason) implements Look {}
  }

  @Override
  void close();
}
