package contentgremlin.engine.media;

import static java.nio.charset.StandardCharsets.UTF_8;

import contentgremlin.engine.JobHandler;
import contentgremlin.engine.Pipeline;
import contentgremlin.item.Item;
import contentgremlin.item.MediaFacts;
import contentgremlin.item.Rendition;
import contentgremlin.job.Ending;
import contentgremlin.job.Job;
import contentgremlin.job.Tool;
import contentgremlin.transcode.Bounds;
import contentgremlin.transcode.FilmPlan;
import contentgremlin.transcode.FrameList;
import contentgremlin.transcode.MasterPlaylist;
import contentgremlin.transcode.OutputCheck;
import contentgremlin.transcode.OutputCheck.Verdict;
import contentgremlin.transcode.StreamFiles;
import contentgremlin.vault.Vault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// Encodes a film's ladder, and publishes it only when its ends can be decoded.
public final class TranscodeHandler implements JobHandler {
  static final String MASTER = "master.m3u8";
  private static final int ENCODE = 0;

  private final Vault vault;
  private final InstantSource time;

  public TranscodeHandler(Vault vault, InstantSource time) {
    this.vault = vault;
    this.time = time;
  }

  @Override
  public String kind() {
    return Pipeline.TRANSCODE;
  }

  @Override
  public String output(Job job, Item item) {
    return Rendition.folder(item.id(), Rendition.Kind.HLS, job.id());
  }

  @Override
  public Plan plan(Task task) throws IOException {
    var attempt = new Attempt(vault, task);
    var source = Sources.of(task);
    var film = FilmPlan.of(source);
    attempt.createFolders(film.folders());
    var tools =
        List.of(
            Tool.of(Tool.Program.FFMPEG, film.encode(attempt.original())),
            Tool.of(Tool.Program.FFMPEG, film.check()));
    return new Plan.Run(tools, Bounds.film(film), source.duration());
  }

  @Override
  public Ending explain(Task task, int tool, int code, String log) {
    String what = tool == ENCODE ? "encoding" : "checking the encoded streams";
    return new Ending.Failed("%s ended with code %d: %s".formatted(what, code, Logs.last(log)));
  }

  @Override
  public Result conclude(Task task) throws IOException {
    var attempt = new Attempt(vault, task);
    var film = FilmPlan.of(Sources.of(task));
    var root = attempt.produced(Rendition.Kind.HLS, FilmPlan.FOLDER);
    var pictures = new ArrayList<StreamFiles>();
    var sounds = new ArrayList<StreamFiles>();
    FrameList first;
    FrameList last;
    try {
      for (var rung : film.rungs()) {
        pictures.add(attempt.stream(root, "" + rung.name()));
      }
      for (int number = 0; number < film.audio().size(); number++) {
        sounds.add(attempt.stream(root, "audio-" + number));
      }
      first = attempt.frames(FilmPlan.FIRST);
      last = attempt.frames(FilmPlan.LAST);
    } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
      return Result.of(new Ending.Failed("the encoder's output is broken: " + e.getMessage()));
    }
    var verdict = OutputCheck.film(film, pictures, sounds, first, last);
    return switch (verdict) {
      case Verdict.Good(var seconds) -> publish(attempt, film, root, pictures, sounds, seconds);
      case Verdict.Broken(var what) ->
          Result.of(new Ending.Failed("the encoder's output is broken: " + what));
      case Verdict.Incomplete(var sentence) -> Result.of(new Ending.Hopeless(sentence));
    };
  }

  private Result publish(
      Attempt attempt,
      FilmPlan film,
      Path root,
      List<StreamFiles> pictures,
      List<StreamFiles> sounds,
      double seconds)
      throws IOException {
    if (!attempt.isPublished(Rendition.Kind.HLS)) {
      var master =
          MasterPlaylist.film(
              film,
              pictures.stream().map(StreamFiles::measured).toList(),
              sounds.stream().map(StreamFiles::measured).toList());
      Files.writeString(root.resolve(MASTER), master, UTF_8);
    }
    var details =
        Map.of(
            "heights",
            film.rungs().stream().map(rung -> "" + rung.name()).collect(Collectors.joining(",")),
            "audio",
            "" + sounds.size(),
            "duration",
            "" + seconds);
    var rendition = attempt.publish(Rendition.Kind.HLS, FilmPlan.FOLDER, details, time.instant());
    return Result.done((tables, item) -> {
      tables.items().putRendition(rendition);
      tables.items().update(lasting(item, seconds));
    });
  }

  /// Files that do not say how long they last are measured by what came of them.
  static Item lasting(Item item, double seconds) {
    var facts = item.facts();
    if (!facts.duration().isZero()) {
      return item;
    }
    var measured = Duration.ofMillis(Math.round(seconds * 1000));
    return item.probed(
        item.type(), new MediaFacts(facts.format(), measured, facts.width(), facts.height()));
  }
}
