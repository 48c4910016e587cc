package contentgremlin.engine.media;

import contentgremlin.engine.JobHandler;
import contentgremlin.engine.MediaReader;
import contentgremlin.engine.Pipeline;
import contentgremlin.item.Item;
import contentgremlin.item.MediaFacts;
import contentgremlin.item.Rendition;
import contentgremlin.item.Source;
import contentgremlin.job.Ending;
import contentgremlin.job.Job;
import contentgremlin.job.Tool;
import contentgremlin.library.ProbeResult;
import contentgremlin.library.Tags;
import contentgremlin.transcode.Bounds;
import contentgremlin.transcode.EmbeddedMetadata;
import contentgremlin.transcode.PictureFormat;
import contentgremlin.transcode.PicturePlan;
import contentgremlin.transcode.Report;
import contentgremlin.transcode.TileGrid;
import contentgremlin.vault.Vault;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;

/// Scales a picture for every screen, upright, in sRGB and without the place where it was taken;
/// its poster and thumbnail come from the same decoding.
public final class ImageHandler implements JobHandler {
  /// Names the picture's format in the job's input.
  static final String FORMAT = "format";

  /// Where its tiles lie, as [TileGrid] reads it; absent for most pictures.
  static final String TILES = "tiles";

  private static final String IMAGE = "image";
  private static final String REPORT = "picture.txt";

  private final Vault vault;
  private final MediaReader reader;
  private final InstantSource time;

  public ImageHandler(Vault vault, MediaReader reader, InstantSource time) {
    this.vault = vault;
    this.reader = reader;
    this.time = time;
  }

  @Override
  public String kind() {
    return Pipeline.IMAGE;
  }

  @Override
  public String output(Job job, Item item) {
    return Rendition.folder(item.id(), Rendition.Kind.IMAGE, job.id());
  }

  @Override
  public Plan plan(Task task) throws IOException {
    var attempt = new Attempt(vault, task);
    attempt.createFolders(List.of(IMAGE, PosterHandler.FOLDER));
    var format = format(task);
    boolean decoded = format.decoder() == PictureFormat.Decoder.FFMPEG;
    var tools = new ArrayList<Tool>();
    if (decoded) {
      var grid = TileGrid.read(Report.parse(task.job().input().getOrDefault(TILES, "")));
      if (PicturePlan.isTooLarge(grid)) {
        return new Plan.Refuse(new Ending.Hopeless("The picture has too many pixels."));
      }
      var arguments = PicturePlan.decode(format, attempt.original(), grid);
      tools.add(Tool.of(Tool.Program.FFMPEG, arguments));
    }
    var plan =
        new PicturePlan(
            List.of(decoded ? PicturePlan.DECODED : attempt.original()),
            decoded ? PictureFormat.PNG : format,
            REPORT,
            IMAGE,
            PosterHandler.FOLDER,
            format == PictureFormat.HEIC ? attempt.original() : null,
            task.item().keepLocation());
    tools.add(Tool.of(Tool.Program.IMAGE, plan.arguments()));
    return new Plan.Run(tools, Bounds.picture(), Duration.ZERO);
  }

  private static PictureFormat format(Task task) {
    return PictureFormat.of(task.job().input().getOrDefault(FORMAT, ""));
  }

  @Override
  public Ending explain(Task task, int tool, int code, String log) {
    boolean decoding = tool == 0 && format(task).decoder() == PictureFormat.Decoder.FFMPEG;
    if (decoding && code < Pictures.SIGNALLED) {
      return new Ending.Hopeless("The picture can't be decoded: " + Logs.last(log));
    }
    return Pictures.explain(code, log);
  }

  @Override
  public List<String> yields() {
    return List.of(IMAGE, PosterHandler.FOLDER, REPORT);
  }

  /// Nothing runs after them that could be left for here.
  @Override
  public int lendable(Plan.Run run) {
    return run.tools().size();
  }

  @Override
  public Result conclude(Task task) throws IOException {
    var attempt = new Attempt(vault, task);
    var report = attempt.report(REPORT);
    var folder = attempt.produced(Rendition.Kind.IMAGE, IMAGE);
    var poster = attempt.produced(Rendition.Kind.POSTER, PosterHandler.FOLDER);
    String complaint = complaint(report, folder) + Pictures.posterComplaint(poster);
    if (!complaint.isEmpty()) {
      return Result.of(new Ending.Failed("the picture helper's output is broken: " + complaint));
    }
    return publish(attempt, report);
  }

  private static String complaint(Report report, Path folder) throws IOException {
    if (report.text("widths").isEmpty()) {
      return "it wrote no sizes";
    }
    for (String width : report.text("widths").split(",", -1)) {
      boolean avif = Integer.parseInt(width) <= PicturePlan.AVIF_WIDTH_MAX;
      String complaint = Pictures.complaint(folder, width, avif);
      if (!complaint.isEmpty()) {
        return complaint;
      }
    }
    return "";
  }

  private Result publish(Attempt attempt, Report report) throws IOException {
    var now = time.instant();
    var details = new HashMap<String, String>();
    details.put("widths", report.text("widths"));
    if (!report.text("animated").isEmpty()) {
      details.put("animated", report.text("animated"));
    }
    var image = attempt.publish(Rendition.Kind.IMAGE, IMAGE, details, now);
    var poster =
        attempt.publish(
            Rendition.Kind.POSTER,
            PosterHandler.FOLDER,
            PosterHandler.details(report, attempt.task()),
            now);
    var tags = tags(attempt.task().item());
    return Result.done((tables, item) -> {
      tables.items().putRendition(image);
      tables.items().putRendition(poster);
      if (item.source() instanceof Source.Mirrored) {
        return; // what the file says is known already
      }
      var values = EmbeddedMetadata.of(tags, item.mayKeepPlace(), now);
      tables.items().update(Titles.from(sized(item, report), values));
      tables.items().putMetadata(item.id(), values);
    });
  }

  /// What the file says about itself; that of a mirrored one is known already.
  private Tags tags(Item item) throws IOException {
    if (item.source() instanceof Source.Mirrored) {
      return Tags.NONE;
    }
    return switch (reader.read(vault.original(item).toAbsolutePath())) {
      case ProbeResult.Read(_, var media) -> media.tags();
      // It is shown without.
      case ProbeResult.Unreadable _, ProbeResult.Vanished _, ProbeResult.Unreachable _ -> Tags.NONE;
    };
  }

  private static Item sized(Item item, Report report) {
    int width = (int) report.number("width", 0);
    int height = (int) report.number("height", 0);
    return item.probed(
        item.type(), new MediaFacts(item.facts().format(), Duration.ZERO, width, height));
  }
}
