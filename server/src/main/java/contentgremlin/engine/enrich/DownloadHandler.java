package contentgremlin.engine.enrich;

import static java.nio.charset.StandardCharsets.UTF_8;

import contentgremlin.engine.JobHandler;
import contentgremlin.engine.Pipeline;
import contentgremlin.enrich.Grabber;
import contentgremlin.enrich.Outcome;
import contentgremlin.enrich.PictureStore.File;
import contentgremlin.enrich.PictureStore.Picture;
import contentgremlin.enrich.Stages;
import contentgremlin.enrich.Wanted;
import contentgremlin.event.Fact;
import contentgremlin.item.Item;
import contentgremlin.item.MediaType;
import contentgremlin.item.Rendition;
import contentgremlin.item.Source;
import contentgremlin.job.Ending;
import contentgremlin.job.Job;
import contentgremlin.job.Lane;
import contentgremlin.job.NewJob;
import contentgremlin.job.Priority;
import contentgremlin.job.Tool;
import contentgremlin.store.Database;
import contentgremlin.transcode.Bounds;
import contentgremlin.transcode.PictureFormat;
import contentgremlin.transcode.PicturePlan;
import contentgremlin.transcode.Report;
import contentgremlin.transcode.Signature;
import contentgremlin.transcode.Sniffer;
import contentgremlin.transcode.SubRip;
import contentgremlin.vault.Digest;
import contentgremlin.vault.StoredFile;
import contentgremlin.vault.Vault;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// Has the files that grabbers found for an item: fetches them, sees that they are what they should
/// be, decoded for real, and puts them among the originals. Whoever else wants the same has them
/// with that.
public final class DownloadHandler implements JobHandler {
  /// Those that all browsers show, and that can do no harm.
  private static final Set<PictureFormat> SHOWN =
      Set.of(
          PictureFormat.JPEG,
          PictureFormat.PNG,
          PictureFormat.GIF,
          PictureFormat.WEBP,
          PictureFormat.AVIF);

  private static final Set<String> PICTURE_MAKERS =
      Set.of(Pipeline.COVER, Pipeline.POSTER, Pipeline.IMAGE, Pipeline.PROBE);

  private static final int SIGNALLED = 128;

  /// So many at once; the others come with the next job.
  private static final int AT_ONCE = 10;

  private final Database database;
  private final Vault vault;
  private final Downloads downloads;
  private final InstantSource time;

  /// @param grabbers by their ids
  /// @param setting what an administrator has set under a name; the empty string if nothing
  public DownloadHandler(
      Database database,
      Vault vault,
      Asker asker,
      Function<String, Optional<Grabber>> grabbers,
      UnaryOperator<String> setting,
      InstantSource time) {
    this.database = database;
    this.vault = vault;
    this.time = time;
    this.downloads = new Downloads(database, vault, asker, grabbers, setting, time);
  }

  @Override
  public String kind() {
    return Stages.DOWNLOAD;
  }

  @Override
  public Plan plan(Task task) throws IOException {
    var due = database.read(tables -> tables.pictures().due(task.item().id(), time.instant()));
    var taken = new ArrayList<Taken>();
    for (var picture : due.stream().limit(AT_ONCE).toList()) {
      take(task, picture).ifPresent(taken::add);
    }
    // Those with a tool first: the tools are told apart by their places.
    taken.sort((one, other) -> Boolean.compare(one.isText(), other.isText()));
    Taken.write(task.folder(), taken);
    var tools = taken.stream().filter(one -> !one.isText()).map(one -> tool(task, one)).toList();
    return tools.isEmpty()
        ? new Plan.Nothing()
        : new Plan.Run(tools, Bounds.picture(), Duration.ZERO);
  }

