package contentgremlin.engine.media;

import static java.nio.charset.StandardCharsets.UTF_8;

import contentgremlin.engine.JobHandler;
import contentgremlin.engine.Pipeline;
import contentgremlin.item.Item;
import contentgremlin.item.MediaFacts;
import contentgremlin.item.Rendition;
import contentgremlin.job.Ending;
import contentgremlin.job.ExitStatus;
import contentgremlin.job.Job;
import contentgremlin.job.Tool;
import contentgremlin.transcode.Bounds;
import contentgremlin.transcode.FilmCheck;
import contentgremlin.transcode.FilmEncode;
import contentgremlin.transcode.FilmPlan;
import contentgremlin.transcode.FrameList;
import contentgremlin.transcode.Ledger;
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

  /// How much of the whole work an encode is, and how much of that is the sound.
  private static final double ENCODE_SHARE = 0.98;

  private static final double SOUND_SHARE = 0.02;

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
    var ledger = new Takeover(attempt, film).take();
    var encode = new FilmEncode(film, ledger.kept());
    var tools = new ArrayList<Tool>();
    var shares = new ArrayList<Double>();
    if (isSoundFirst(film, ledger)) {
      tools.add(Tool.of(Tool.Program.FFMPEG, encode.sound(attempt.original())));
      shares.add(SOUND_SHARE);
    }
    tools.add(Tool.of(Tool.Program.FFMPEG, encode.pictures(attempt.original())));
    shares.add(shares.isEmpty() ? ENCODE_SHARE : ENCODE_SHARE - SOUND_SHARE);
    tools.add(Tool.of(Tool.Program.FFMPEG, check(film, ledger).arguments()));
    return new Plan.Run(tools, Bounds.film(film), source.duration(), shares, kept(film, ledger));
  }

  private static boolean isSoundFirst(FilmPlan film, Ledger ledger) {
    return film.hasSoundRun() && !ledger.soundKept();
  }

  private static FilmCheck check(FilmPlan film, Ledger ledger) {
    return new FilmCheck(film, ledger.kept(), ledger.joins());
  }

  private static Duration kept(FilmPlan film, Ledger ledger) {
    return Duration.ofMillis(Math.round(film.grid().seconds(ledger.kept()) * 1000));
  }

  @Override
  public boolean checkpoint(Task task) throws IOException {
    var film = FilmPlan.of(Sources.of(task));
    return FilmCheckpoint.of(new Attempt(vault, task), film).run();
  }

  private Ledger ledger(Task task) throws IOException {
    return new LedgerFile(vault, task.folder()).read().orElseGet(() -> Ledger.empty("", 0));
  }

  @Override
  public Ending explain(Task task, int tool, int code, String log) {
    String what = tool < encodes(task) ? "encoding" : "checking the encoded streams";
    return new Ending.Failed("%s %s: %s".formatted(what, ExitStatus.inWords(code), Logs.last(log)));
  }

  /// How many tools come before the check.
  private int encodes(Task task) {
    try {
      var film = FilmPlan.of(Sources.of(task));
      return isSoundFirst(film, ledger(task)) ? 2 : 1;
    } catch (IOException _) {
      return 1; // it only chooses a word
    }
  }

  @Override
  public List<String> yields() {
    return List.of(FilmPlan.FOLDER, FilmEncode.ENTRY);
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
      if (!attempt.isPublished(Rendition.Kind.HLS)) {
        join(attempt, film);
      }
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

  /// Puts what an earlier attempt made before what this one did.
  ///
  /// @throws IllegalArgumentException if the one does not go on where the other ended
  private void join(Attempt attempt, FilmPlan film) throws IOException {
    var ledger = ledger(attempt.task());
    var encode = new FilmEncode(film, ledger.kept());
    if (encode.isEntered() && !encode.isEntryGood(attempt.frames(FilmEncode.ENTRY))) {
      throw new IllegalArgumentException("the film could not be entered where it was cut off");
    }
    if (!ledger.joins().isEmpty()) {
      String complaint = check(film, ledger).complaint(attempt.frames(FilmCheck.JOINS));
      if (!complaint.isEmpty()) {
        throw new IllegalArgumentException(complaint);
      }
    }
    new Joining(attempt, film, ledger).join();
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
        item.type(),
        new MediaFacts(
            facts.format(),
            measured,
            facts.width(),
            facts.height(),
            facts.isPlayable(),
            facts.hasPicture()));
  }
}
