package contentgremlin.library;

/// What the system said about a watched tree, in the order in which it happened. Paths are relative
/// to the root; those of folders end in a slash. Names that no library shows are among them.
public sealed interface Signal {
  /// A name came to be; of a file, nothing may have been written yet.
  record Created(String path) implements Signal {}

  /// Moved to here, and nobody knows from where.
  record Arrived(String path) implements Signal {}

  /// Deleted, or moved to where nobody watches.
  record Left(String path) implements Signal {}

  /// Moved within the tree; whatever had the new name before is gone.
  record Renamed(String from, String to) implements Signal {}

  /// Bytes of a file were written, and whoever did that may go on.
  record Written(String path) implements Signal {}

  /// Someone who could write to this file has closed it.
  record Closed(String path) implements Signal {}

  /// Times, owner or permissions were set.
  record Touched(String path) implements Signal {}

  /// Signals were lost: anything at or below this folder may have changed.
  record Lost(String path, String reason) implements Signal {}

  /// Something was mounted or unmounted, or the root itself was moved or deleted.
  record LookAtRoot() implements Signal {}
}
