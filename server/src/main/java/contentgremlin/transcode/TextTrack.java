package contentgremlin.transcode;

import java.util.Set;

/// Words in a file that go with its film.
public record TextTrack(
    int index, String codec, String language, String title, boolean forced, boolean preferred) {
  private static final Set<String> TEXT =
      Set.of("subrip", "srt", "ass", "ssa", "mov_text", "webvtt", "text", "subviewer", "microdvd");

  /// Whether it holds text, not pictures of text.
  public boolean isText() {
    return TEXT.contains(codec);
  }

  static TextTrack read(Report report, String stream) {
    return new TextTrack(
        (int) report.number(stream + "index", 0),
        report.text(stream + "codec_name"),
        Language.of(report.text(stream + "tags.language")),
        report.text(stream + "tags.title"),
        report.number(stream + "disposition.forced", 0) == 1,
        report.number(stream + "disposition.default", 0) == 1);
  }
}
