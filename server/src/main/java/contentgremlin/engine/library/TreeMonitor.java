package contentgremlin.engine.library;

import contentgremlin.library.Listing;
import contentgremlin.library.MonitorListener;
import contentgremlin.library.Tree;
import contentgremlin.library.WatchState;
import java.util.function.Function;

/// Watches one tree for a listener. Thread-safe.
public interface TreeMonitor extends AutoCloseable {
  /// Begins with the complete listing; returns at once.
  void start();

  /// Lists this folder and all below it, as soon as it can.
  void list(String part);

  WatchState state();

  /// The tree as it may be told of: files that are still being written are unknown in it.
  Tree tree();

  @Override
  void close();

  @FunctionalInterface
  interface Factory {
    /// @param root absolute, as [contentgremlin.library.FileName] writes it
    /// @param judge says what is wrong with what lies at the root; the empty string if it is the
    ///   one that is meant
    TreeMonitor of(String root, MonitorListener listener, Function<Listing.Folder, String> judge);
  }
}
