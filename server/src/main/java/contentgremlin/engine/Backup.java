package contentgremlin.engine;

import contentgremlin.job.Ending;
import contentgremlin.job.RetryPolicy;
import contentgremlin.store.Database;
import contentgremlin.store.DatabaseCopies;
import contentgremlin.vault.BackupTarget;
import contentgremlin.vault.BackupTarget.Kept;
import contentgremlin.vault.StoredFile;
import contentgremlin.vault.Upload;
import contentgremlin.vault.Vault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Puts one backup together: a consistent copy of the database first, then every file that the copy
/// names. The home may be in use.
///
/// Files never change, so those that are there are right. One that went meanwhile (the trash was
/// emptied, an original moved to its place) is not needed by a newer state: then the database is
/// copied again, and only what is new besides. What is missing even so is told by name.
final class Backup {
  private static final int ROUNDS_MAX = 5;
  private static final int PAGE = 1_000;
  private static final int UPLOADS_MAX = 1_000_000;

  /// What a full disk would cost the home that it may share the disk with.
  private static final long ROOM_LEFT = 64L << 20;

  private final DatabaseCopies copies;
  private final Vault vault;
  private final Path home;
  private final InstantSource time;
  private final BackupTarget target;
  private final Map<String, String> problems = new TreeMap<>();
  private final List<String> missing = new ArrayList<>();
  private long files;
  private long bytes;
  private long copied;
  private long copiedBytes;

  Backup(DatabaseCopies copies, Vault vault, Path home, InstantSource time, BackupTarget target) {
    this.copies = copies;
    this.vault = vault;
    this.home = home;
    this.time = time;
    this.target = target;
  }

  /// @param kept how many backups there are to be in the end
  /// @param facts that a person should find with it
  BackedUp run(int kept, Map<String, String> facts) throws IOException, InterruptedException {
    var started = time.instant();
    List<String> before;
    int round = 0;
    do {
      before = List.copyOf(missing);
      round(round == 0);
      round++;
    } while (!missing.isEmpty() && !missing.equals(before) && round < ROUNDS_MAX);
    missing.forEach(path -> problems.put(path, "it is not there"));
    var all = new LinkedHashMap<>(facts);
    all.put("started", started.toString());
    all.put("ended", time.instant().toString());
    all.put("files", Long.toString(files));
    all.put("bytes", Long.toString(bytes));
    all.put("lacking", Integer.toString(problems.size()));
    var name = target.finish(all);
    var said = new ArrayList<String>();
    problems.forEach((path, why) -> said.add(path + ": " + why));
    return new BackedUp(name, files, bytes, copied, copiedBytes, said, target.prune(kept));
  }

  private void round(boolean isFirst) throws IOException, InterruptedException {
    missing.clear();
    problems.clear();
    files = 0;
    bytes = 0;
    try (var database = copies.copy(target.database())) {
      settle(database);
      if (isFirst) {
        requireOwn(database);
        target.beginRound();
        requireRoom(database);
      }
      target.beginRound();
      keepStored(database);
      keepUploads(database);
    }
    keepExtensions();
  }

  /// A database that knows nothing of the files beside it is hardly the right one.
  private void requireOwn(Database database) throws IOException {
    boolean isEmpty =
        database.read(
            tables -> tables.events().newest() == 0 && tables.files().list(null, 1).isEmpty());
    if (isEmpty && !vault.walk("", 1).isEmpty()) {
      throw new IOException(
          "the home's database has never had an item, but there are files in content/. If the"
              + " database is elsewhere (--database), copy it with its own means (pg_dump), then"
              + " content/.");
    }
  }

  /// Nobody serves the copy, and nothing works on its jobs: whoever restores it must not take a
  /// process of this home for his own.
  private void settle(Database database) {
    database.write(tables -> {
      tables.instance().clear();
      var now = time.instant();
      for (var job : tables.jobs().started()) {
        var ending = new Ending.Interrupted("it was running when the backup was made");
        tables.jobs().replace(job, job.settle(ending, RetryPolicy.DEFAULT, now), now);
      }
      return now;
    });
  }

  private void requireRoom(Database database) throws IOException {
    long needed = ROOM_LEFT;
    @Nullable String after = null;
    List<StoredFile> page;
    do {
      page = page(database, after);
      for (var file : page) {
        needed += target.has(file) ? 0 : file.size();
        after = file.path();
      }
    } while (page.size() == PAGE);
    for (var upload : uploads(database)) {
      needed += upload.offset();
    }
    if (needed > target.freeBytes()) {
      throw new IOException(
          "the backup needs %,d bytes, and there is room for %,d"
              .formatted(needed, target.freeBytes()));
    }
  }

  private static List<StoredFile> page(Database database, @Nullable String after) {
    return database.read(tables -> tables.files().list(after, PAGE));
  }

  private void keepStored(Database database) throws IOException, InterruptedException {
    @Nullable String after = null;
    List<StoredFile> page;
    do {
      page = page(database, after);
      for (var file : page) {
        after = file.path();
        note(after, file.size(), target.keep(file, vault.path(after)));
        if (Thread.interrupted()) {
          throw new InterruptedException("the backup was cut off");
        }
      }
    } while (page.size() == PAGE);
  }

  /// Those that can be gone on with, those that are still to become items, and those that are an
  /// item's only bytes.
  private static List<Upload> uploads(Database database) {
    return database.read(tables -> {
      var horizon = java.time.Instant.EPOCH.plus(Duration.ofDays(365_000));
      return tables.uploads().expired(horizon, UPLOADS_MAX).stream()
          .filter(upload -> upload.item() == null || isNeeded(tables, upload))
          .filter(upload -> tables.files().find(path(upload)).isEmpty())
          .toList();
    });
  }

  private static boolean isNeeded(Database.Tables tables, Upload upload) {
    return RowBrooms.isNeeded(tables, upload);
  }

  private static String path(Upload upload) {
    return "incoming/" + upload.id().value() + "/data";
  }

  private void keepUploads(Database database) throws IOException {
    for (var upload : uploads(database)) {
      var path = path(upload);
      var source = vault.uploadData(upload.id());
      note(path, upload.offset(), target.keepStart(path, source, upload.offset()));
    }
  }

  private void keepExtensions() throws IOException {
    var folder = home.resolve("extensions");
    if (!Files.isDirectory(folder)) {
      return;
    }
    try (var entries = Files.newDirectoryStream(folder, Files::isRegularFile)) {
      for (var entry : entries) {
        var path = "extensions/" + entry.getFileName();
        note(path, Files.size(entry), target.keepOther(path, entry));
      }
    }
  }

  private void note(String path, long size, Kept kept) {
    switch (kept) {
      case Kept.Same() -> add(size);
      case Kept.Copied(var written) -> {
        add(size);
        copied++;
        copiedBytes += written;
      }
      case Kept.Missing() -> missing.add(path);
      case Kept.Damaged(var found) -> problems.put(path, found);
    }
  }

  private void add(long size) {
    files++;
    bytes += size;
  }
}
