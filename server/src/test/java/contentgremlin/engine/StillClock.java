package contentgremlin.engine;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/// A clock that stands until it is moved by hand. Thread-safe.
public final class StillClock implements InstantSource {
  private volatile Instant now = Instant.parse("2026-06-01T12:00:00Z");

  @Override
  public Instant instant() {
    return now;
  }

  public void move(Duration by) {
    now = now.plus(by);
  }
}
