package contentgremlin.engine;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/// The system's clock, which a test can move ahead by hand, and let stand until then. Thread-safe.
final class HandClock implements InstantSource {
  private Duration ahead = Duration.ZERO;
  private @Nullable Instant held;

  @Override
  public synchronized Instant instant() {
    return held == null ? InstantSource.system().instant().plus(ahead) : held;
  }

  /// Lets it stand until it is moved: nothing becomes due however slow the machine is.
  synchronized void hold() {
    held = instant();
  }

  /// It goes on from there.
  synchronized void move(Duration by) {
    if (held != null) {
      ahead = Duration.between(InstantSource.system().instant(), held);
      held = null;
    }
    ahead = ahead.plus(by);
  }
}
