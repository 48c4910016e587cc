package contentgremlin.acceptance;

import java.time.Duration;

/// How much is tried: a little in every test run, much by `./gremlin soak`.
final class Profile {
  /// `./gremlin soak` sets it: "200" kills, or "30m".
  private static final String SOAK = System.getProperty("contentgremlin.soak", "");

  /// Prints the same numbers again: `-Dcontentgremlin.seed=…`
  private static final long SEED =
      Long.getLong("contentgremlin.seed", System.nanoTime() ^ System.currentTimeMillis());

  private Profile() {}

  static boolean isSoak() {
    return !SOAK.isEmpty();
  }

  static long seed() {
    return SEED;
  }

  /// @param normal kills in a normal test run
  static int kills(int normal) {
    if (!isSoak()) {
      return normal;
    }
    return SOAK.endsWith("m") ? Integer.MAX_VALUE : Integer.parseInt(SOAK);
  }

  /// After so long, nothing more is killed.
  static Duration killsMax() {
    return SOAK.endsWith("m")
        ? Duration.ofMinutes(Long.parseLong(SOAK.substring(0, SOAK.length() - 1)))
        : Duration.ofDays(1);
  }

  /// Tells that something can't be tried here.
  static String skipped(String why) {
    var text = "SKIPPED: " + why;
    report(text);
    return text;
  }

  /// What a test has to say besides passing.
  static void report(String text) {
    System.out.println(text);
  }
}
