package contentgremlin.engine.extend;

import contentgremlin.engine.extend.Guard.Blame;
import contentgremlin.engine.extend.Guard.Fault;
import contentgremlin.extend.Companions;
import contentgremlin.extension.CompanionLine;
import java.io.IOException;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Between an extension and one companion of it: what that says by itself is told one after the
/// other, by a guarded call each. Thread-safe.
final class OwnLine implements CompanionLine, Companions.Ear, AutoCloseable {
  private static final Duration HEAR_MAX = Duration.ofSeconds(10);

  /// Of what it said, and was not told yet.
  private static final int SAYINGS_MAX = 100;

  /// What is told.
  private sealed interface News {
    record Said(String text) implements News {}

    record Ended() implements News {}
  }

  private final Guard guard;
  private final Ear ear;
  private final Consumer<String> log;
  private final BlockingQueue<News> news = new ArrayBlockingQueue<>(SAYINGS_MAX);
  private final Thread teller;
  private volatile Companions.@Nullable Line line;

  OwnLine(Guard guard, Ear ear, Consumer<String> log) {
    this.guard = guard;
    this.ear = ear;
    this.log = log;
    this.teller = Thread.ofVirtual().name("companion-ear").unstarted(this::tell);
  }

  void start(Companions.Line to) {
    line = to;
    teller.start();
  }

  private Companions.Line line() {
    return Objects.requireNonNull(line, "not open yet");
  }

  @Override
  public String ask(String request, Duration limit) throws IOException, InterruptedException {
    return line().ask(request, limit);
  }

  @Override
  public void rest() {
    line().rest();
  }

  @Override
  public void said(String text) {
    boolean _ = news.offer(new News.Said(text)); // else there is too much of it
  }

  @Override
  public void printed(String text) {
    log.accept("its companion: " + text);
  }

  /// That it ended is told whatever else waits.
  @Override
  public void ended(String how) {
    log.accept("its companion is gone: " + how);
    while (!news.offer(new News.Ended())) {
      news.poll();
    }
  }

  private void tell() {
    try {
      while (guard.isOpen()) {
        tell(news.take());
      }
    } catch (InterruptedException _) {
      // closed
    }
  }

  private void tell(News one) throws InterruptedException {
    try {
      guard.call(
          "hear its companion",
          HEAR_MAX,
          Blame.ITEM,
          _ -> {
            switch (one) {
              case News.Said(var text) -> ear.said(text);
              case News.Ended _ -> ear.ended();
            }
            return true;
          });
    } catch (Fault e) {
      log.accept(e.reason());
    }
  }

  @Override
  public void close() {
    teller.interrupt();
    line().close();
  }
}
