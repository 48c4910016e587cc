package contentgremlin.transcode;

import contentgremlin.job.Limits;
import java.time.Duration;

/// What an attempt may cost at most: generous for any honest file, and an end for every other one.
public final class Bounds {
  private static final long MEBIBYTE = 1 << 20;
  private static final long GIBIBYTE = 1 << 30;
  private static final double AUDIO_BITS_PER_SECOND = 320_000;
  private static final Duration STALL = Duration.ofMinutes(2);

  /// Unknown lengths are taken for this.
  private static final double SECONDS_UNKNOWN = 6 * 3600;

  private Bounds() {}

  public static Limits probing() {
    return new Limits(
        Duration.ofMinutes(3), Duration.ofMinutes(1), 2 * GIBIBYTE, 32 * MEBIBYTE, 128 * MEBIBYTE);
  }

  /// Looking through a whole file once, or at one picture of it.
  public static Limits measuring() {
    return new Limits(Duration.ofMinutes(30), STALL, 2 * GIBIBYTE, 32 * MEBIBYTE, 128 * MEBIBYTE);
  }

  /// Time: 40 times the film for each 1080p of pixels; an idle machine needs less than one.
  public static Limits film(FilmPlan plan) {
    long pixels = pixels(plan.film());
    double weight =
        Math.max(1, pixels / (1920.0 * 1080)) * Math.max(1, plan.film().average().perSecond() / 60);
    return new Limits(
        minutes(20 + seconds(plan.source()) / 60 * 40 * weight),
        STALL,
        4 * GIBIBYTE + pixels * 300,
        256 * MEBIBYTE,
        written(plan));
  }

  /// Rates are capped, so four times what the whole ladder may take is never reached.
  private static long written(FilmPlan plan) {
    double bits = plan.rungs().stream().mapToDouble(Rung::bitsPerSecond).sum();
    double sound = plan.audio().size() * AUDIO_BITS_PER_SECOND;
    return GIBIBYTE + (long) (seconds(plan.source()) * (bits + sound) / 8 * 4);
  }

  public static Limits song(SongPlan plan) {
    long bytes = (long) (seconds(plan.source()) * 192_000 / 8 * 2);
    return new Limits(
        minutes(10 + seconds(plan.source()) / 60 * 4),
        STALL,
        2 * GIBIBYTE,
        Math.max(bytes, 64 * MEBIBYTE),
        GIBIBYTE + 8 * bytes);
  }

  /// Stills, sprites, captions: decoding at the most.
  public static Limits stills(Probe source) {
    long pixels = source.film().or(source::cover).map(Bounds::pixels).orElse(0L);
    return new Limits(
        minutes(10 + seconds(source) / 60 * 10),
        STALL,
        4 * GIBIBYTE + pixels * 200,
        256 * MEBIBYTE,
        4 * GIBIBYTE);
  }

  /// The largest picture that is decoded takes about 2 GiB twice over.
  public static Limits picture() {
    return new Limits(Duration.ofMinutes(10), STALL, 6 * GIBIBYTE, 512 * MEBIBYTE, 4 * GIBIBYTE);
  }

  /// What a file claims must not lift its own bounds.
  private static long pixels(VideoTrack track) {
    return Math.min(track.area(), VideoTrack.PIXELS_MAX);
  }

  private static double seconds(Probe source) {
    return source.seconds() > 0 ? source.seconds() : SECONDS_UNKNOWN;
  }

  private static Duration minutes(double minutes) {
    return Duration.ofSeconds((long) (minutes * 60));
  }
}
