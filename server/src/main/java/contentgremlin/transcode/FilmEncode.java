package contentgremlin.transcode;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// ffmpeg's arguments for a film's streams, from the beginning or from the end of what is there.
///
/// Whatever comes before the encoder is a function of the film alone, not of where it begins: the
/// same pictures at the same places of the same grid. So what is encoded later fits to the frame.
///
/// @param kept how many segments of each rung are there already
public record FilmEncode(FilmPlan plan, int kept) {
  /// Chosen by measurement: see docs/ARCHITECTURE.md.
  static final String PRESET = "veryfast";

  /// Quality at which H.264 is hardly told from its source; rates are capped besides.
  static final int QUALITY = 21;

  private static final int STEREO_BITS = 160_000;
  private static final int MONO_BITS = 96_000;

  /// How far before the first missing frame decoding begins: decoders need some pictures to get
  /// into step, and deinterlacers look back.
  private static final double RUN_UP_SECONDS = 6;

  /// A file that is entered later than this before the first missing frame was not entered where
  /// asked.
  private static final double RUN_UP_SECONDS_MIN = 3;

  /// Lists the first frame that was decoded of a film that was entered in its middle.
  public static final String ENTRY = "entry.txt";

  /// Where what is encoded later is put together: beside the segments, under other names.
  public static final String NEXT_LIST = "next.m3u8";

  public static final String NEXT_INIT = "next.mp4";
  public static final String LIST = "index.m3u8";
  public static final String INIT = "init.mp4";

  /// All sound, for films that are gone through twice.
  ///
  /// @param path of the original, absolute
  public List<String> sound(String path) {
    var arguments = new ArrayList<>(List.of("-v", "warning", "-y"));
    arguments.addAll(Probe.input(path));
    arguments.addAll(List.of("-filter_complex", String.join(";", sounds())));
    addSounds(arguments);
    return arguments;
  }

  /// All pictures, and the sound unless that has its own run.
  public List<String> pictures(String path) {
    var arguments = new ArrayList<>(List.of("-v", "warning", "-y"));
    if (isEntered()) {
      // Taking away where we begin and adding it again keeps the film's own times.
      String begin = String.format(Locale.ROOT, "%.6f", begin());
      arguments.addAll(List.of("-noaccurate_seek", "-ss", begin, "-itsoffset", begin));
    }
    arguments.addAll(Probe.input(path));
    var graph = new ArrayList<>(List.of(pictures()));
    if (!plan.isSeekable()) {
      graph.addAll(sounds());
    }
    arguments.addAll(List.of("-filter_complex", String.join(";", graph)));
    for (int number = 0; number < plan.rungs().size(); number++) {
      arguments.addAll(picture(number, plan.rungs().get(number)));
    }
    if (!plan.isSeekable()) {
      addSounds(arguments);
    }
    if (isEntered()) {
      arguments.addAll(
          List.of("-map", "[entry]", "-fps_mode", "passthrough", "-f", "framecrc", ENTRY));
    }
    return arguments;
  }

  /// Whether decoding begins in the middle.
  public boolean isEntered() {
    return kept > 0 && plan.isSeekable() && begin() > 0;
  }

  /// Whether it began early enough: a damaged index leads anywhere.
  public boolean isEntryGood(FrameList entry) {
    var first = entry.stream(0);
    return first.frames() > 0 && first.from() <= plan.grid().seconds(kept) - RUN_UP_SECONDS_MIN;
  }

  private double begin() {
    return plan.grid().seconds(kept) - RUN_UP_SECONDS;
  }

  private String pictures() {
    var rungs = plan.rungs();
    var top = rungs.getLast();
    var graph = new StringBuilder("[0:%d]".formatted(plan.film().index()));
    if (isEntered()) {
      graph.append("split=2[entered][first];[first]trim=end_frame=1[entry];[entered]");
    }
    long from = plan.grid().frame(kept);
    graph.append(PictureFilter.chain(plan.film(), top.width(), top.height(), plan.rate(), from));
    if (rungs.size() == 1) {
      return graph.append("[v0]").toString();
    }
    graph.append(",split=").append(rungs.size());
    for (int number = 0; number < rungs.size(); number++) {
      graph.append(number == rungs.size() - 1 ? "[v" + number + "]" : "[s" + number + "]");
    }
    for (int number = 0; number < rungs.size() - 1; number++) {
      var rung = rungs.get(number);
      graph.append(
          ";[s%d]scale=%d:%d:flags=bicubic,setsar=1[v%d]"
              .formatted(number, rung.width(), rung.height(), number));
    }
    return graph.toString();
  }

