package contentgremlin.sql;

import contentgremlin.store.Changes;
import contentgremlin.store.Instance;
import contentgremlin.store.StoreException;
import contentgremlin.upgrade.DatabaseCopy;
import contentgremlin.upgrade.KeptDatabases;
import contentgremlin.upgrade.Since;
import contentgremlin.upgrade.Succession;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;

/// The files of an upgrade in the home: `db.sqlite` in use, `db_new.sqlite` in the making, and
/// `db_<version>.sqlite` as the programs of that version left theirs. Used by one thread at a time.
///
/// The name `db.sqlite` always belongs to one whole database: the move is one rename, and whoever
/// takes it back first makes sure that there is nothing left to be renamed.
public final class SqliteUpgrade implements DatabaseCopy, Succession, KeptDatabases {
  private static final int NAMES_MAX = 1_000;

  private static final String SINCE =
      """
      SELECT id, title, source_upload, source_digest, source_name,
        (SELECT path FROM stored_file WHERE rendition IS NULL
          AND path LIKE 'original/' || substr(source_digest, 1, 2) || '/%' || source_digest || '.%'
          LIMIT 1) AS path
      FROM main.item WHERE id NOT IN (SELECT id FROM old.item) ORDER BY created, id
      """;

  private final Path file;
  private final Path copy;
  private final String build;
  private final InstantSource time;

  /// The one that bore the name when a successor was let begin.
  private volatile Optional<Object> ours = Optional.empty();

  /// @param file the home's database
  /// @param build of this program, for the record
  public SqliteUpgrade(Path file, String build, InstantSource time) {
    this.file = file;
    this.copy = file.resolveSibling("db_new.sqlite");
    this.build = build;
    this.time = time;
  }

  /// The database in the making.
  public Path copy() {
    return copy;
  }

  /// The schema of the database at this place; 0 if it is not there or empty.
  public static int schema(Path file) {
    if (!Files.exists(file)) {
      return 0;
    }
    try (var session = SqliteLine.openReader(file)) {
      int version = Schema.version(session);
      session.connection().rollback();
      return version;
    } catch (SQLException e) {
      throw new StoreException("%s could not be read: %s".formatted(file, e.getMessage()), e);
    }
  }

  /// What is wrong with the database at this place, which may be in use; slow.
  public static List<String> problems(Path file) {
    try (var session = SqliteLine.openReader(file)) {
      var problems = SqliteDatabase.check(session);
      session.connection().rollback();
      return problems;
    } catch (SQLException e) {
      throw new StoreException("%s could not be checked: %s".formatted(file, e.getMessage()), e);
    }
  }

  @Override
  public List<String> make() {
    discard();
    return sqliteCopy().make(build, time.instant());
  }

  @Override
  public List<String> carry(Changes changes) {
    return sqliteCopy().carry(changes);
  }

  private SqliteCopy sqliteCopy() {
    return new SqliteCopy(file, copy, Schema.OURS);
  }

  @Override
  public void claim(Instance instance) {
    onLine(
        copy,
        session -> {
          new SqlInstanceStore(session).put(instance);
          return true;
        });
  }

  /// Writes down in the home's own database, whatever its schema, that this process is at it.
  ///
  /// @param isAlive whether that one still is
  /// @return who was faster and is alive
  public Optional<Instance> claimHome(Instance instance, Predicate<Instance> isAlive) {
    return onLine(
        file,
        session -> {
          var instances = new SqlInstanceStore(session);
          var other = instances.current().filter(isAlive);
          if (other.isEmpty()) {
            instances.put(instance);
          }
          return other;
        });
  }

  /// The version of the program that brought this database to its schema.
  public String version() {
    return onLine(
        file,
        session ->
            session
                .first(
                    "SELECT build FROM schema_version ORDER BY version DESC LIMIT 1",
                    row -> row.getString(1).split(" ", 2)[0])
                .orElse("0"));
  }

  /// What the home's database was told to remember under this name; the empty string if nothing.
  public String remembered(String name) {
    return onLine(file, session -> new SqlSettingStore(session).find(name).orElse(""));
  }

  private static <T> T onLine(Path database, Function<Session, T> work) {
    try {
      var line = SqliteLine.open(database);
      try (var session = line.session()) {
        T result = work.apply(line.begin());
        line.commit();
        session.connection().rollback();
        return result;
      }
    } catch (SQLException e) {
      throw new StoreException(
          "%s could not be written: %s".formatted(database, e.getMessage()), e);
    }
  }

  /// When nobody serves the home: folds all that belongs to its database into the one file.
  public void settle() {
    try {
      var line = SqliteLine.open(file);
      try (var _ = line.session()) {
        line.endLog();
      }
    } catch (SQLException e) {
      throw new StoreException("%s could not be closed: %s".formatted(file, e.getMessage()), e);
    }
  }

  @Override
  public void move(String oldVersion) {
    if (Files.exists(beside(file, "-wal")) || Files.exists(beside(copy, "-wal"))) {
      throw new StoreException("Some program still has the database open; nothing was changed.");
    }
    try {
      keep(oldVersion);
      force(file);
      Files.move(copy, file, StandardCopyOption.ATOMIC_MOVE);
      force(file);
    } catch (NoSuchFileException e) {
      throw new StoreException("The running server has taken the home back.", e);
    } catch (IOException e) {
      throw new StoreException("The new database could not be moved to its place: " + e, e);
    }
  }

