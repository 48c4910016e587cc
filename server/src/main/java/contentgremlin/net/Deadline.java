package contentgremlin.net;

import java.time.Duration;

/// By when all of an exchange must have come, however slowly it comes.
final class Deadline {
  private final Duration limit;
  private final long end;

  Deadline(Duration limit) {
    this.limit = limit;
    this.end = System.nanoTime() + limit.toNanos();
  }

  /// Never less than a moment, so that it can be waited for.
  Duration left() {
    return Duration.ofNanos(Math.max(1, end - System.nanoTime()));
  }

  boolean isOver() {
    return end - System.nanoTime() <= 0;
  }

  BrokenException over() {
    return new BrokenException("no whole answer within " + limit.toSeconds() + " s");
  }
}
