package contentgremlin.app;

import contentgremlin.disk.DiskVault;
import contentgremlin.engine.library.TreeMonitor;
import contentgremlin.library.Listing;
import contentgremlin.library.MonitorListener;
import contentgremlin.library.Prober;
import contentgremlin.library.Tree;
import contentgremlin.library.Trees;
import contentgremlin.library.WatchState;
import contentgremlin.monitor.Monitor;
import contentgremlin.monitor.MonitorSettings;
import contentgremlin.watch.NativeTrees;
import contentgremlin.watch.NativeWatchers;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// What libraries are watched and read with.
///
/// @param home no library may be in it, nor hold it
record LibraryParts(
    Trees trees, TreeMonitor.Factory monitors, Supplier<Prober> probers, Path home) {

  static LibraryParts of(Path home, Supplier<Prober> probers, InstantSource time) {
    var trees = new NativeTrees();
    var watchers = new NativeWatchers();
    return new LibraryParts(
        trees,
        (root, listener, judge) -> {
          var monitor =
              new Monitor(
                  root,
                  trees,
                  watchers,
                  MonitorSettings.DEFAULT,
                  listing -> objection(judge, listing),
                  time,
                  System::nanoTime);
          return new Watched(monitor, listener);
        },
        probers,
        home);
  }

  /// @param content where the vault is
  LibraryMirror mirror(Path content) {
    return new LibraryMirror(trees, content.resolve(DiskVault.LINKS));
  }

  private static @Nullable String objection(
      Function<Listing.Folder, String> judge, Listing.Folder root) {
    var objection = judge.apply(root);
    return objection.isEmpty() ? null : objection;
  }

  private record Watched(Monitor monitor, MonitorListener listener) implements TreeMonitor {
    @Override
    public void start() {
      monitor.start(listener);
    }

    @Override
    public void list(String part) {
      monitor.list(part);
    }

    @Override
    public WatchState state() {
      return monitor.state();
    }

    @Override
    public Tree tree() {
      return monitor.tree();
    }

    @Override
    public void close() {
      monitor.close();
    }
  }
}
