package contentgremlin.engine.media;

import contentgremlin.engine.JobHandler;
import contentgremlin.engine.Pipeline;
import contentgremlin.item.Item;
import contentgremlin.item.Rendition;
import contentgremlin.job.Ending;
import contentgremlin.job.Job;
import contentgremlin.job.Tool;
import contentgremlin.transcode.Bounds;
import contentgremlin.transcode.CaptionsPlan;
import contentgremlin.vault.Vault;
import java.io.IOException;
import java.time.InstantSource;
import java.util.List;

/// Turns the text tracks of a film into WebVTT files beside it.
public final class CaptionsHandler implements JobHandler {
  private final Vault vault;
  private final InstantSource time;

  public CaptionsHandler(Vault vault, InstantSource time) {
    this.vault = vault;
    this.time = time;
  }

  @Override
  public String kind() {
    return Pipeline.CAPTIONS;
  }

  @Override
  public String output(Job job, Item item) {
    return Rendition.folder(item.id(), Rendition.Kind.CAPTIONS, job.id());
  }

  @Override
  public Plan plan(Task task) throws IOException {
    var attempt = new Attempt(vault, task);
    var source = Sources.of(task);
    var captions = CaptionsPlan.of(source);
    if (!captions.isPossible()) {
      return new Plan.Nothing();
    }
    attempt.createFolders(List.of(CaptionsPlan.FOLDER));
    return new Plan.Run(
        List.of(Tool.of(Tool.Program.FFMPEG, captions.make(attempt.original()))),
        Bounds.stills(source),
        source.duration());
  }

  @Override
  public Result conclude(Task task) throws IOException {
    var attempt = new Attempt(vault, task);
    var captions = CaptionsPlan.of(Sources.of(task));
    if (!captions.isPossible()) {
      return Result.done((_, _) -> {});
    }
    var folder = attempt.produced(Rendition.Kind.CAPTIONS, CaptionsPlan.FOLDER);
    for (int number = 0; number < captions.tracks().size(); number++) {
      if (!Attempt.text(folder.resolve(captions.name(number))).startsWith("WEBVTT")) {
        return Result.of(
            new Ending.Failed("text track " + number + " did not become a WebVTT file"));
      }
    }
    var rendition =
        attempt.publish(
            Rendition.Kind.CAPTIONS, CaptionsPlan.FOLDER, captions.details(), time.instant());
    return Result.done((tables, _) -> tables.items().putRendition(rendition));
  }
}