  private List<String> sounds() {
    var graphs = new ArrayList<String>();
    for (int number = 0; number < plan.audio().size(); number++) {
      var track = plan.audio().get(number);
      int rate = FilmPlan.sampleRate(track);
      graphs.add(
          String.format(
              Locale.ROOT,
              "[0:%d]asetpts=PTS+%.6f/TB,aresample=%d:async=1:first_pts=0,aformat=channel_layouts=%s[a%d]",
              track.index(),
              plan.soundDelay(rate),
              rate,
              FilmPlan.channels(track) == 1 ? "mono" : "stereo",
              number));
    }
    return graphs;
  }

  private List<String> picture(int number, Rung rung) {
    var arguments = new ArrayList<>(List.of("-map", "[v" + number + "]", "-c:v", "libx264"));
    arguments.addAll(List.of("-preset", PRESET, "-profile:v", "high", "-crf", "" + QUALITY));
    arguments.addAll(
        List.of("-maxrate", "" + rung.bitsPerSecond(), "-bufsize", "" + 2 * rung.bitsPerSecond()));
    arguments.addAll(
        List.of("-bf", plan.isReordered() ? "3" : "0", "-sc_threshold", "0", "-forced-idr", "1"));
    double perSegment = plan.rate().perSecond() * FilmPlan.SEGMENT_SECONDS;
    arguments.addAll(List.of("-g", "" + (int) Math.ceil(perSegment * 2)));
    arguments.addAll(List.of("-force_key_frames", keyframes()));
    if (kept > 0) {
      // The first frame has its time already: nothing is to be filled up before it.
      arguments.addAll(List.of("-fps_mode", "passthrough", "-output_ts_offset", delay()));
    }
    arguments.addAll(segments(FilmPlan.folder(rung), kept));
    return arguments;
  }

  /// At the grid's frames, in whole numbers: ffmpeg counts frames, and keyframes, from 0.
  private String keyframes() {
    return "expr:gte((n+%d)*%d,(n_forced+%d)*%d)"
        .formatted(
            plan.grid().frame(kept),
            plan.rate().denominator(),
            kept,
            (long) FilmPlan.SEGMENT_SECONDS * plan.rate().numerator());
  }

  private String delay() {
    return String.format(Locale.ROOT, "%.6f", plan.pictureDelay());
  }

  private void addSounds(List<String> arguments) {
    for (int number = 0; number < plan.audio().size(); number++) {
      int bits = FilmPlan.channels(plan.audio().get(number)) == 1 ? MONO_BITS : STEREO_BITS;
      arguments.addAll(List.of("-map", "[a" + number + "]", "-c:a", "aac", "-b:a", "" + bits));
      arguments.addAll(segments(FilmPlan.audioFolder(number), 0));
    }
  }

  /// Arguments for an output of fMP4 segments, each of which gets its name once it is whole; tags,
  /// with places in them, are left behind.
  ///
  /// @param kept segments that are there: the new ones take their times as they are, since ffmpeg
  ///   would let them begin at 0. Segments end at keyframes only; asking for half the length lets
  ///   none be missed that comes a fraction of a frame early
  static List<String> segments(String folder, int kept) {
    boolean whole = kept == 0;
    return List.of(
        "-map_metadata",
        "-1",
        "-map_chapters",
        "-1",
        "-f",
        "hls",
        "-hls_time",
        "" + (whole ? FilmPlan.SEGMENT_SECONDS : FilmPlan.SEGMENT_SECONDS / 2),
        "-hls_playlist_type",
        "vod",
        "-hls_list_size",
        "0",
        "-hls_flags",
        "independent_segments+temp_file",
        "-hls_segment_type",
        "fmp4",
        "-hls_segment_options",
        whole
            ? "use_editlist=0"
            : "use_editlist=0:avoid_negative_ts=disabled:movflags=+frag_discont",
        "-hls_fmp4_init_filename",
        whole ? INIT : NEXT_INIT,
        "-start_number",
        "" + (kept + 1),
        "-hls_segment_filename",
        folder + "/%05d.m4s",
        folder + "/" + (whole ? LIST : NEXT_LIST));
  }
}
