package contentgremlin.job;

import java.util.Locale;

/// What a job mostly waits for. Each lane has its own number of places, so that a long encode never
/// holds up a probe.
public enum Lane {
  /// Encoding: a place per few processors.
  PROCESSOR,
  /// Waiting for other servers.
  NETWORK,
  /// Short work: probing, moving files, posters.
  LIGHT;

  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  public static Lane of(String word) {
    return valueOf(word.toUpperCase(Locale.ROOT));
  }
}
