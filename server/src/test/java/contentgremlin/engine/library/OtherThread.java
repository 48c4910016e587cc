package contentgremlin.engine.library;

import contentgremlin.library.Tree;
import contentgremlin.library.WatchState;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/// Lists in a thread of its own, as the real monitor does. Nobody waits for its end.
final class OtherThread implements TreeMonitor {
  private final WalkingMonitor monitor;
  private final ExecutorService thread =
      Executors.newSingleThreadExecutor(Thread.ofPlatform().daemon().factory());

  OtherThread(WalkingMonitor monitor) {
    this.monitor = monitor;
  }

  @Override
  public void start() {
    thread.execute(monitor::start);
  }

  @Override
  public void list(String part) {
    thread.execute(() -> monitor.list(part));
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
    thread.shutdown();
  }
}
