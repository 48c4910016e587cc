package contentgremlin.engine.media;

import contentgremlin.engine.JobHandler;
import contentgremlin.engine.Pipeline;
import contentgremlin.engine.library.LibraryPictures;
import contentgremlin.item.Item;
import contentgremlin.item.Rendition;
import contentgremlin.job.Ending;
import contentgremlin.job.Job;
import contentgremlin.job.Tool;
import contentgremlin.library.CoverResult;
import contentgremlin.library.ProbeOrder;
import contentgremlin.transcode.Bounds;
import contentgremlin.transcode.PictureFormat;
import contentgremlin.transcode.PicturePlan;
import contentgremlin.transcode.Signature;
import contentgremlin.vault.Vault;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Makes poster and thumbnail of an item from the picture beside its file or in it, if it is in a
/// library, or else from one that was found elsewhere. Works on a copy: what comes after the first
/// look at a file of a library must not be misled by a link.
public final class CoverHandler implements JobHandler {
  private static final String SOURCE = "source";
  private static final String REPORT = "poster.txt";

  /// No cover is larger.
  private static final long BYTES_MAX = 64 << 20;

  private final Vault vault;
  private final LibraryPictures.Extractor extractor;
  private final InstantSource time;

  public CoverHandler(Vault vault, LibraryPictures.Extractor extractor, InstantSource time) {
    this.vault = vault;
    this.extractor = extractor;
    this.time = time;
  }

  @Override
  public String kind() {
    return Pipeline.COVER;
  }

  @Override
  public String output(Job job, Item item) {
    return Rendition.folder(item.id(), Rendition.Kind.POSTER, job.id());
  }

  @Override
  public Plan plan(Task task) throws IOException {
    var attempt = new Attempt(vault, task);
    var source = attempt.file(SOURCE);
    String complaint = fetch(task.job().input(), source);
    if (!complaint.isEmpty()) {
      return new Plan.Refuse(new Ending.Hopeless(complaint));
    }
    if (!(Originals.sniff(source) instanceof Signature.Picture(var format))) {
      return new Plan.Refuse(new Ending.Hopeless("This is no picture that could be recognised."));
    }
    attempt.createFolders(List.of(PosterHandler.FOLDER));
    return new Plan.Run(tools(source, format), Bounds.picture(), Duration.ZERO);
  }

  private static List<Tool> tools(Path source, PictureFormat format) {
    var tools = new ArrayList<Tool>();
    boolean decoded = format.decoder() == PictureFormat.Decoder.FFMPEG;
    if (decoded) {
      var arguments = PicturePlan.decode(format, source.toString(), Optional.empty());
      tools.add(Tool.of(Tool.Program.FFMPEG, arguments));
    }
    var plan =
        new PicturePlan(
            List.of(decoded ? PicturePlan.DECODED : source.toString()),
            decoded ? PictureFormat.PNG : format,
            REPORT,
            null,
            PosterHandler.FOLDER,
            null,
            false);
    tools.add(Tool.of(Tool.Program.IMAGE, plan.arguments()));
    return tools;
  }

  /// @return what is wrong with the picture, or the empty string
  private String fetch(Map<String, String> input, Path target) throws IOException {
    var found = input.getOrDefault(Pipeline.FOUND, "");
    if (!found.isEmpty()) {
      Files.copy(vault.path(found), target, StandardCopyOption.REPLACE_EXISTING);
      return "";
    }
    var root = input.getOrDefault("root", "");
    var path = input.getOrDefault("path", "");
    var place = vault.mirrored(root, path);
    if (input.containsKey("size")) {
      var order = new ProbeOrder(0, path, number(input, "size"), number(input, "modified"));
      return extract(order, target);
    }
    if (Files.size(place) > BYTES_MAX) {
      return "The picture beside it is larger than any cover.";
    }
    Files.copy(place, target, StandardCopyOption.REPLACE_EXISTING);
    return "";
  }

  private String extract(ProbeOrder order, Path target) throws IOException {
    try {
      return switch (extractor.cover(order, target)) {
        case CoverResult.Written _ -> "";
        case CoverResult.None() -> "There is no picture in the file any more.";
        case CoverResult.Failed(var reason) ->
            throw new IOException("its picture can't be taken out: " + reason);
      };
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("the server stopped while it took a picture out of a file");
    }
  }

  private static long number(Map<String, String> input, String name) {
    return Long.parseLong(input.getOrDefault(name, "0"));
  }

  @Override
  public Ending explain(Task task, int tool, int code, String log) {
    return Pictures.explain(code, log);
  }

  @Override
  public Result conclude(Task task) throws IOException {
    var attempt = new Attempt(vault, task);
    String complaint =
        Pictures.posterComplaint(attempt.produced(Rendition.Kind.POSTER, PosterHandler.FOLDER));
    if (!complaint.isEmpty()) {
      return Result.of(new Ending.Failed("the cover is broken: " + complaint));
    }
    var details = PosterHandler.details(attempt.report(REPORT), task);
    var rendition =
        attempt.publish(Rendition.Kind.POSTER, PosterHandler.FOLDER, details, time.instant());
    return Result.done((tables, _) -> tables.items().putRendition(rendition));
  }
}
