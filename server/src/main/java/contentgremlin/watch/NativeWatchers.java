package contentgremlin.watch;

import contentgremlin.library.Watcher;
import contentgremlin.library.Watchers;

/// Watches trees on Linux. Thread-safe.
public final class NativeWatchers implements Watchers {
  private final boolean fanotify;

  public NativeWatchers() {
    this(true);
  }

  private NativeWatchers(boolean fanotify) {
    this.fanotify = fanotify;
  }

  /// Each folder is watched by itself, also where whole file systems could be.
  public static NativeWatchers ofFolders() {
    return new NativeWatchers(false);
  }

  @Override
  public Watcher open(String root) {
    var beneath = new Beneath(root);
    return new NativeWatcher(
        beneath, Inotify.open(beneath), fanotify ? Fanotify.open(beneath) : null);
  }
}
