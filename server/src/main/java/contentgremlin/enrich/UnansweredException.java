package contentgremlin.enrich;

import java.time.Duration;

/// A provider gave no answer now: it is down, limits us, or answers rubbish.
public final class UnansweredException extends Exception {
  private static final long serialVersionUID = 1;
  private final Duration pause;
  private final boolean asked;

  /// @param pause how long it is not to be asked again; zero for the usual
  public UnansweredException(String reason, Duration pause) {
    this(reason, pause, true);
  }

  private UnansweredException(String reason, Duration pause, boolean asked) {
    super(reason);
    this.pause = pause;
    this.asked = asked;
  }

  /// It is left alone, whatever the question: this one did not reach it.
  ///
  /// @param pause for how long
  public static UnansweredException leftAlone(String reason, Duration pause) {
    return new UnansweredException(reason, pause, false);
  }

  public Duration pause() {
    return pause;
  }

  /// Whether the question itself had no answer: else nobody was asked.
  public boolean wasAsked() {
    return asked;
  }
}
