package contentgremlin.transcode;

/// Where a film of constant rate is cut: at the first frame that is not before each multiple of
/// [FilmPlan#SEGMENT_SECONDS]. In whole numbers, so that nothing drifts in a long film.
///
/// @param rate of its frames
public record SegmentGrid(FrameRate rate) {
  /// @param segments before it
  /// @return the number of the segment's first frame, from 0
  public long frame(int segments) {
    long seconds = (long) segments * FilmPlan.SEGMENT_SECONDS;
    return Math.ceilDiv(seconds * rate.numerator(), rate.denominator());
  }

  /// @return when that frame is shown
  public double seconds(int segments) {
    return frame(segments) / rate.perSecond();
  }

  /// @param number of a segment, from 1, that is not the last
  public int frames(int number) {
    return (int) (frame(number) - frame(number - 1));
  }

  /// As ffmpeg's playlist has it.
  public double length(int number) {
    return frames(number) / rate.perSecond();
  }

  /// Whether this segment lies in its place, and has all the frames that belong there.
  ///
  /// @param timescale ticks per second of the stream
  public boolean holds(int number, Fragment fragment, long timescale) {
    return begins(number, fragment, timescale) && fragment.samples() == frames(number);
  }

  /// As [#holds], for one that may be the last.
  public boolean begins(int number, Fragment fragment, long timescale) {
    return fragment.from() * rate.numerator() == frame(number - 1) * rate.denominator() * timescale
        && fragment.length() * rate.numerator()
            == (long) fragment.samples() * rate.denominator() * timescale
        && fragment.samples() <= frames(number);
  }

  public static String name(int number) {
    return "%05d.m4s".formatted(number);
  }
}
