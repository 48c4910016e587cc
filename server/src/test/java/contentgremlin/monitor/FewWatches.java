package contentgremlin.monitor;

import contentgremlin.library.Signal;
import contentgremlin.library.WatchState.Means;
import contentgremlin.library.Watcher;
import java.util.List;
import java.util.Map;

/// A real watcher that may not hold many watches.
record FewWatches(Watcher real, int max) implements Watcher {
  @Override
  public Watched watch(String folder) {
    if (real.used() < max) {
      return real.watch(folder);
    }
    // As the system has it: what is watched already may be watched again.
    long before = real.used();
    var watched = real.watch(folder);
    if (real.used() > before) {
      real.forget(folder);
      return Watched.FULL;
    }
    return watched;
  }

  @Override
  public void forget(String folder) {
    real.forget(folder);
  }

  @Override
  public List<Signal> await(long nanos) {
    return real.await(nanos);
  }

  @Override
  public void wake() {
    real.wake();
  }

  @Override
  public Map<String, String> mounts() {
    return real.mounts();
  }

  @Override
  public Means means() {
    return real.means();
  }

  @Override
  public long used() {
    return real.used();
  }

  @Override
  public long allowed() {
    return max;
  }

  @Override
  public void close() {
    real.close();
  }
}
