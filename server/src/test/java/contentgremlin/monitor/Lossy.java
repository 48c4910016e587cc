package contentgremlin.monitor;

import contentgremlin.library.Signal;
import contentgremlin.library.WatchState.Means;
import contentgremlin.library.Watcher;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/// A real watcher that loses signals when it is told to, and says so only then.
final class Lossy implements Watcher {
  private final Watcher real;
  private final Queue<Signal> said = new ConcurrentLinkedQueue<>();
  private volatile boolean losing;

  Lossy(Watcher real) {
    this.real = real;
  }

  void loseAll() {
    losing = true;
  }

  void say(String part) {
    said.add(new Signal.Lost(part, "it was thrown away"));
    real.wake();
  }

  @Override
  public List<Signal> await(long nanos) {
    var signals = real.await(said.isEmpty() ? nanos : 0);
    if (!losing) {
      return signals;
    }
    var next = said.poll();
    return next == null ? List.of() : List.of(next);
  }

  @Override
  public Watched watch(String folder) {
    return real.watch(folder);
  }

  @Override
  public void forget(String folder) {
    real.forget(folder);
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
    return real.allowed();
  }

  @Override
  public void close() {
    real.close();
  }
}
