package contentgremlin.watch;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import contentgremlin.library.FileName;
import contentgremlin.library.Signal;
import contentgremlin.library.WatchState.Means;
import contentgremlin.library.Watcher;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// Watches a tree by the best means that this process may use.
final class NativeWatcher implements Watcher {
  private final Beneath beneath;
  private final @Nullable Inotify inotify;
  private final @Nullable Fanotify fanotify;
  private final Waiter waiter;
  private final long allowed = Inotify.allowed();

  /// Held while someone waits, so that nothing is closed under their feet.
  private final ReentrantLock waiting = new ReentrantLock();

  private volatile boolean isOpen = true;

  NativeWatcher(Beneath beneath, @Nullable Inotify inotify, @Nullable Fanotify fanotify) {
    this.beneath = beneath;
    this.inotify = inotify;
    this.fanotify = fanotify;
    waiter =
        new Waiter(
            inotify == null ? -1 : inotify.descriptor(),
            fanotify == null ? -1 : fanotify.descriptor());
  }

  @Override
  public Watched watch(String folder) {
    var scratch = Scratch.borrow();
    try {
      int opened = beneath.open(scratch, folder, Libc.O_PATH | Libc.O_DIRECTORY);
      if (opened < 0) {
        return Errors.isAbsence(opened) ? Watched.GONE : Watched.REFUSED;
      }
      try {
        return watch(scratch, folder, opened);
      } finally {
        Libc.close(scratch, opened);
      }
    } finally {
      scratch.giveBack();
    }
  }

  private Watched watch(Scratch scratch, String folder, int opened) {
    if (fanotify != null && fanotify.watch(scratch, folder, opened)) {
      return Watched.YES;
    }
    return inotify == null ? Watched.REFUSED : inotify.watch(scratch, folder, opened);
  }

  @Override
  public void forget(String folder) {
    var scratch = Scratch.borrow();
    try {
      if (fanotify != null) {
        fanotify.forget(folder);
      }
      if (inotify != null) {
        inotify.forget(scratch, folder);
      }
    } finally {
      scratch.giveBack();
    }
  }

  @Override
  public List<Signal> await(long nanos) {
    var signals = new ArrayList<Signal>();
    waiting.lock();
    var scratch = Scratch.borrow();
    try {
      if (isOpen) {
        await(scratch, nanos, signals);
      }
    } finally {
      scratch.giveBack();
      waiting.unlock();
    }
    return signals;
  }

  private void await(Scratch scratch, long nanos, List<Signal> signals) {
    long patience = nanos;
    if (inotify != null) {
      patience = Math.min(nanos, inotify.settleHalves(scratch, signals, System.nanoTime()));
    }
    waiter.await(scratch, signals.isEmpty() ? patience : 0);
    if (waiter.haveMountsChanged()) {
      signals.add(new Signal.LookAtRoot());
    }
    if (inotify != null && waiter.isReady(0)) {
      inotify.read(scratch, signals, System.nanoTime());
    }
    if (fanotify != null && waiter.isReady(1)) {
      fanotify.read(scratch, signals);
    }
  }

  @Override
  public void wake() {
    waiter.wake();
  }

  @Override
  public Map<String, String> mounts() {
    var root = realRoot();
    return root == null ? Map.of() : Mounts.below(root);
  }

  /// Where the root really lies, if it can be looked at.
  private @Nullable String realRoot() {
    var scratch = Scratch.borrow();
    try {
      int folder = beneath.open(scratch, "", Libc.O_PATH | Libc.O_DIRECTORY);
      if (folder < 0) {
        return null;
      }
      try {
        return pathOf(scratch, folder);
      } finally {
        Libc.close(scratch, folder);
      }
    } finally {
      scratch.giveBack();
    }
  }

  /// @return the path of what is open; null if there is no /proc
  static @Nullable String pathOf(Scratch scratch, int descriptor) {
    var path = scratch.entries();
    int length =
        Libc.readlink(
            scratch,
            Libc.AT_FDCWD,
            Libc.pathOf(scratch, descriptor),
            path.address(),
            path.byteSize());
    if (length < 0) {
      return null;
    }
    var bytes = new byte[length];
    MemorySegment.copy(path, JAVA_BYTE, 0, bytes, 0, length);
    return FileName.decode(bytes);
  }

  @Override
  public Means means() {
    if (fanotify != null && fanotify.isUsed()) {
      return Means.FANOTIFY;
    }
    return inotify == null ? Means.COMPARING : Means.INOTIFY;
  }

  @Override
  public long used() {
    return inotify == null ? 0 : inotify.used();
  }

  @Override
  public long allowed() {
    return allowed;
  }

  @Override
  public void close() {
    isOpen = false;
    waiter.wake();
    waiting.lock();
    try {
      waiter.close();
      if (inotify != null) {
        inotify.close();
      }
      if (fanotify != null) {
        fanotify.close();
      }
    } finally {
      waiting.unlock();
    }
  }
}
