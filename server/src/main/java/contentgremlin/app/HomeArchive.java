package contentgremlin.app;

import contentgremlin.cli.Archivist;
import contentgremlin.cli.BuildInfo;
import contentgremlin.disk.BackupFolder;
import contentgremlin.disk.DiskVault;
import contentgremlin.disk.Restoration;
import contentgremlin.engine.Backups;
import contentgremlin.sql.SqliteCopies;
import contentgremlin.sql.SqliteDatabase;
import contentgremlin.store.Database;
import contentgremlin.store.DatabaseCopies;
import contentgremlin.store.StoreException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Backups of homes in folders.
record HomeArchive(BuildInfo build, InstantSource time) implements Archivist {
  private static final String ELSEWHERE =
      "This home's database is on a PostgreSQL server, which this program does not back up: copy it"
          + " with pg_dump first, then the folder content/ with any tool. Files in content/ never"
          + " change, so that order gives a consistent whole.";

  @Override
  public Made backup(Path directory, @Nullable String content, Path folder, int kept)
      throws IOException, InterruptedException {
    var home = new Home(directory);
    var vault = new DiskVault(home.content(content), time);
    var made = backups(home, vault, true).make(folder, kept);
    return new Made(
        made.folder(),
        made.files(),
        made.bytes(),
        made.copied(),
        made.copiedBytes(),
        made.problems(),
        made.removed());
  }

  /// @param isLocal whether the home's own database is the one
  Backups backups(Home home, DiskVault vault, boolean isLocal) {
    DatabaseCopies copies =
        isLocal ? new SqliteCopies(home.database(), name(), time) : HomeArchive::refuse;
    return new Backups(
        copies, vault, home.directory(), time, folder -> BackupFolder.open(folder, time), facts());
  }

  private static Database refuse(Path file) {
    throw new StoreException(ELSEWHERE);
  }

  private String name() {
    return build.version() + " (" + build.commit() + ")";
  }

  private Map<String, String> facts() {
    var facts = new LinkedHashMap<String, String>();
    facts.put("version", build.version());
    facts.put("commit", build.commit());
    facts.put("schema", Integer.toString(build.schema()));
    return facts;
  }

  @Override
  public Restored restore(Path source, Path home, boolean force) throws IOException {
    if (Restoration.isOccupied(home) && !force) {
      throw new IOException(
          home + " is not empty. Restore to another --home, or use --force to move it aside.");
    }
    var restoration = Restoration.of(source);
    requireKnownSchema(restoration);
    var complaints = restoration.complaints();
    if (!complaints.isEmpty()) {
      return new Restored(restoration.backup(), "", "", null, complaints);
    }
    var fresh = restoration.copy(home);
    check(fresh);
    var aside = Restoration.publish(fresh, home, force ? time : null);
    return new Restored(
        restoration.backup(),
        restoration.fact("started"),
        restoration.fact("files"),
        aside,
        List.of());
  }

  private void requireKnownSchema(Restoration restoration) throws IOException {
    int schema;
    try {
      schema = Integer.parseInt(restoration.fact("schema"));
    } catch (NumberFormatException e) {
      throw new IOException(restoration.backup() + " is no backup of this program", e);
    }
    if (schema > build.schema()) {
      throw new IOException(
          "%s was made by a newer program (%s); restore it with that one"
              .formatted(restoration.backup(), restoration.fact("version")));
    }
  }

  /// The last look before the home gets its name.
  private void check(Path fresh) throws IOException {
    try (var database = SqliteDatabase.open(fresh.resolve("db.sqlite"), name(), time)) {
      var problems = database.check();
      if (!problems.isEmpty()) {
        throw new IOException("the backup's database is damaged: " + problems.getFirst());
      }
    }
  }
}
