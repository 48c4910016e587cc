package contentgremlin.transcode;

/// Films for tests, as ffprobe would describe them.
final class Films {
  private Films() {}

  static Report report(int width, int height, String... more) {
    return Report.parse(
        """
        format.format_name="mov,mp4,m4a,3gp,3g2,mj2"
        format.duration="60.000"
        streams.stream.0.index=0
        streams.stream.0.codec_type="video"
        streams.stream.0.codec_name="h264"
        streams.stream.0.width=%d
        streams.stream.0.height=%d
        streams.stream.0.r_frame_rate="30/1"
        streams.stream.0.avg_frame_rate="30/1"
        """
                .formatted(width, height)
            + String.join("\n", more));
  }

  static Probe probe(int width, int height, String... more) {
    return Probe.read(report(width, height, more));
  }

  static VideoTrack track(int width, int height, String... more) {
    return probe(width, height, more).film().orElseThrow();
  }
}
