package contentgremlin.transcode;

import static org.assertj.core.api.Assertions.assertThat;

import contentgremlin.transcode.OutputCheck.Verdict;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class OutputCheckTest {
  private static String playlist(String lastSeconds) {
    return """
    #EXTM3U
    #EXT-X-MAP:URI="init.mp4"
    #EXTINF:30.0,
    00001.m4s
    #EXTINF:%s,
    00002.m4s
    #EXT-X-ENDLIST
    """
        .formatted(lastSeconds);
  }

  private static StreamFiles stream(String folder, String lastSeconds, Map<String, Long> sizes) {
    return new StreamFiles(
        folder, MediaPlaylist.parse(playlist(lastSeconds)), "avc1.64001e", sizes);
  }

  private static final Map<String, Long> WHOLE =
      Map.of("init.mp4", 800L, "00001.m4s", 5000L, "00002.m4s", 5000L);

  private static FrameList frames(double from, double to) {
    return new FrameList(Map.of(0, new FrameList.Stream(640, 360, 30, from, to)));
  }

  private static Verdict judge(StreamFiles stream, FrameList first, FrameList last) {
    return OutputCheck.film(
        FilmPlan.of(Films.probe(640, 360)), List.of(stream), List.of(), first, last);
  }

  @Test
  void what_was_ordered_is_good() {
    assertThat(judge(stream("360", "30.0", WHOLE), frames(0, 1), frames(58, 60)))
        .isEqualTo(new Verdict.Good(60));
  }

  @Test
  void a_missing_or_empty_segment_is_found() {
    assertThat(
            judge(
                stream("360", "30.0", Map.of("init.mp4", 800L, "00001.m4s", 5000L)),
                frames(0, 1),
                frames(58, 60)))
        .isEqualTo(new Verdict.Broken("360: segment 00002.m4s is missing or empty"));
    assertThat(
            judge(
                stream("360", "30.0", Map.of("init.mp4", 800L, "00001.m4s", 0L, "00002.m4s", 1L)),
                frames(0, 1),
                frames(58, 60)))
        .isInstanceOf(Verdict.Broken.class);
  }

  @Test
  void an_end_that_can_not_be_decoded_is_found() {
    assertThat(judge(stream("360", "30.0", WHOLE), frames(0, 1), new FrameList(Map.of())))
        .isInstanceOf(Verdict.Broken.class);
    assertThat(judge(stream("360", "30.0", WHOLE), frames(0, 1), frames(30, 40)))
        .isInstanceOf(Verdict.Broken.class);
  }

  @Test
  void a_wrong_size_is_found() {
    var small = new FrameList(Map.of(0, new FrameList.Stream(320, 180, 30, 0, 1)));
    assertThat(judge(stream("360", "30.0", WHOLE), small, frames(58, 60)))
        .isInstanceOf(Verdict.Broken.class);
  }

  @Test
  void less_than_the_source_claims_is_the_source_s_fault() {
    assertThat(judge(stream("360", "2.0", WHOLE), frames(0, 1), frames(30, 32)))
        .isInstanceOf(Verdict.Incomplete.class);
    assertThat(judge(stream("360", "29.2", WHOLE), frames(0, 1), frames(58, 59.2)))
        .isInstanceOf(Verdict.Good.class);
  }

  @Test
  void codecs_are_read_from_the_bytes() {
    assertThat(
            CodecString.of(
                "....avcC\u0001d\0\u001e".getBytes(java.nio.charset.StandardCharsets.ISO_8859_1)))
        .contains("avc1.64001e");
    assertThat(CodecString.of("..mp4a..".getBytes(java.nio.charset.StandardCharsets.ISO_8859_1)))
        .contains("mp4a.40.2");
    assertThat(CodecString.of(new byte[10])).isEmpty();
  }

  @Test
  void peaks_are_the_greatest_of_each_part() {
    var peaks = new Peaks(4);
    peaks.add(new byte[] {0, 0x40, 0, 0, 0}, 5);
    peaks.add(new byte[] {(byte) 0x80, (byte) 0xff, 0x7f}, 3);
    assertThat(peaks.toJson(1.5)).isEqualTo("{\"peaks\":[127,0,255,255],\"duration\":1.5}");
  }

  @Test
  void loudness_is_the_last_one_told() {
    assertThat(Loudness.integrated("lavfi.r128.I=-70.0\nframe:1\nlavfi.r128.I=-21.3\n"))
        .hasValue(-21.3);
    assertThat(Loudness.integrated("lavfi.r128.I=-70.0\n")).isEmpty();
    assertThat(Loudness.integrated("")).isEmpty();
  }
}
