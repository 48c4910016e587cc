package contentgremlin.engine.media;

import contentgremlin.engine.JobHandler;
import contentgremlin.engine.Pipeline;
import contentgremlin.engine.enrich.Stage;
import contentgremlin.item.Item;
import contentgremlin.item.MediaFacts;
import contentgremlin.item.MediaType;
import contentgremlin.item.Metadata;
import contentgremlin.item.Source;
import contentgremlin.job.Ending;
import contentgremlin.job.Job;
import contentgremlin.job.Lane;
import contentgremlin.job.NewJob;
import contentgremlin.job.Priority;
import contentgremlin.job.Tool;
import contentgremlin.store.Database;
import contentgremlin.transcode.Bounds;
import contentgremlin.transcode.EmbeddedMetadata;
import contentgremlin.transcode.PictureFormat;
import contentgremlin.transcode.Probe;
import contentgremlin.transcode.Signature;
import contentgremlin.transcode.TileGrid;
import contentgremlin.transcode.VideoTrack;
import contentgremlin.vault.Vault;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Finds out what the bytes are, and orders the work that they need. Their name plays no part.
public final class ProbeHandler implements JobHandler {
  private static final String REPORT = "probe.txt";
  private static final int SIGNALLED = 128;
  static final String UNKNOWN =
      "This is no video, song, picture or document that could be recognised.";
  private static final String DAMAGED =
      "This looks like a video or a song, but it can't be read: it is damaged or incomplete.";

  private static final String TOO_LARGE =
      "The pictures of this film have more than %d million pixels; such ones are not decoded."
          .formatted(VideoTrack.PIXELS_MAX / 1_000_000);

  private static final String NOTHING_PLAYS =
      "There is neither a film nor a sound in it that could be decoded.";

  private final Vault vault;
  private final InstantSource time;

  public ProbeHandler(Vault vault, InstantSource time) {
    this.vault = vault;
    this.time = time;
  }

  /// ffprobe writes this section last, and ends with 0 also if it could not write all.
  private static final String LAST_SECTION = "format.format_name";

  @Override
  public String kind() {
    return Pipeline.PROBE;
  }

  @Override
  public Plan plan(Task task) throws IOException {
    var attempt = new Attempt(vault, task);
    return switch (Originals.sniff(vault.original(task.item()))) {
      case Signature.Media(), Signature.Unknown() -> run(Probe.arguments(attempt.original()));
      case Signature.Picture(var format) when format == PictureFormat.HEIC ->
          run(TileGrid.arguments(attempt.original()));
      case Signature.Picture _, Signature.Document _ -> new Plan.Nothing();
      case Signature.Refused(var sentence) -> new Plan.Refuse(new Ending.Hopeless(sentence));
    };
  }

  private static Plan run(List<String> arguments) {
    var tool = new Tool(Tool.Program.FFPROBE, arguments, REPORT);
    return new Plan.Run(List.of(tool), Bounds.probing(), Duration.ZERO);
  }

  @Override
  public Ending explain(Task task, int tool, int code, String log) {
    if (code >= SIGNALLED) {
      return new Ending.Failed("looking into the file took too much time or memory");
    }
    try {
      return new Ending.Hopeless(
          switch (Originals.sniff(vault.original(task.item()))) {
            case Signature.Media() -> DAMAGED + " (" + Logs.last(log) + ")";
            case Signature.Picture _ -> "The picture can't be decoded: " + Logs.last(log);
            case Signature.Unknown(), Signature.Document _, Signature.Refused _ -> UNKNOWN;
          });
    } catch (IOException e) {
      return new Ending.Failed("the original can't be read: " + e.getMessage());
    }
  }

  @Override
  public Result conclude(Task task) throws IOException {
    return switch (Originals.sniff(vault.original(task.item()))) {
      case Signature.Media() -> media(task, NOTHING_PLAYS);
      case Signature.Unknown() -> media(task, UNKNOWN);
      case Signature.Picture(var format) -> picture(task, format);
      case Signature.Document(var mediaType) -> document(task, mediaType);
      case Signature.Refused(var sentence) -> Result.of(new Ending.Hopeless(sentence));
    };
  }

  private Result media(Task task, String complaint) throws IOException {
    var report = new Attempt(vault, task).report(REPORT);
    if (report.text(LAST_SECTION).isEmpty()) {
      return Result.of(new Ending.Failed("what was found out about the file is not whole"));
    }
    var probe = Probe.read(report);
    var type = probe.type();
    if (type.isEmpty()) {
      return Result.of(new Ending.Hopeless(complaint));
    }
    if (probe.film().filter(VideoTrack::isTooLarge).isPresent()) {
      return Result.of(new Ending.Hopeless(TOO_LARGE));
    }
    var width = probe.film().map(film -> film.width()).orElse(0);
    var height = probe.film().map(film -> film.height()).orElse(0);
    var facts = new MediaFacts(probe.mediaType(), probe.duration(), width, height);
    return Result.done((tables, item) -> {
      if (!(item.source() instanceof Source.Mirrored)) {
        describe(tables, item.probed(type.get(), facts), probe);
        describeFurther(tables, item, task);
      }
      order(tables, item, task.job(), jobs(item, type.get(), probe));
    });
  }

