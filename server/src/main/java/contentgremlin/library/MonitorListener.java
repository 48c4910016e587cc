package contentgremlin.library;

/// Hears of everything in a watched tree: at first a complete listing, then each change. Called by
/// one thread of the monitor at a time; it MAY take its time, the monitor keeps meanwhile what it
/// can and lists again what it can't.
public interface MonitorListener {
  /// Everything at and below this path is listed from now on.
  ///
  /// @param part a folder's path; empty for all
  void begins(String part);

  /// One folder, in the order of paths: byte by byte as UTF-8, which is a walk that goes through
  /// sub-folders in the order of their names with a slash at the end. What is below an unreadable
  /// folder is not listed. The watch of a folder is in place before it is listed.
  void listed(Listing listing);

  /// The listing that began last has come to its end.
  ///
  /// @param complete false if it was broken off
  void ended(String part, boolean complete);

  /// Never between the beginning and the end of a listing.
  void changed(Change change);

  /// How the tree is watched is not as it was: other parts can't be watched, or by other means.
  default void watching(WatchState state) {}
}
