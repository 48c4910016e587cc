package contentgremlin.library;

import java.util.List;
import java.util.Map;

/// Hears from the system what changes in one tree. Thread-safe; one thread at a time may wait.
public interface Watcher extends AutoCloseable {
  /// From now on there are signals of the names in this folder, though not of those in folders
  /// below it: each folder must be watched by itself, after the one above it. Watching again what
  /// is watched changes nothing.
  ///
  /// @param folder its path; empty for the root
  Watched watch(String folder);

  /// Ends the watches of this folder and of all below it, if there are any.
  void forget(String folder);

  /// Waits for signals.
  ///
  /// @param nanos for how long at most
  /// @return none if the time is over, or after [#wake]
  List<Signal> await(long nanos);

  /// Ends a wait, also one that only begins after this.
  void wake();

  /// What is mounted below the root at this moment.
  ///
  /// @return by the folder's path: text that changes when something else is mounted there
  Map<String, String> mounts();

  WatchState.Means means();

  /// Watches that this watcher holds.
  long used();

  /// Watches that this user may hold in all, as it was when this was opened; -1 if it can't be
  /// told.
  long allowed();

  @Override
  void close();

  enum Watched {
    YES,
    /// The user or the system holds as many watches as they may.
    FULL,
    /// It can't be watched, for whatever reason: permissions, an error of the disk, or since it is
    /// watched under another path already (a part of the tree mounted in another part of it).
    REFUSED,
    GONE
  }
}
