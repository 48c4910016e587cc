package contentgremlin.engine.media;

import contentgremlin.engine.JobHandler;
import contentgremlin.engine.Pipeline;
import contentgremlin.item.Item;
import contentgremlin.item.Rendition;
import contentgremlin.job.Ending;
import contentgremlin.job.Job;
import contentgremlin.job.Tool;
import contentgremlin.transcode.Bounds;
import contentgremlin.transcode.PictureFormat;
import contentgremlin.transcode.PicturePlan;
import contentgremlin.transcode.PosterPlan;
import contentgremlin.transcode.Report;
import contentgremlin.vault.Vault;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Makes poster and thumbnail of a film, or of a song's cover.
public final class PosterHandler implements JobHandler {
  static final String FOLDER = "poster";
  private static final String REPORT = "poster.txt";

  private final Vault vault;
  private final InstantSource time;

  public PosterHandler(Vault vault, InstantSource time) {
    this.vault = vault;
    this.time = time;
  }

  @Override
  public String kind() {
    return Pipeline.POSTER;
  }

  @Override
  public String output(Job job, Item item) {
    return Rendition.folder(item.id(), Rendition.Kind.POSTER, job.id());
  }

  @Override
  public Plan plan(Task task) throws IOException {
    var attempt = new Attempt(vault, task);
    var source = Sources.of(task);
    var poster = new PosterPlan(source);
    if (!poster.isPossible()) {
      return new Plan.Nothing();
    }
    attempt.createFolders(List.of(FOLDER));
    var picture =
        new PicturePlan(poster.candidates(), PictureFormat.PNG, REPORT, null, FOLDER, null, false);
    var tools =
        List.of(
            Tool.of(Tool.Program.FFMPEG, poster.extract(attempt.original())),
            Tool.of(Tool.Program.IMAGE, picture.arguments()));
    return new Plan.Run(tools, Bounds.stills(source), Duration.ZERO);
  }

  /// A film without a poster is still worth publishing, and a film that is damaged fails by its
  /// encode, which knows better why.
  @Override
  public Ending explain(Task task, int tool, int code, String log) {
    boolean again = code >= Pictures.SIGNALLED && task.job().failures() == 0;
    return again ? Pictures.explain(code, log) : new Ending.Done();
  }

  @Override
  public Result conclude(Task task) throws IOException {
    var attempt = new Attempt(vault, task);
    if (!new PosterPlan(Sources.of(task)).isPossible()) {
      return Result.done((_, _) -> {});
    }
    String complaint = Pictures.posterComplaint(attempt.produced(Rendition.Kind.POSTER, FOLDER));
    if (!complaint.isEmpty()) {
      return Result.of(new Ending.Failed("the poster is broken: " + complaint));
    }
    var rendition =
        attempt.publish(
            Rendition.Kind.POSTER, FOLDER, details(attempt.report(REPORT), task), time.instant());
    return Result.done((tables, _) -> tables.items().putRendition(rendition));
  }

  /// Also of what it was made, where that can be told.
  static Map<String, String> details(Report report, Task task) {
    var details = new HashMap<>(details(report));
    var mark = task.job().input().getOrDefault(Pipeline.MARK, "");
    if (!mark.isEmpty()) {
      details.put(Pipeline.MARK, mark);
    }
    return details;
  }

  private static Map<String, String> details(Report report) {
    return Map.of("width", report.text("poster.width"), "height", report.text("poster.height"));
  }
}
