package contentgremlin.job;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// How far a running attempt has come.
///
/// @param fraction 0 to 1, or -1 if it can't be told
/// @param media how much of the medium is done; zero if that makes no sense
/// @param speed media time per clock time; 0 if not known
/// @param remaining an estimate, or null
public record Progress(
    double fraction, Duration media, double speed, @Nullable Duration remaining) {
  public static final Progress UNKNOWN = new Progress(-1, Duration.ZERO, 0, null);
}
