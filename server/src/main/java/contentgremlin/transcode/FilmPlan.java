package contentgremlin.transcode;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/// How a film becomes a ladder of streams: one decode for all rungs, sound apart from pictures.
///
/// All rungs have their keyframes at the same times, so that a player can change between any two
/// segments. Timestamps are plain, without edit lists, since players disagree about these: the
/// pictures then start later by the encoder's delay, and the sound is moved by the same amount.
public record FilmPlan(Probe source, VideoTrack film, List<Rung> rungs) {
  public static final int SEGMENT_SECONDS = 4;

  private static final int FREE_SAMPLES_AAC = 1024;
  private static final int REORDERED_FRAMES = 2;

  /// Below this rate, frames are not reordered: the delay would be felt.
  private static final double REORDER_RATE_MIN = 20;

  /// Where the end begins. ffmpeg finds its way into a playlist only at the next keyframe, so two
  /// segments are asked for; and it can't go to the very first frame, so this is no length that a
  /// film ever has.
  static final String END_SECONDS = "-8.311";

  /// What must be left to encode of a film whose other segments are all there.
  private static final double LEFT_SECONDS_MIN = 1;

  private static final List<String> SEEKABLE = List.of("mov", "matroska");

  public static final String FOLDER = "hls";
  public static final String FIRST = "first.txt";
  public static final String LAST = "last.txt";

  public FilmPlan {
    rungs = List.copyOf(rungs);
  }

  public static FilmPlan of(Probe source) {
    var film = source.film().orElseThrow(() -> new IllegalArgumentException("no film: " + source));
    return new FilmPlan(source, film, Rung.ladder(film));
  }

  public FrameRate rate() {
    return film.rate();
  }

  public List<AudioTrack> audio() {
    return source.audio();
  }

  /// Folders that MUST exist below the attempt's before ffmpeg starts.
  public List<String> folders() {
    var folders = new ArrayList<String>();
    rungs.forEach(rung -> folders.add(folder(rung)));
    folders.addAll(soundFolders());
    return folders;
  }

  public List<String> soundFolders() {
    return IntStream.range(0, audio().size()).mapToObj(FilmPlan::audioFolder).toList();
  }

  /// Whether sound is encoded before the pictures, by a run of its own: then pictures alone are to
  /// be gone on with after an interruption. It costs a second reading of the file.
  public boolean hasSoundRun() {
    return isSeekable() && !audio().isEmpty();
  }

  boolean isRung(String folder) {
    return rungs.stream().anyMatch(rung -> folder(rung).equals(folder));
  }

  public static String folder(Rung rung) {
    return FOLDER + "/" + rung.name();
  }

  public static String audioFolder(int number) {
    return FOLDER + "/audio-" + number;
  }

  boolean isReordered() {
    return rate().perSecond() >= REORDER_RATE_MIN;
  }

  /// How much later pictures start than the film does, in seconds: by the encoder's delay.
  double pictureDelay() {
    return isReordered() ? REORDERED_FRAMES / rate().perSecond() : 0;
  }

  /// How much later pictures start than the sound would, in seconds.
  double soundDelay(int sampleRate) {
    return Math.max(0, pictureDelay() - (double) FREE_SAMPLES_AAC / sampleRate);
  }

  /// Where all rungs are cut.
  public SegmentGrid grid() {
    return new SegmentGrid(rate());
  }

  /// Whether it can be gone into at any place, and what is found there bears the right time. Other
  /// files are gone through from their beginning, all of them at once: ffmpeg mends jumps of their
  /// clocks, and must see sound and pictures together to mend them alike.
  public boolean isSeekable() {
    return SEEKABLE.stream().anyMatch(source.container()::startsWith);
  }

  /// How many of the segments that were made can be kept at the most, so that something is left to
  /// encode: an encoder that gets nothing fails.
  ///
  /// @param made without a gap, from the first one on
  public int keepable(int made) {
    double seconds = film.seconds() > 0 ? film.seconds() : source.seconds();
    if (seconds <= 0 || !source.isDurationExact()) {
      return Math.max(0, made - 1);
    }
    int whole = (int) ((seconds - LEFT_SECONDS_MIN) / SEGMENT_SECONDS);
    return Math.clamp(whole, 0, made);
  }

  static int sampleRate(AudioTrack track) {
    return track.sampleRate() == 44_100 ? 44_100 : 48_000;
  }

  static int channels(AudioTrack track) {
    return track.channels() == 1 ? 1 : 2;
  }
}
