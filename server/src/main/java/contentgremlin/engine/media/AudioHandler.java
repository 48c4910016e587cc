package contentgremlin.engine.media;

import static java.nio.charset.StandardCharsets.UTF_8;

import contentgremlin.engine.JobHandler;
import contentgremlin.engine.Pipeline;
import contentgremlin.item.Item;
import contentgremlin.item.Rendition;
import contentgremlin.job.Ending;
import contentgremlin.job.ExitStatus;
import contentgremlin.job.Job;
import contentgremlin.job.Tool;
import contentgremlin.transcode.Bounds;
import contentgremlin.transcode.FilmPlan;
import contentgremlin.transcode.FrameList;
import contentgremlin.transcode.Loudness;
import contentgremlin.transcode.MasterPlaylist;
import contentgremlin.transcode.OutputCheck;
import contentgremlin.transcode.OutputCheck.Verdict;
import contentgremlin.transcode.Peaks;
import contentgremlin.transcode.SongPlan;
import contentgremlin.transcode.StreamFiles;
import contentgremlin.vault.Vault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// Encodes a song's streams and files, draws its outline, measures its loudness.
public final class AudioHandler implements JobHandler {
  private static final String OUTLINE = "waveform";
  private static final String PEAKS = "peaks.json";
  private static final int LOUDNESS_TAIL_BYTES = 4096;
  private static final int BUFFER_BYTES = 1 << 16;
  private static final List<String> OUTPUTS =
      List.of("the stream", "the AAC file", "the Opus file");

  private final Vault vault;
  private final InstantSource time;

  public AudioHandler(Vault vault, InstantSource time) {
    this.vault = vault;
    this.time = time;
  }

  @Override
  public String kind() {
    return Pipeline.AUDIO;
  }

  @Override
  public String output(Job job, Item item) {
    return Rendition.folder(item.id(), Rendition.Kind.AUDIO, job.id());
  }

  @Override
  public Plan plan(Task task) throws IOException {
    var attempt = new Attempt(vault, task);
    var source = Sources.of(task);
    var song = SongPlan.of(source);
    attempt.createFolders(song.folders());
    attempt.createFolders(List.of(OUTLINE));
    var tools =
        List.of(
            Tool.of(Tool.Program.FFMPEG, song.encode(attempt.original())),
            Tool.of(Tool.Program.FFMPEG, song.check()));
    return new Plan.Run(tools, Bounds.song(song), source.duration());
  }

  @Override
  public Ending explain(Task task, int tool, int code, String log) {
    String what = tool == 0 ? "encoding" : "checking the encoded sound";
    return new Ending.Failed("%s %s: %s".formatted(what, ExitStatus.inWords(code), Logs.last(log)));
  }

  @Override
  public List<String> yields() {
    return List.of(SongPlan.STREAM, SongPlan.FILES, SongPlan.SAMPLES, SongPlan.LOUDNESS);
  }

  @Override
  public Result conclude(Task task) throws IOException {
    var attempt = new Attempt(vault, task);
    var song = SongPlan.of(Sources.of(task));
    var root = attempt.produced(Rendition.Kind.HLS, SongPlan.STREAM);
    StreamFiles sound;
    FrameList first;
    FrameList last;
    try {
      sound = attempt.stream(root, "audio-0");
      first = attempt.frames(FilmPlan.FIRST);
      last = attempt.frames(FilmPlan.LAST);
    } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
      return Result.of(new Ending.Failed("the encoder's output is broken: " + e.getMessage()));
    }
    return switch (OutputCheck.song(song.source(), sound, first, last)) {
      case Verdict.Good(var seconds) when isWhole(first, last, seconds) ->
          publish(attempt, song, root, sound, seconds);
      case Verdict.Good(_) ->
          Result.of(
              new Ending.Failed("the encoder's output is broken: the files differ in length"));
      case Verdict.Broken(var what) ->
          Result.of(new Ending.Failed("the encoder's output is broken: " + what));
      case Verdict.Incomplete(var sentence) -> Result.of(new Ending.Hopeless(sentence));
    };
  }

  /// Both files begin and end where the stream does.
  private static boolean isWhole(FrameList first, FrameList last, double seconds) {
    for (int number = 0; number < OUTPUTS.size(); number++) {
      if (first.stream(number).frames() == 0 || last.stream(number).to() < seconds - 1) {
        return false;
      }
    }
    return true;
  }

  private Result publish(
      Attempt attempt, SongPlan song, Path root, StreamFiles sound, double seconds)
      throws IOException {
    var now = time.instant();
    if (!attempt.isPublished(Rendition.Kind.HLS)) {
      Files.writeString(
          root.resolve(TranscodeHandler.MASTER), MasterPlaylist.song(sound.measured()), UTF_8);
    }
    if (!attempt.isPublished(Rendition.Kind.WAVEFORM)) {
      var peaks = peaks(attempt.file(SongPlan.SAMPLES));
      double drawn = song.source().seconds() > 0 ? song.source().seconds() : seconds;
      Files.writeString(attempt.file(OUTLINE).resolve(PEAKS), peaks.toJson(drawn), UTF_8);
    }
    var loudness = Loudness.integrated(attempt.tail(SongPlan.LOUDNESS, LOUDNESS_TAIL_BYTES));
    Map<String, String> measured =
        loudness.isPresent()
            ? Map.of("loudness", String.format(Locale.ROOT, "%.1f", loudness.getAsDouble()))
            : Map.of();
    var stream =
        attempt.publish(
            Rendition.Kind.HLS,
            SongPlan.STREAM,
            Map.of("audio", "1", "duration", "" + seconds),
            now);
    var files = attempt.publish(Rendition.Kind.AUDIO, SongPlan.FILES, measured, now);
    var outline = attempt.publish(Rendition.Kind.WAVEFORM, OUTLINE, Map.of(), now);
    return Result.done((tables, item) -> {
      tables.items().putRendition(stream);
      tables.items().putRendition(files);
      tables.items().putRendition(outline);
      tables.items().update(TranscodeHandler.lasting(item, seconds));
    });
  }

  private static Peaks peaks(Path samples) throws IOException {
    var peaks = new Peaks(Files.size(samples) / 2);
    var buffer = new byte[BUFFER_BYTES];
    try (var stream = Files.newInputStream(samples)) {
      for (int length = stream.read(buffer); length >= 0; length = stream.read(buffer)) {
        peaks.add(buffer, length);
      }
    }
    return peaks;
  }
}
