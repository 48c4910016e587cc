package contentgremlin.engine.media;

import static java.nio.charset.StandardCharsets.UTF_8;

import contentgremlin.engine.JobHandler;
import contentgremlin.engine.Pipeline;
import contentgremlin.item.Item;
import contentgremlin.item.Rendition;
import contentgremlin.job.Ending;
import contentgremlin.job.Job;
import contentgremlin.job.Tool;
import contentgremlin.transcode.Bounds;
import contentgremlin.transcode.SpritesPlan;
import contentgremlin.vault.Vault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;

/// Makes the preview pictures of a film's seek bar, and the index that says when each is shown.
public final class SpritesHandler implements JobHandler {
  private final Vault vault;
  private final InstantSource time;

  public SpritesHandler(Vault vault, InstantSource time) {
    this.vault = vault;
    this.time = time;
  }

  @Override
  public String kind() {
    return Pipeline.SPRITES;
  }

  @Override
  public String output(Job job, Item item) {
    return Rendition.folder(item.id(), Rendition.Kind.SPRITES, job.id());
  }

  @Override
  public Plan plan(Task task) throws IOException {
    var attempt = new Attempt(vault, task);
    var source = Sources.of(task);
    var sprites = SpritesPlan.of(source);
    if (!sprites.isPossible()) {
      return new Plan.Nothing();
    }
    attempt.createFolders(List.of(SpritesPlan.FOLDER));
    return new Plan.Run(
        List.of(Tool.of(Tool.Program.FFMPEG, sprites.make(attempt.original()))),
        Bounds.stills(source),
        source.duration());
  }

  @Override
  public List<String> yields() {
    return List.of(SpritesPlan.FOLDER);
  }

  /// Nothing runs after them that could be left for here.
  @Override
  public int lendable(Plan.Run run) {
    return run.tools().size();
  }

  @Override
  public Result conclude(Task task) throws IOException {
    var attempt = new Attempt(vault, task);
    var sprites = SpritesPlan.of(Sources.of(task));
    if (!sprites.isPossible()) {
      return Result.done((_, _) -> {});
    }
    var folder = attempt.produced(Rendition.Kind.SPRITES, SpritesPlan.FOLDER);
    int sheets = sheets(folder, sprites.sheets());
    if (sheets == 0) {
      return Result.of(new Ending.Failed("no preview pictures came of the film"));
    }
    if (!attempt.isPublished(Rendition.Kind.SPRITES)) {
      removeExtra(folder, sheets);
      Files.writeString(folder.resolve(SpritesPlan.INDEX), sprites.index(sheets), UTF_8);
    }
    var rendition =
        attempt.publish(
            Rendition.Kind.SPRITES,
            SpritesPlan.FOLDER,
            Map.of("sheets", "" + sheets),
            time.instant());
    return Result.done((tables, _) -> tables.items().putRendition(rendition));
  }

  private static int sheets(Path folder, int most) throws IOException {
    int count = 0;
    while (count < most) {
      var sheet = folder.resolve(SpritesPlan.sheet(count + 1));
      if (!Files.exists(sheet) || Files.size(sheet) == 0) {
        break;
      }
      count++;
    }
    return count;
  }

  /// Rounding of times may make one sheet more than the index names.
  private static void removeExtra(Path folder, int sheets) throws IOException {
    int extra = sheets + 1;
    while (Files.deleteIfExists(folder.resolve(SpritesPlan.sheet(extra)))) {
      extra++;
    }
  }
}