  /// Databases that older programs left, the newest first.
  public List<Path> kept() {
    var kept = new ArrayList<Path>();
    try (var names = Files.newDirectoryStream(folder(), "db_*.sqlite")) {
      names.forEach(kept::add);
      kept.removeIf(name -> name.getFileName().equals(copy.getFileName()));
      kept.sort(Comparator.comparing(SqliteUpgrade::changed).reversed());
      return kept;
    } catch (IOException e) {
      throw new UncheckedIOException("could not look into " + folder(), e);
    }
  }

  private static FileTime changed(Path path) {
    try {
      return Files.getLastModifiedTime(path);
    } catch (IOException _) {
      return FileTime.fromMillis(0);
    }
  }

  @Override
  public List<Kept> list() {
    return kept().stream()
        .map(path ->
            new Kept(
                path.getFileName().toString(),
                version(path),
                path.toFile().length(),
                changed(path).toInstant()))
        .toList();
  }

  @Override
  public void remove(Kept old) {
    try {
      removeWithLog(file.resolveSibling(old.name()));
    } catch (IOException e) {
      throw new UncheckedIOException("could not remove " + old.name(), e);
    }
  }

  /// What a file of [#kept] is called after.
  public static String version(Path kept) {
    var name = kept.getFileName().toString();
    return name.substring("db_".length(), name.length() - ".sqlite".length())
        .replaceFirst("_\\d+$", "");
  }

  /// Items that the kept database does not know.
  public List<Since> since(Path kept) {
    try (var session = SqliteLine.openReader(file)) {
      session.connection().setAutoCommit(true);
      session.execute("ATTACH '%s' AS old".formatted(SqliteLine.uri(kept, "mode=ro&immutable=1")));
      return session.list(SINCE, SinceRow::read);
    } catch (SQLException e) {
      throw new StoreException("%s could not be compared: %s".formatted(kept, e.getMessage()), e);
    }
  }

  /// Gives the home's database name back to a kept one; the one that had it is kept, too. Nobody
  /// may have either of them open.
  public void goBack(Path kept, String version) {
    settle();
    try {
      keep(version);
      force(file);
      var other = copy;
      discard();
      Files.createLink(other, kept);
      Files.move(other, file, StandardCopyOption.ATOMIC_MOVE);
      force(file);
      Files.deleteIfExists(kept);
    } catch (IOException e) {
      throw new StoreException("The older database could not be moved to its place: " + e, e);
    }
  }

  /// Gives the old database a second name.
  private void keep(String version) throws IOException {
    for (int number = 1; number <= NAMES_MAX; number++) {
      var name = file.resolveSibling(name(version, number));
      if (key(name).equals(key(file))) {
        return;
      }
      try {
        Files.createLink(name, file);
        return;
      } catch (FileAlreadyExistsException _) {
        // one of an earlier upgrade from the same version
      }
    }
    throw new IOException("there are too many databases of version " + version);
  }

  static String name(String version, int number) {
    return number == 1 ? "db_" + version + ".sqlite" : "db_" + version + "_" + number + ".sqlite";
  }

  /// The name says it all.
  @Override
  public void release() {}

  @Override
  public void discard() {
    try {
      removeWithLog(copy);
    } catch (IOException e) {
      throw new UncheckedIOException("could not remove " + copy, e);
    }
  }

  @Override
  public void remember() {
    ours = key(file);
  }

  @Override
  public void revoke() {
    discard(); // from now on there is nothing that could get the name
    try {
      var kept = keptNames();
      if (key(file).equals(ours)) {
        for (var name : kept) {
          Files.delete(name);
        }
      } else if (!kept.isEmpty()) {
        // The successor came as far as the name, but promised nobody anything.
        removeLog(file);
        Files.move(kept.getFirst(), file, StandardCopyOption.ATOMIC_MOVE);
      } else {
        throw new IOException("the database that was in use has no name any more");
      }
      force(file);
    } catch (IOException e) {
      throw new UncheckedIOException("could not take back " + file, e);
    }
  }

  /// Other names of the database that is ours.
  private List<Path> keptNames() throws IOException {
    var kept = new ArrayList<Path>();
    try (var names = Files.newDirectoryStream(folder(), "db_*.sqlite")) {
      for (var name : names) {
        if (key(name).equals(ours)) {
          kept.add(name);
        }
      }
    }
    return kept;
  }

  private static void removeWithLog(Path database) throws IOException {
    Files.deleteIfExists(database);
    removeLog(database);
  }

  private static void removeLog(Path database) throws IOException {
    for (var end : List.of("-wal", "-shm", "-journal")) {
      Files.deleteIfExists(beside(database, end));
    }
  }

  private static Path beside(Path database, String end) {
    return database.resolveSibling(database.getFileName() + end);
  }

  /// Tells files apart whatever they are called.
  private static Optional<Object> key(Path path) {
    try {
      return Optional.ofNullable(Files.readAttributes(path, BasicFileAttributes.class).fileKey());
    } catch (IOException _) {
      return Optional.empty();
    }
  }

  private Path folder() {
    return Objects.requireNonNull(file.toAbsolutePath().getParent());
  }

  private void force(Path changed) throws IOException {
    var folder = Objects.requireNonNull(changed.toAbsolutePath().getParent());
    try (var channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }
}