  private Result picture(Task task, PictureFormat format) throws IOException {
    var facts = new MediaFacts(format.mediaType(), Duration.ZERO, 0, 0);
    var tiles = TileGrid.toInput(new Attempt(vault, task).report(REPORT));
    var input = Map.of(ImageHandler.FORMAT, format.word(), ImageHandler.TILES, tiles);
    return Result.done((tables, item) -> {
      if (!(item.source() instanceof Source.Mirrored)) {
        tables.items().update(item.probed(MediaType.IMAGE, facts));
        describeFurther(tables, item, task);
      }
      var job = produce(Pipeline.IMAGE, item, Lane.LIGHT, true, input);
      order(tables, item, task.job(), List.of(job));
    });
  }

  private Result document(Task task, String mediaType) {
    var facts = new MediaFacts(mediaType, Duration.ZERO, 0, 0);
    return Result.done((tables, item) -> {
      if (!(item.source() instanceof Source.Mirrored)) {
        tables.items().update(item.probed(MediaType.DOCUMENT, facts));
        describeFurther(tables, item, task);
      }
    });
  }

  private void describeFurther(Database.Tables tables, Item item, Task task) {
    Stage.goOn(tables, task.job(), item, time.instant());
  }

  /// A title that is only the file's name gives way to the one inside the file.
  private void describe(Database.Tables tables, Item item, Probe probe) {
    var now = time.instant();
    var tags = EmbeddedMetadata.tags(probe);
    var values = new ArrayList<Metadata>(EmbeddedMetadata.of(tags, item.mayKeepPlace(), now));
    values.addAll(EmbeddedMetadata.technical(probe, now));
    tables.items().update(Titles.from(item, values));
    tables.items().putMetadata(item.id(), values);
  }

  private static List<NewJob> jobs(Item item, MediaType type, Probe probe) {
    var input = Sources.input(probe);
    var jobs = new ArrayList<NewJob>();
    switch (type) {
      case VIDEO -> {
        jobs.add(produce(Pipeline.POSTER, item, Lane.LIGHT, true, input));
        jobs.add(produce(Pipeline.TRANSCODE, item, Lane.PROCESSOR, true, input));
        jobs.add(produce(Pipeline.SPRITES, item, Lane.PROCESSOR, false, input));
        if (!probe.captions().isEmpty()) {
          jobs.add(produce(Pipeline.CAPTIONS, item, Lane.LIGHT, false, input));
        }
      }
      case AUDIO -> {
        jobs.add(produce(Pipeline.AUDIO, item, Lane.PROCESSOR, true, input));
        if (probe.cover().isPresent()) {
          jobs.add(produce(Pipeline.POSTER, item, Lane.LIGHT, false, input));
        }
      }
      case IMAGE, DOCUMENT -> throw new IllegalStateException("a probe found " + type);
    }
    return jobs;
  }

  private static NewJob produce(
      String kind, Item item, Lane lane, boolean blocking, Map<String, String> input) {
    int urgency = blocking ? Priority.PUBLISHING : Priority.IMPROVING;
    return new NewJob(
        kind,
        item.id(),
        item.owner(),
        lane,
        Pipeline.STAGE_PRODUCE,
        blocking,
        Priority.of(urgency),
        input);
  }

  /// Jobs inherit the demand for the one that found them necessary. A mirrored item is published
  /// without any of them, and gets what was wanted only.
  private void order(Database.Tables tables, Item item, Job job, List<NewJob> jobs) {
    boolean isMirrored = item.source() instanceof Source.Mirrored;
    var demanded =
        jobs.stream()
            .filter(next -> !isMirrored || isWanted(next, job))
            .map(next -> ordered(item, job, next, isMirrored))
            .toList();
    Pipeline.add(tables, demanded, time.instant());
  }

  private static boolean isWanted(NewJob next, Job job) {
    return !job.input().getOrDefault(Pipeline.WANTED, "").equals(Pipeline.POSTER)
        || next.kind().equals(Pipeline.POSTER)
        || next.kind().equals(Pipeline.IMAGE);
  }

  private static NewJob ordered(Item item, Job job, NewJob next, boolean isMirrored) {
    int urgency =
        isMirrored
            ? Math.min(next.priority().urgency(), job.priority().urgency())
            : next.priority().urgency();
    var input = new HashMap<>(next.input());
    var mark = job.input().get(Pipeline.MARK);
    if (mark != null && !mark.isEmpty()) {
      input.put(Pipeline.MARK, mark);
    }
    return new NewJob(
        next.kind(),
        item.id(),
        next.owner(),
        next.lane(),
        next.stage(),
        !isMirrored && next.blocking(),
        new Priority(urgency, job.priority().demand()),
        input);
  }
}
