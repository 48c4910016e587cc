package contentgremlin.transcode;

/// A sound in a file.
///
/// @param language BCP 47 or ISO 639 as the file says, or the empty string
/// @param title as the file says, or the empty string
/// @param seconds its own length, or -1 if the file does not say
public record AudioTrack(
    int index,
    String codec,
    int channels,
    int sampleRate,
    double seconds,
    String language,
    String title,
    boolean preferred) {
  static AudioTrack read(Report report, String stream) {
    return new AudioTrack(
        (int) report.number(stream + "index", 0),
        report.text(stream + "codec_name"),
        (int) report.number(stream + "channels", 2),
        (int) report.number(stream + "sample_rate", 48_000),
        Probe.seconds(report, stream),
        Language.of(report.text(stream + "tags.language")),
        report.text(stream + "tags.title"),
        report.number(stream + "disposition.default", 0) == 1);
  }
}
