package contentgremlin.engine.library;

import contentgremlin.engine.Pipeline;
import contentgremlin.item.Item;
import contentgremlin.item.Rendition;
import contentgremlin.job.Job;
import contentgremlin.job.Lane;
import contentgremlin.job.NewJob;
import contentgremlin.job.Priority;
import contentgremlin.library.CoverResult;
import contentgremlin.library.ProbeOrder;
import contentgremlin.store.Database;
import contentgremlin.transcode.PictureFormat;
import contentgremlin.transcode.Signature;
import contentgremlin.transcode.Sniffer;
import contentgremlin.vault.Vault;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/// Pictures of mirrored items: as they are in the library until the usual sizes were made, which
/// the first look at one leads to. Thread-safe.
public final class LibraryPictures {
  /// Who takes the picture out of a file.
  @FunctionalInterface
  public interface Extractor {
    /// @param target must not be there yet
    CoverResult cover(ProbeOrder order, Path target) throws InterruptedException;
  }

  /// How many pictures are taken out of files at once for those who wait for them.
  private static final int AT_ONCE = 4;

  private static final Duration PATIENCE = Duration.ofSeconds(2);

  /// Larger ones are only shown once they were scaled.
  private static final int INSIDE_BYTES_MAX = 8 << 20;

  /// Those that all browsers show.
  private static final Set<PictureFormat> SHOWN =
      Set.of(
          PictureFormat.JPEG,
          PictureFormat.PNG,
          PictureFormat.GIF,
          PictureFormat.WEBP,
          PictureFormat.AVIF,
          PictureFormat.SVG,
          PictureFormat.BMP);

  private static final Set<String> MAKERS =
      Set.of(Pipeline.COVER, Pipeline.POSTER, Pipeline.IMAGE, Pipeline.PROBE);

  private final Database database;
  private final Vault vault;
  private final Extractor extractor;
  private final InstantSource time;
  private final Semaphore places = new Semaphore(AT_ONCE);
  private final AtomicLong names = new AtomicLong();

  public LibraryPictures(Database database, Vault vault, Extractor extractor, InstantSource time) {
    this.database = database;
    this.vault = vault;
    this.extractor = extractor;
    this.time = time;
  }

  /// What there is to show.
  public sealed interface Shown {
    /// What was made of it before, and is right still.
    record Made(Rendition poster) implements Shown {}

    /// A file as it is, until others are made of it.
    record Whole(Path path, PictureFormat format, String mark) implements Shown {}

    /// @param bytes whoever gets them may do with them what it wants
    @SuppressWarnings("ArrayRecordComponent")
    record Bytes(byte[] bytes, PictureFormat format, String mark) implements Shown {}

    /// It is being made.
    record Pending() implements Shown {}

    record None() implements Shown {}
  }

  private record Known(Optional<Likeness> likeness, Optional<Rendition> poster) {
    /// One that does not tell what it was made of is older than that could be told.
    boolean isMade() {
      return poster.isPresent()
          && (likeness.isEmpty()
              || Objects.equals(
                  poster.get().details().getOrDefault(Pipeline.MARK, likeness.get().mark()),
                  likeness.get().mark()));
    }
  }

  /// @param item a mirrored one
  public Shown show(Item item) throws InterruptedException {
    var known =
        database.read(tables ->
            new Known(
                Likeness.of(tables, item),
                tables.items().rendition(item.id(), Rendition.Kind.POSTER)));
    if (known.isMade()) {
      return new Shown.Made(known.poster().orElseThrow());
    }
    if (known.likeness().isEmpty()) {
      return new Shown.None();
    }
    var likeness = known.likeness().get();
    queue(item, likeness);
    var asItIs = asItIs(item, likeness);
    boolean hasOlder = asItIs instanceof Shown.Pending && known.poster().isPresent();
    return hasOlder ? new Shown.Made(known.poster().get()) : asItIs;
  }

  /// The picture of the series that an episode belongs to, as it is.
  public Shown showSeries(Item episode) throws InterruptedException {
    var likeness = database.read(tables -> Likeness.ofSeries(tables, episode));
    return likeness.isPresent() ? asItIs(episode, likeness.get()) : new Shown.None();
  }

  private Shown asItIs(Item item, Likeness likeness) throws InterruptedException {
    try {
      return switch (likeness) {
        case Likeness.Beside(var root, var path, var mark) ->
            whole(vault.mirrored(root, path), mark);
        case Likeness.Itself(var mark) -> whole(vault.original(item), mark);
        case Likeness.Inside inside -> inside(inside);
        case Likeness.Found(var path, var mark) -> whole(vault.path(path), mark);
        case Likeness.Frame _ -> new Shown.Pending();
      };
    } catch (UncheckedIOException | IOException _) {
      return new Shown.None(); // gone since it was listed, or its disk is
    }
  }

