package contentgremlin.app;

import java.util.ArrayDeque;
import java.util.Deque;

/// What was opened, to be closed in reverse order: all of it, whatever fails on the way.
final class Closers implements AutoCloseable {
  private final Deque<AutoCloseable> opened = new ArrayDeque<>();

  <T extends AutoCloseable> T add(T resource) {
    opened.push(resource);
    return resource;
  }

  @Override
  public void close() {
    var failure = new IllegalStateException("Not everything could be closed");
    closeAfter(failure);
    if (failure.getSuppressed().length > 0) {
      throw failure;
    }
  }

  /// @param first what went wrong before; failures on the way are added to it
  void closeAfter(Exception first) {
    while (!opened.isEmpty()) {
      try {
        opened.pop().close();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        first.addSuppressed(e);
      } catch (Exception e) {
        first.addSuppressed(e);
      }
    }
  }
}
