package contentgremlin.library;

import java.util.List;

/// How a tree is watched at this moment.
///
/// @param means by what
/// @param used watches that this monitor holds; 0 for a file system as a whole
/// @param allowed watches that this user may hold in all; -1 if it can't be told
/// @param unwatched folders that are compared from time to time since they can't be watched, some
///   of them as examples
/// @param unwatchedCount how many there are
public record WatchState(
    Means means, long used, long allowed, List<String> unwatched, long unwatchedCount) {
  public enum Means {
    FANOTIFY,
    INOTIFY,
    /// Nothing but comparing from time to time.
    COMPARING
  }

  /// Whether nothing is different but numbers that always change a little.
  public boolean isLike(WatchState other) {
    return means == other.means
        && unwatched.equals(other.unwatched)
        && unwatchedCount == other.unwatchedCount;
  }

  public WatchState {
    unwatched = List.copyOf(unwatched);
  }
}