  /// @return empty if it can't be had, or is no good; that is noted
  private Optional<Taken> take(Task task, Picture picture) throws IOException {
    var copy = task.folder().resolve(picture.id() + Taken.ENDING);
    if (!fetch(task, picture, copy)) {
      return Optional.empty();
    }
    var type = typeOf(picture.wanted().kind(), copy);
    if (type.isEmpty()) {
      downloads.refused(picture, "what is there is no " + picture.wanted().kind().word());
      downloads.clear(picture.id());
      return Optional.empty();
    }
    return Optional.of(new Taken(picture.id(), type));
  }

  private boolean fetch(Task task, Picture picture, Path target) throws IOException {
    try {
      return downloads.get(picture, target, task.job().priority().demand());
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("the server stopped while it fetched a picture");
    }
  }

  /// @return the empty string if it is nothing of that kind
  private static String typeOf(Wanted.Kind kind, Path file) throws IOException {
    return switch (kind) {
      case COVER, POSTER, BACKDROP, LOGO -> pictureType(file);
      case SUBTITLE -> isSubtitle(Files.readAllBytes(file)) ? Taken.SUBTITLE : "";
    };
  }

  private static String pictureType(Path file) throws IOException {
    byte[] head;
    try (var in = Files.newInputStream(file)) {
      head = in.readNBytes(Signature.HEAD_BYTES);
    }
    // Only archives are told by their last bytes.
    var signature = Sniffer.sniff(head, new byte[0], Files.size(file));
    return signature instanceof Signature.Picture(var format) && SHOWN.contains(format)
        ? format.mediaType()
        : "";
  }

  private static boolean isSubtitle(byte[] bytes) {
    var text = SubRip.text(bytes);
    return text.indexOf('\0') < 0 && SubRip.toWebVtt(text).contains(" --> ");
  }

  private static Tool tool(Task task, Taken taken) {
    var format =
        SHOWN.stream()
            .filter(one -> one.mediaType().equals(taken.type()))
            .findFirst()
            .orElseThrow();
    var source = taken.file(task.folder()).toAbsolutePath().toString();
    var plan = new PicturePlan(List.of(source), format, taken.report(), null, null, null, false);
    return Tool.of(Tool.Program.IMAGE, plan.arguments());
  }

  /// One that is no good must not keep the others from coming: the next job has them.
  @Override
  public Ending explain(Task task, int tool, int code, String log) {
    try {
      var blamed = Taken.read(task.folder()).get(tool);
      var picture = database.read(tables -> tables.pictures().find(blamed.picture()));
      if (code == PicturePlan.EXIT_BAD_PICTURE) {
        picture.ifPresent(it -> downloads.refused(it, "it can't be decoded"));
        downloads.clear(blamed.picture());
      } else if (code >= SIGNALLED) {
        picture.ifPresent(
            it -> downloads.failed(it, "decoding it took too much time or memory", Duration.ZERO));
      } else {
        return new Ending.Failed("the picture tool ended with code " + code);
      }
      database.write(tables -> {
        ended(tables, task.job(), task.item());
        return tool;
      });
      return new Ending.Done();
    } catch (IOException | IndexOutOfBoundsException _) {
      return new Ending.Failed("the picture tool ended with code " + code);
    }
  }

  /// @param stored where it is now
  private record Got(long picture, StoredFile stored, File file) {}

  @Override
  public Result conclude(Task task) throws IOException {
    var got = new ArrayList<Got>();
    for (var taken : Taken.read(task.folder())) {
      got.add(keep(task, taken));
    }
    return Result.done((tables, item) -> {
      got.forEach(one -> arrived(tables, task.job(), one));
      ended(tables, task.job(), item);
    });
  }

  private Got keep(Task task, Taken taken) throws IOException {
    var file = taken.file(task.folder());
    var report = taken.isText() ? new Report(Map.of()) : report(task, taken);
    var digest = digest(task, taken);
    var job = task.job();
    var from =
        "job/%d/attempt-%d/%s".formatted(job.id().value(), job.attempt(), file.getFileName());
    var stored = vault.keepFile(from, digest, taken.type());
    return new Got(
        taken.picture(),
        stored,
        new File(
            stored.path(),
            digest.hex(),
            stored.size(),
            taken.type(),
            (int) report.number("width", 0),
            (int) report.number("height", 0)));
  }

