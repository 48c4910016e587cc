package contentgremlin.engine.library;

import contentgremlin.library.Tree;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/// Looks into one library on behalf of others, which must not wait for its disk: a call to a
/// network file system whose server is gone comes back only when that is back. Thread-safe.
final class Lookout implements AutoCloseable {
  private static final Duration WAIT_MAX = Duration.ofSeconds(5);
  private static final Tree.Look SILENT = new Tree.Look.Unreadable("its disk does not answer");

  private final Tree tree;
  private final ExecutorService thread;

  /// The look that nobody waited for to its end.
  private volatile @Nullable Future<Tree.Look> stuck;

  Lookout(Tree tree, String library) {
    this.tree = tree;
    this.thread =
        Executors.newSingleThreadExecutor(
            Thread.ofPlatform().daemon().name("look-" + library).factory());
  }

  /// By whoever waits for this library's disk anyway.
  Tree.Look own(String path) {
    return tree.look(path);
  }

  Tree.Look forOthers(String path) {
    var before = stuck;
    if (before != null && !before.isDone()) {
      return SILENT;
    }
    var look = thread.submit(() -> tree.look(path));
    try {
      return look.get(WAIT_MAX.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException _) {
      stuck = look;
      return SILENT;
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return SILENT;
    } catch (ExecutionException e) {
      throw new IllegalStateException("a look at " + path + " failed", e.getCause());
    }
  }

  @Override
  public void close() {
    thread.shutdown();
    tree.close();
  }
}
