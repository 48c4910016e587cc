package contentgremlin.watch;

import contentgremlin.library.Watcher;
import contentgremlin.library.Watchers;

/// Watches trees on Linux. Thread-safe.
public final class NativeWatchers implements Watchers {
  @Override
  public Watcher open(String root) {
    var beneath = new Beneath(root);
    return new NativeWatcher(beneath, Inotify.open(beneath));
  }
}
