package contentgremlin.enrich;

import java.time.Duration;

/// A provider gave no answer now: it is down, limits us, or answers rubbish.
public final class UnansweredException extends Exception {
  private static final long serialVersionUID = 1;
  private final Duration pause;

  /// @param pause how long it is not to be asked again; zero for the usual
  public UnansweredException(String reason, Duration pause) {
    super(reason);
    this.pause = pause;
  }

  public Duration pause() {
    return pause;
  }
}
