package contentgremlin.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import contentgremlin.disk.BackupFolder;
import contentgremlin.disk.DiskVault;
import contentgremlin.disk.Restoration;
import contentgremlin.event.Fact;
import contentgremlin.item.Item;
import contentgremlin.item.ItemId;
import contentgremlin.item.Source;
import contentgremlin.job.Job;
import contentgremlin.job.ProcessIdentity;
import contentgremlin.sql.SqliteCopies;
import contentgremlin.sql.SqliteDatabase;
import contentgremlin.store.Database;
import contentgremlin.store.DatabaseCopies;
import contentgremlin.store.Instance;
import contentgremlin.vault.BackupTarget;
import contentgremlin.vault.StoredFile;
import contentgremlin.vault.Upload;
import contentgremlin.vault.UploadId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BackupTest {
  @TempDir private Path folder;

  private Shop shop;
  private Path backups;

  @BeforeEach
  void open() throws IOException {
    shop = new Shop(Files.createDirectories(folder.resolve("home")));
    var first = new Fact.ItemCreated(new ItemId("first"));
    change(tables -> tables.events().append(first, shop.clock.instant()));
    backups = folder.resolve("backups");
  }

  @AfterEach
  void close() throws Exception {
    shop.close();
  }

  @Test
  void what_is_restored_is_what_was_backed_up() throws Exception {
    var film = kept("a film");
    var half = half("half of something", 4);
    var raw = shop.addItem("not processed yet", false);
    shop.addJob(raw, "probe");
    change(tables -> tables.uploads().add(row(upload(raw), 17, 17).became(raw.id())));
    Files.createDirectories(shop.home.resolve("extensions"));
    Files.writeString(shop.home.resolve("extensions/an extension.jar"), "jar");

    var made = backUp();
    var home = restore();

    assertThat(made.problems()).isEmpty();
    assertThat(made.files()).isEqualTo(4);
    assertThat(home.resolve("content/" + path(film))).hasContent("a film");
    assertThat(
            PosixFilePermissions.toString(
                Files.getPosixFilePermissions(home.resolve("content/" + path(film)))))
        .isEqualTo("r--r--r--");
    assertThat(home.resolve("content/incoming/" + half.value() + "/data")).hasContent("half");
    assertThat(home.resolve("extensions/an extension.jar")).hasContent("jar");
    try (var database = SqliteDatabase.open(home.resolve("db.sqlite"), "test", shop.clock)) {
      var vault = new DiskVault(home.resolve("content"), shop.clock);
      assertThat(vault.original(raw)).hasContent("not processed yet");
      for (var item : List.of(film, raw)) {
        assertThat(database.<Object>read(tables -> tables.items().find(item.id())))
            .isEqualTo(shop.database.<Object>read(tables -> tables.items().find(item.id())));
        assertThat(database.<Object>read(tables -> tables.jobs().of(item.id())))
            .isEqualTo(shop.database.<Object>read(tables -> tables.jobs().of(item.id())));
      }
      assertThat(database.<Object>read(tables -> tables.files().list(null, 99)))
          .isEqualTo(shop.database.<Object>read(tables -> tables.files().list(null, 99)));
      assertThat(database.check()).isEmpty();
    }
  }

  @Test
  void a_restored_home_has_no_server_and_takes_no_process_for_its_own() throws Exception {
    var job = shop.addJob(shop.addItem(), "probe");
    var now = shop.clock.instant();
    var process = new ProcessIdentity("boot", 1, 1);
    var claimed = job.claim("run", now.plusSeconds(60));
    shop.database.write(tables -> {
      tables.jobs().replace(job, claimed, now);
      tables.jobs().replace(claimed, claimed.start(process, now), now);
      tables
          .instance()
          .put(new Instance(process, Instance.Mode.SERVING, "1", 2, "127.0.0.1:1", now));
      return "";
    });

    backUp();
    var home = restore();

    try (var database = SqliteDatabase.open(home.resolve("db.sqlite"), "test", shop.clock)) {
      var restored = database.read(tables -> tables.jobs().find(job.id())).orElseThrow();
      assertThat(restored.state()).isInstanceOf(Job.State.Queued.class);
      assertThat(restored.failures()).isZero();
      assertThat(database.<Object>read(tables -> tables.instance().current()))
          .isEqualTo(java.util.Optional.empty());
    }
    assertThat(shop.job(job).state()).isInstanceOf(Job.State.Running.class);
  }

  @Test
  void the_next_backup_links_what_did_not_change_and_never_to_the_home() throws Exception {
    var film = kept("a film");
    var first = backUp();
    kept("another film");
    var second = backUp();

    assertThat(first.copied()).isEqualTo(1);
    assertThat(second.copied()).isEqualTo(1);
    assertThat(second.files()).isEqualTo(2);
    assertThat(inode(generation(second).resolve("content/" + path(film))))
        .isEqualTo(inode(generation(first).resolve("content/" + path(film))))
        .isNotEqualTo(inode(shop.vault.path(path(film))));
  }

  private static Object inode(Path file) throws IOException {
    return Files.getAttribute(file, "unix:ino");
  }

  @Test
  void old_backups_go_and_the_rest_stays_whole() throws Exception {
    kept("a film");
    var first = backUp();
    var second = backUp();
    shop.clock.move(Duration.ofSeconds(1));
    var third = backups(copies()).make(backups, 2);

    assertThat(third.removed()).containsExactly(first.folder());
    assertThat(generation(first)).doesNotExist();
    assertThat(Restoration.of(generation(second)).complaints()).isEmpty();
    assertThat(Restoration.of(backups).backup()).isEqualTo(generation(third).toRealPath());
  }

  @Test
  void a_damaged_file_is_named_and_the_rest_is_backed_up() throws Exception {
    var film = kept("a film");
    var other = kept("another film");
    var gone = kept("a third film");
    write(shop.vault.path(path(film)), "A film");
    Files.delete(shop.vault.path(path(gone)));

    var made = backUp();

    assertThat(made.problems())
        .hasSize(2)
        .anyMatch(problem -> problem.startsWith(path(film)))
        .anyMatch(problem -> problem.equals(path(gone) + ": it is not there"));
    assertThat(generation(made).resolve("content/" + path(other))).hasContent("another film");
    assertThat(Restoration.of(backups).complaints()).isEmpty();
  }

  @Test
  void a_damaged_backup_is_not_restored() throws Exception {
    var film = kept("a film");
    var generation = generation(backUp());
    var file = generation.resolve("content/" + path(film));
    write(file, "A film");

    assertThat(Restoration.of(generation).complaints())
        .containsExactly("content/" + path(film) + ": its bytes are not those that were backed up");
    Files.delete(file);
    assertThat(Restoration.of(generation).complaints())
        .containsExactly("content/" + path(film) + ": it is not there");
    Files.writeString(generation.resolve("SHA256SUMS"), "");
    assertThat(Restoration.of(generation).complaints()).hasSize(1);
  }

  @Test
  void a_list_that_leads_elsewhere_reads_and_writes_nothing_there() throws Exception {
    var generation = generation(backUp());
    var secret = Files.writeString(folder.resolve("secret"), "x");
    var list = generation.resolve("SHA256SUMS");
    Files.writeString(list, Shop.digest("x").hex() + "  ../../secret\n");
    Files.writeString(
        generation.resolve("backup.properties"),
        "schema=2\nlist=" + Shop.digest(Files.readString(list)).hex() + "\n");

    assertThat(Restoration.of(generation).complaints())
        .hasSize(1)
        .first()
        .asString()
        .contains("outside");
    assertThatThrownBy(() -> Restoration.of(generation).copy(folder.resolve("restored")))
        .isInstanceOf(IOException.class);
    assertThat(secret).hasContent("x");
  }

  @Test
  void a_backup_that_was_cut_off_is_none_and_the_next_one_goes_on_with_it() throws Exception {
    kept("a film");
    kept("another film");
    try (var target = BackupFolder.open(backups, shop.clock);
        var copy = copies().copy(target.database())) {
      target.beginRound();
      var files = copy.read(tables -> tables.files().list(null, 9));
      target.keep(files.getFirst(), shop.vault.path(files.getFirst().path()));
    }
    assertThatThrownBy(() -> Restoration.of(backups)).hasMessageContaining("no finished backup");

    var made = backUp();

    assertThat(made.files()).isEqualTo(2);
    assertThat(made.copiedBytes()).isLessThan(made.bytes());
    assertThat(Restoration.of(backups).complaints()).isEmpty();
    try (var entries = Files.list(backups)) {
      assertThat(entries.map(entry -> entry.getFileName().toString()))
          .containsExactlyInAnyOrder(".lock", made.folder());
    }
  }

  @Test
  void what_goes_between_the_copy_of_the_database_and_that_of_the_files_is_not_missed()
      throws Exception {
    var film = kept("a film");
    var raw = shop.addItem("kept meanwhile", false);
    change(tables ->
        tables
            .files()
            .put(
                new StoredFile(
                    "incoming/" + upload(raw).value() + "/data",
                    14,
                    Shop.digest("kept meanwhile"),
                    "video/mp4",
                    shop.clock.instant())));
    var copied = new ArrayList<Path>();
    DatabaseCopies moving =
        file -> {
          var copy = copies().copy(file);
          if (copied.isEmpty()) {
            keep(raw);
            trash(film);
          }
          copied.add(file);
          return copy;
        };

    var made = backups(moving).make(backups, 9);

    assertThat(copied).hasSize(2);
    assertThat(made.problems()).isEmpty();
    assertThat(made.files()).isEqualTo(1);
    assertThat(restore().resolve("content/" + path(raw))).hasContent("kept meanwhile");
  }

  private void keep(Item raw) {
    try {
      var file = shop.vault.keepOriginal(upload(raw), Shop.digest("kept meanwhile"), "video/mp4");
      change(tables -> {
        tables.files().remove("incoming/" + upload(raw).value() + "/data");
        tables.files().put(file);
        tables
            .items()
            .update(raw.from(new Source.Owned(Shop.digest("kept meanwhile"), "a.mp4", 14, "")));
      });
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private void trash(Item item) {
    try {
      change(tables -> {
        tables.files().remove(path(item));
        tables.items().remove(item.id());
      });
      Files.delete(shop.vault.path(path(item)));
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  @Test
  void without_room_nothing_is_copied() throws Exception {
    kept("a film");
    var narrow =
        new Backups(
            copies(),
            shop.vault,
            shop.home,
            shop.clock,
            target -> new Narrow(BackupFolder.open(target, shop.clock)),
            Map.of());

    assertThatThrownBy(() -> narrow.make(backups, 9)).hasMessageContaining("there is room for 7");
    assertThatThrownBy(() -> Restoration.of(backups)).hasMessageContaining("no finished backup");
  }

  /// A folder on a disk that is nearly full.
  private record Narrow(BackupTarget target) implements BackupTarget {
    @Override
    public long freeBytes() {
      return 7;
    }

    @Override
    public void beginRound() throws IOException {
      target.beginRound();
    }

    @Override
    public Path database() throws IOException {
      return target.database();
    }

    @Override
    public boolean has(StoredFile file) throws IOException {
      return target.has(file);
    }

    @Override
    public Kept keep(StoredFile file, Path source) {
      throw new AssertionError("there is no room for " + file);
    }

    @Override
    public Kept keepStart(String path, Path source, long length) {
      throw new AssertionError("there is no room for " + path);
    }

    @Override
    public Kept keepOther(String path, Path source) {
      throw new AssertionError("there is no room for " + path);
    }

    @Override
    public String finish(Map<String, String> facts) throws IOException {
      return target.finish(facts);
    }

    @Override
    public List<String> prune(int kept) throws IOException {
      return target.prune(kept);
    }

    @Override
    public void close() throws IOException {
      target.close();
    }
  }

  @Test
  void a_database_that_knows_nothing_of_the_files_beside_it_is_not_taken_for_theirs()
      throws Exception {
    var home = Files.createDirectories(folder.resolve("served with a database elsewhere"));
    var elsewhere = new Shop(home);
    try {
      Files.writeString(Files.createDirectories(home.resolve("content")).resolve("x"), "x");
      var backups =
          new Backups(
              new SqliteCopies(home.resolve("db.sqlite"), "test", shop.clock),
              elsewhere.vault,
              home,
              shop.clock,
              target -> BackupFolder.open(target, shop.clock),
              Map.of());

      assertThatThrownBy(() -> backups.make(folder.resolve("backups"), 1))
          .hasMessageContaining("pg_dump");
    } finally {
      elsewhere.close();
    }
  }

  @Test
  void two_at_once_do_not_get_into_each_others_way() throws Exception {
    try (var _ = BackupFolder.open(backups, shop.clock)) {
      assertThatThrownBy(this::backUp).hasMessageContaining("under way");
    }
    assertThatThrownBy(() -> backups(copies()).make(shop.home.resolve("backups"), 1))
        .hasMessageContaining("inside the home");
  }

  private DatabaseCopies copies() {
    return new SqliteCopies(shop.home.resolve("db.sqlite"), "test", shop.clock);
  }

  private Backups backups(DatabaseCopies copies) {
    return new Backups(
        copies,
        shop.vault,
        shop.home,
        shop.clock,
        target -> BackupFolder.open(target, shop.clock),
        Map.of("schema", "2"));
  }

  private BackedUp backUp() throws Exception {
    shop.clock.move(Duration.ofSeconds(1));
    return backups(copies()).make(backups, Integer.MAX_VALUE);
  }

  private Path generation(BackedUp made) {
    return backups.resolve(made.folder());
  }

  private Path restore() throws IOException {
    var restoration = Restoration.of(backups);
    assertThat(restoration.complaints()).isEmpty();
    var home = folder.resolve("restored");
    assertThat(Restoration.publish(restoration.copy(home), home, null)).isNull();
    return home;
  }

  private Item kept(String bytes) throws IOException {
    var item = shop.addItem(bytes, false);
    var file = shop.vault.keepOriginal(upload(item), Shop.digest(bytes), "video/mp4");
    var published =
        item.from(new Source.Owned(Shop.digest(bytes), "a.mp4", bytes.length(), ""))
            .becoming(new Item.State.Published(shop.clock.instant()));
    change(tables -> {
      tables.files().put(file);
      tables.items().update(published);
    });
    return shop.item(published);
  }

  private static UploadId upload(Item item) {
    return new UploadId(((Source.Owned) item.source()).upload());
  }

  private static String path(Item item) {
    return ((Source.Owned) item.source()).digest().originalPath("mp4");
  }

  private UploadId half(String bytes, int acknowledged) throws IOException {
    var id = new UploadId("h".repeat(26));
    shop.vault.createUpload(id);
    Files.writeString(shop.vault.uploadData(id), bytes);
    change(tables -> tables.uploads().add(row(id, 100, acknowledged)));
    return id;
  }

  private Upload row(UploadId id, long length, long acknowledged) {
    var now = shop.clock.instant();
    return new Upload(
        id,
        null,
        Upload.Kind.WHOLE,
        length,
        acknowledged,
        Map.of(),
        List.of(),
        null,
        now,
        now.plus(Duration.ofDays(7)));
  }

  private static void write(Path file, String bytes) throws IOException {
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
    Files.writeString(file, bytes);
  }

  private interface Change {
    void in(Database.Tables tables);
  }

  private void change(Change change) {
    shop.database.write(tables -> {
      change.in(tables);
      return "";
    });
  }
}
