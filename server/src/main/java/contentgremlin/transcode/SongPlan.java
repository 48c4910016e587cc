package contentgremlin.transcode;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// How a song becomes streams for every player: segments, two whole files, its outline, its
/// loudness; all from one decode.
public record SongPlan(Probe source, AudioTrack track) {
  public static final String STREAM = "hls";
  public static final String FILES = "audio";
  public static final String SEGMENTS = STREAM + "/audio-0";
  public static final String AAC = FILES + "/audio.m4a";
  public static final String OPUS = FILES + "/audio.opus";
  public static final String SAMPLES = "samples.pcm";
  public static final String LOUDNESS = "loudness.txt";

  private static final int STEREO_AAC_BITS = 192_000;
  private static final int MONO_AAC_BITS = 112_000;
  private static final int STEREO_OPUS_BITS = 128_000;
  private static final int MONO_OPUS_BITS = 72_000;

  /// Samples a second of the outline, and the length from which fewer do.
  private static final int OUTLINE_RATE = 8000;

  private static final int OUTLINE_RATE_LONG = 2000;
  private static final double LONG_SECONDS = 3 * 3600;

  public static SongPlan of(Probe source) {
    return new SongPlan(
        source,
        source.mainAudio().orElseThrow(() -> new IllegalArgumentException("no sound: " + source)));
  }

  public List<String> folders() {
    return List.of(SEGMENTS, FILES);
  }

  /// Of the file [#SAMPLES]: one channel, 16 bits, little endian.
  public int outlineRate() {
    return source.seconds() > LONG_SECONDS ? OUTLINE_RATE_LONG : OUTLINE_RATE;
  }

  public List<String> encode(String path) {
    boolean mono = FilmPlan.channels(track) == 1;
    String layout = mono ? "mono" : "stereo";
    String graph =
        String.format(
            Locale.ROOT,
            "[0:%d]aresample=%d:async=1:first_pts=0,asplit=5[h][m][o][p][l];"
                + "[h]aformat=channel_layouts=%s[hls];[m]aformat=channel_layouts=%s[aac];"
                + "[o]aresample=48000,aformat=channel_layouts=%s[opus];"
                + "[p]aresample=%d,aformat=sample_fmts=s16:channel_layouts=mono[pcm];"
                + "[l]ebur128=metadata=1:framelog=quiet,ametadata=mode=print:key=lavfi.r128.I:file=%s,anullsink",
            track.index(),
            FilmPlan.sampleRate(track),
            layout,
            layout,
            layout,
            outlineRate(),
            LOUDNESS);
    var arguments = new ArrayList<>(List.of("-v", "warning", "-y"));
    arguments.addAll(Probe.input(path));
    arguments.addAll(List.of("-filter_complex", graph));
    arguments.addAll(
        List.of(
            "-map", "[hls]", "-c:a", "aac", "-b:a", "" + (mono ? MONO_AAC_BITS : STEREO_AAC_BITS)));
    arguments.addAll(FilmEncode.segments(SEGMENTS, 0));
    arguments.addAll(
        List.of(
            "-map", "[aac]", "-c:a", "aac", "-b:a", "" + (mono ? MONO_AAC_BITS : STEREO_AAC_BITS)));
    arguments.addAll(
        List.of(
            "-map_metadata",
            "-1",
            "-map_chapters",
            "-1",
            "-movflags",
            "+faststart",
            "-f",
            "mp4",
            AAC));
    arguments.addAll(
        List.of(
            "-map",
            "[opus]",
            "-c:a",
            "libopus",
            "-b:a",
            "" + (mono ? MONO_OPUS_BITS : STEREO_OPUS_BITS)));
    arguments.addAll(List.of("-map_metadata", "-1", "-map_chapters", "-1", "-f", "ogg", OPUS));
    arguments.addAll(List.of("-map", "[pcm]", "-c:a", "pcm_s16le", "-f", "s16le", SAMPLES));
    return arguments;
  }

  /// Decodes the ends of all three outputs, and lists what came.
  public List<String> check() {
    var arguments = new ArrayList<>(List.of("-v", "error", "-y", "-xerror", "-copyts"));
    for (String end : List.of("-t", "-sseof")) {
      String length = end.equals("-t") ? "1" : FilmPlan.END_SECONDS;
      arguments.addAll(List.of(end, length, "-f", "hls", "-i", SEGMENTS + "/index.m3u8"));
      arguments.addAll(List.of(end, length, "-i", AAC, end, length, "-i", OPUS));
    }
    arguments.addAll(
        List.of("-map", "0:0", "-map", "1:0", "-map", "2:0", "-f", "framecrc", FilmPlan.FIRST));
    arguments.addAll(
        List.of("-map", "3:0", "-map", "4:0", "-map", "5:0", "-f", "framecrc", FilmPlan.LAST));
    return arguments;
  }
}
