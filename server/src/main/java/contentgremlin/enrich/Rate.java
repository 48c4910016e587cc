package contentgremlin.enrich;

import java.time.Duration;

/// How often a provider may be asked.
///
/// @param burst how many requests may come at once after a pause
public record Rate(int requests, Duration per, int burst) {
  public Rate {
    if (requests < 1 || burst < 1 || per.isNegative() || per.isZero()) {
      throw new IllegalArgumentException("a rate must allow something");
    }
  }

  public static Rate of(int requests, Duration per) {
    return new Rate(requests, per, 1);
  }

  /// Between two requests, in the long run.
  public Duration interval() {
    return per.dividedBy(requests);
  }
}
