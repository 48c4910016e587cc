package contentgremlin.engine.extend;

import contentgremlin.account.Actor;
import contentgremlin.engine.Errand;
import contentgremlin.engine.extend.Guard.Blame;
import contentgremlin.engine.upload.Outcome;
import contentgremlin.engine.upload.Uploads;
import contentgremlin.extension.Importer;
import contentgremlin.item.ItemId;
import contentgremlin.store.Database;
import contentgremlin.vault.Digest;
import contentgremlin.vault.Upload;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/// Runs importers of extensions, one at a time, in the background. Thread-safe.
public final class Imports implements AutoCloseable {
  private static final Duration LIMIT = Duration.ofDays(1);
  private static final Duration FINISH_MAX = Duration.ofMinutes(10);
  private static final int LINES_MAX = 10_000;
  private static final int WORDS_MAX = 500;

  private final Database database;
  private final Uploads uploads;
  private final Function<String, Optional<Live>> live;
  private final Errand<Report> runs;
  private volatile boolean stopping;

  Imports(
      Database database,
      Uploads uploads,
      Function<String, Optional<Live>> live,
      InstantSource time) {
    this.database = database;
    this.uploads = uploads;
    this.live = live;
    this.runs = new Errand<>("extension-import", time);
  }

  /// @param record as the importer calls it
  public record Line(String record, String outcome) {}

  /// @param lines the first ones
  /// @param told how many there were
  public record Report(String importer, List<Line> lines, long told, int added) {
    public Report {
      lines = List.copyOf(lines);
    }
  }

  /// What came of asking for one.
  public sealed interface Begun {
    record Started(Errand.Run<Report> run) implements Begun {}

    record Unknown() implements Begun {}

    record Busy() implements Begun {}
  }

  public Begun begin(String extension, String importer, Map<String, String> options) {
    var one = live.apply(extension);
    var part = one.map(it -> it.offer().importers().get(importer));
    if (one.isEmpty() || part.isEmpty()) {
      return new Begun.Unknown();
    }
    var wanted = Map.copyOf(options);
    return runs.begin(() -> run(one.get(), importer, part.get(), wanted))
        .<Begun>map(Begun.Started::new)
        .orElseGet(Begun.Busy::new);
  }

  /// The one that goes on, or ended last.
  public Optional<Errand.Run<Report>> last() {
    return runs.last();
  }

  private Report run(Live one, String id, Importer part, Map<String, String> options)
      throws Exception {
    var intake = new OwnIntake();
    one.guard()
        .call(
            "import",
            LIMIT,
            Blame.ITEM,
            _ -> {
              part.run(options, intake);
              return true;
            });
    return intake.report(id);
  }

  /// Takes what one run found, on a thread of the extension's.
  private final class OwnIntake implements Importer.Intake {
    private final List<Line> lines = new ArrayList<>();
    private long told;
    private int added;

    synchronized Report report(String importer) {
      return new Report(importer, lines, told, added);
    }

    @Override
    public synchronized void tell(String record, String outcome) {
      told++;
      if (lines.size() < LINES_MAX) {
        lines.add(new Line(cut(record), cut(outcome)));
      }
    }

    @Override
    public boolean isStopping() {
      return stopping;
    }

    @Override
    public String add(
        Path file, String title, String description, List<String> tags, String visibility)
        throws Exception {
      var known = known(file);
      if (known.isPresent()) {
        return known.get().value();
      }
      var metadata = new HashMap<String, String>();
      metadata.put("filename", String.valueOf(file.getFileName()));
      metadata.put("title", title);
      metadata.put("description", description);
      metadata.put("tags", String.join(",", tags));
      metadata.put("visibility", visibility);
      var item = upload(file, metadata);
      synchronized (this) {
        added++;
      }
      return item.value();
    }
  }

  private Optional<ItemId> known(Path file) throws IOException {
    var digest = digest(file);
    return database.read(
        tables -> tables.items().withDigest(digest).stream().map(item -> item.id()).findFirst());
  }

  private ItemId upload(Path file, Map<String, String> metadata) throws Exception {
    var operator = new Actor.Operator(Actor.Scope.ALL);
    long size = Files.size(file);
    var begun = accepted(uploads.create(operator, Uploads.Wanted.whole(size, metadata)));
    try (var bytes = Files.newInputStream(file)) {
      var addition = new Uploads.Addition(0, bytes, size, Upload.LENGTH_DEFERRED, null);
      var grown = size == 0 ? begun : accepted(uploads.append(begun.id(), operator, addition));
      long end = System.nanoTime() + FINISH_MAX.toNanos();
      while (grown.item() == null && System.nanoTime() < end) {
        grown = accepted(uploads.find(begun.id(), operator));
      }
      var item = grown.item();
      if (item == null) {
        throw new IOException("it was taken, and does not become an item");
      }
      return item;
    }
  }

  private static Upload accepted(Outcome outcome) throws IOException {
    return switch (outcome) {
      case Outcome.Accepted(var upload) -> upload;
      case Outcome.Refused(_, var why) -> throw new IOException(why);
    };
  }

  private static Digest digest(Path file) throws IOException {
    try (var in = Files.newInputStream(file)) {
      var digest = MessageDigest.getInstance("SHA-256");
      var buffer = new byte[64 << 10];
      for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
        digest.update(buffer, 0, count);
      }
      return Digest.of(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  private static String cut(String text) {
    return text.length() > WORDS_MAX ? text.substring(0, WORDS_MAX) + "…" : text;
  }

  /// Tells an importer that goes on to end; it is left behind if it does not.
  @Override
  public void close() {
    stopping = true;
  }
}