  private static Shown whole(Path path, String mark) throws IOException {
    byte[] head;
    try (InputStream in = Files.newInputStream(path)) {
      head = in.readNBytes(Signature.HEAD_BYTES);
    }
    return shownFormat(head, Files.size(path))
        .<Shown>map(format -> new Shown.Whole(path, format, mark))
        .orElseGet(Shown.Pending::new);
  }

  private static Optional<PictureFormat> shownFormat(byte[] head, long size) {
    // Only archives are told by their last bytes.
    var signature = Sniffer.sniff(head, new byte[0], size);
    return signature instanceof Signature.Picture(var format) && SHOWN.contains(format)
        ? Optional.of(format)
        : Optional.empty();
  }

  private Shown inside(Likeness.Inside inside) throws IOException, InterruptedException {
    vault.mirrored(inside.root(), inside.order().path());
    if (!places.tryAcquire(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
      return new Shown.Pending();
    }
    try {
      return extract(inside);
    } finally {
      places.release();
    }
  }

  /// Beside the folders of jobs, where a crash leaves it to nobody's harm.
  private Shown extract(Likeness.Inside inside) throws IOException, InterruptedException {
    var target = vault.path("job/cover-" + names.incrementAndGet());
    Files.createDirectories(Objects.requireNonNull(target.getParent()));
    Files.deleteIfExists(target);
    try {
      return switch (extractor.cover(inside.order(), target)) {
        case CoverResult.Written(_, long bytes) when bytes <= INSIDE_BYTES_MAX ->
            bytes(Files.readAllBytes(target), inside.mark());
        case CoverResult.Written _ -> new Shown.Pending();
        case CoverResult.None _, CoverResult.Failed _ -> new Shown.None();
      };
    } finally {
      Files.deleteIfExists(target);
    }
  }

  private static Shown bytes(byte[] bytes, String mark) {
    var head = Arrays.copyOf(bytes, Math.min(bytes.length, Signature.HEAD_BYTES));
    return shownFormat(head, bytes.length)
        .<Shown>map(format -> new Shown.Bytes(bytes, format, mark))
        .orElseGet(Shown.Pending::new);
  }

  /// Has the usual sizes made, once for each picture: also if it can't be done.
  private void queue(Item item, Likeness likeness) {
    if (!database.read(tables -> isDue(tables, item, likeness))) {
      return;
    }
    database.write(tables -> {
      if (isDue(tables, item, likeness)) {
        var now = time.instant();
        Pipeline.add(tables, List.of(job(item, likeness)), now);
      }
      return item;
    });
  }

  private static boolean isDue(Database.Tables tables, Item item, Likeness likeness) {
    return tables.jobs().of(item.id()).stream()
        .filter(job -> MAKERS.contains(job.kind()) && !(job.state() instanceof Job.State.Cancelled))
        .noneMatch(job -> likeness.mark().equals(job.input().get(Pipeline.MARK)));
  }

  private static NewJob job(Item item, Likeness likeness) {
    return switch (likeness) {
      case Likeness.Beside(var root, var path, var mark) ->
          cover(item, Map.of("root", root, "path", path, Pipeline.MARK, mark));
      case Likeness.Inside(var root, var order, var mark) -> {
        var input = new HashMap<String, String>();
        input.put("root", root);
        input.put("path", order.path());
        input.put("size", "" + order.size());
        input.put("modified", "" + order.modified());
        input.put(Pipeline.MARK, mark);
        yield cover(item, input);
      }
      case Likeness.Found(var path, var mark) ->
          cover(item, Map.of(Pipeline.FOUND, path, Pipeline.MARK, mark));
      case Likeness.Itself(var mark) -> look(item, mark);
      case Likeness.Frame(var mark) -> look(item, mark);
    };
  }

  private static NewJob look(Item item, String mark) {
    return Pipeline.look(item, Pipeline.POSTER, mark, Priority.of(Priority.BACKGROUND));
  }

  private static NewJob cover(Item item, Map<String, String> input) {
    return new NewJob(
        Pipeline.COVER,
        item.id(),
        item.owner(),
        Lane.LIGHT,
        Pipeline.STAGE_PRODUCE,
        false,
        Priority.of(Priority.BACKGROUND),
        input);
  }
}
