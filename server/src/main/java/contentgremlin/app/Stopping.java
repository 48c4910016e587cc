package contentgremlin.app;

import contentgremlin.engine.StopOrder;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

/// Ends a server in the way that was asked for, on a thread of its own, so that whoever asks gets
/// an answer. Thread-safe.
final class Stopping implements Consumer<StopOrder> {
  /// How long open requests may go on after a stop was asked for.
  private static final Duration DRAIN_MAX = Duration.ofSeconds(10);

  /// The same for a stop that is not to wait: so that the answer to it gets out.
  private static final Duration DRAIN_NOW = Duration.ofMillis(200);

  private final AtomicReference<StopOrder> order = new AtomicReference<>(StopOrder.PLAIN);
  private final EngineParts engine;
  private final Runnable close;

  /// @param close ends the server; called once for each order
  Stopping(EngineParts engine, Runnable close) {
    this.engine = engine;
    this.close = close;
  }

  @Override
  public void accept(StopOrder more) {
    engine.leaveOff(order.accumulateAndGet(more, StopOrder::and));
    Thread.ofPlatform().name("stop").daemon().start(close);
  }

  Duration drain() {
    return order.get().now() ? DRAIN_NOW : DRAIN_MAX;
  }
}
