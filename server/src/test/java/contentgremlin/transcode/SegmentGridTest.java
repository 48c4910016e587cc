package contentgremlin.transcode;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SegmentGridTest {
  private static final SegmentGrid VIDEO = new SegmentGrid(new FrameRate(30_000, 1001));
  private static final long TIMESCALE = 30_000;

  @Test
  void segments_begin_at_the_first_frame_that_is_not_too_early() {
    assertThat(VIDEO.frame(0)).isZero();
    assertThat(VIDEO.frame(1)).isEqualTo(120);
    assertThat(VIDEO.frames(9)).isEqualTo(119);
    // After 4,004 s a frame comes at that very time: floating point would be in doubt.
    assertThat(VIDEO.frame(1001)).isEqualTo(120_000);
    assertThat(VIDEO.seconds(1001)).isEqualTo(4004);
    // A day.
    assertThat(VIDEO.frame(21_600)).isEqualTo(2_589_411);
    assertThat(new SegmentGrid(new FrameRate(25, 1)).frames(7)).isEqualTo(100);
  }

  @Test
  void a_segment_must_lie_in_its_place_and_have_all_its_frames() {
    var whole = Fragment.parse(segment(120 * 1001, 120, 1001)).orElseThrow();
    assertThat(whole).isEqualTo(new Fragment(120_120, 120_120, 120));
    assertThat(VIDEO.holds(2, whole, TIMESCALE)).isTrue();
    assertThat(VIDEO.holds(3, whole, TIMESCALE)).isFalse();
    assertThat(VIDEO.holds(2, whole, TIMESCALE * 2)).isFalse();
    var last = Fragment.parse(segment(120 * 1001, 30, 1001)).orElseThrow();
    assertThat(VIDEO.holds(2, last, TIMESCALE)).isFalse();
    assertThat(VIDEO.begins(2, last, TIMESCALE)).isTrue();
    var uneven = new Fragment(120 * 1001, 120 * 1001 + 7, 120);
    assertThat(VIDEO.holds(2, uneven, TIMESCALE)).isFalse();
  }

  @Test
  void torn_segments_are_none() {
    var whole = segment(0, 120, 1001);
    for (int length = 0; length < whole.length; length++) {
      assertThat(Fragment.parse(Arrays.copyOf(whole, length))).as("%d bytes", length).isEmpty();
    }
    assertThat(Fragment.parse(Arrays.copyOf(whole, whole.length + 1))).isEqualTo(Optional.empty());
    assertThat(Fragment.parse(new byte[whole.length])).isEqualTo(Optional.empty());
  }

  /// As our ffmpeg writes them: one run of samples of one byte each.
  private static byte[] segment(int from, int samples, int duration) {
    var header = box("tfhd", ints(0x18, 1, duration, 1));
    var time = box("tfdt", ints(1 << 24, 0, from));
    var run = box("trun", ints(1, samples, 100));
    var track = box("traf", join(header, time, run));
    return join(box("moof", join(box("mfhd", ints(0, 1)), track)), box("mdat", new byte[samples]));
  }

  private static byte[] ints(int... values) {
    var bytes = ByteBuffer.allocate(4 * values.length);
    for (int value : values) {
      bytes.putInt(value);
    }
    return bytes.array();
  }

  private static byte[] box(String type, byte[] body) {
    return join(ints(8 + body.length), type.getBytes(ISO_8859_1), body);
  }

  private static byte[] join(byte[]... parts) {
    var all = ByteBuffer.allocate(Arrays.stream(parts).mapToInt(part -> part.length).sum());
    for (var part : parts) {
      all.put(part);
    }
    return all.array();
  }
}