  private static Report report(Task task, Taken taken) throws IOException {
    return Report.parse(Files.readString(task.folder().resolve(taken.report()), UTF_8));
  }

  /// Written down before the file is moved, since all of this may be done again after a crash.
  private Digest digest(Task task, Taken taken) throws IOException {
    var note = task.folder().resolve(taken.picture() + ".digest");
    if (Files.exists(note)) {
      return new Digest(Files.readString(note, UTF_8).strip());
    }
    var digest = vault.digest(taken.file(task.folder()));
    Files.writeString(note, digest.hex(), UTF_8);
    return digest;
  }

  private void arrived(Database.Tables tables, Job job, Got got) {
    var picture = tables.pictures().find(got.picture());
    if (picture.isEmpty() || picture.get().file() != null) {
      return; // nobody wants it any more, or another job was faster
    }
    var now = time.instant();
    tables.files().put(got.stored());
    tables.pictures().update(picture.get().with(got.file()));
    for (var use : tables.pictures().uses(got.picture())) {
      tables.events().append(new Fact.ItemDownloaded(use.item(), use.kind().word()), now);
      if (!use.item().equals(job.item())) {
        tables.enrichment().due(use.item(), 0, now); // its own stage has an end of its own
      }
      tables
          .items()
          .find(use.item())
          .filter(item -> isItsPicture(tables, item, use.kind()))
          .ifPresent(item -> Pipeline.add(tables, List.of(cover(item, got.file())), now));
    }
  }

  /// Whether it has none of its own. Those of libraries get theirs when somebody looks at them.
  private static boolean isItsPicture(Database.Tables tables, Item item, Wanted.Kind kind) {
    return item.source() instanceof Source.Owned
        && item.type() == MediaType.AUDIO
        && (kind == Wanted.Kind.COVER || kind == Wanted.Kind.POSTER)
        && tables.items().rendition(item.id(), Rendition.Kind.POSTER).isEmpty()
        && tables.jobs().of(item.id()).stream()
            .noneMatch(job -> job.isOpen() && PICTURE_MAKERS.contains(job.kind()));
  }

  private static NewJob cover(Item item, File file) {
    return new NewJob(
        Pipeline.COVER,
        item.id(),
        item.owner(),
        Lane.LIGHT,
        Pipeline.STAGE_PRODUCE,
        false,
        Priority.of(Priority.BACKGROUND),
        Map.of(Pipeline.FOUND, file.path(), Pipeline.MARK, file.digest()));
  }

  /// What could not be had is tried again when its time has come.
  private void ended(Database.Tables tables, Job job, Item item) {
    var now = time.instant();
    var waiting =
        tables.pictures().of(item.id()).stream()
            .filter(picture -> picture.file() == null && !picture.isRefused())
            .filter(picture -> isLater(picture.until(), now))
            .toList();
    var outcome =
        waiting.stream()
            .map(picture -> failed(picture, now))
            .min(Comparator.comparing(one -> Objects.requireNonNull(one.until())))
            .orElseGet(() -> Outcome.done(Stages.DOWNLOAD, "", now));
    Stage.ended(tables, job, item, outcome, now);
  }

  private static boolean isLater(@Nullable Instant until, Instant now) {
    return until != null && until.isAfter(now);
  }

  private static Outcome failed(Picture picture, Instant now) {
    return new Outcome(
        Stages.DOWNLOAD,
        Outcome.Kind.FAILED,
        "",
        now,
        picture.until(),
        picture.failures(),
        picture.reason());
  }

  @Override
  public void release(Task task) throws IOException {
    for (var picture : database.read(tables -> tables.pictures().of(task.item().id()))) {
      if (picture.file() != null) {
        downloads.clear(picture.id());
      }
    }
  }
}
