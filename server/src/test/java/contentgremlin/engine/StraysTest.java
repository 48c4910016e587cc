package contentgremlin.engine;

import static org.assertj.core.api.Assertions.assertThat;

import contentgremlin.event.Fact;
import contentgremlin.item.Item;
import contentgremlin.item.Rendition;
import contentgremlin.job.JobId;
import contentgremlin.vault.CollectionStore;
import contentgremlin.vault.CollectionStore.Waiting;
import contentgremlin.vault.StoredFile;
import contentgremlin.vault.Upload;
import contentgremlin.vault.UploadId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StraysTest {
  private static final Duration GRACE = Duration.ofDays(7);

  @TempDir private Path home;

  private Shop shop;
  private Sweeper sweeper;

  @BeforeEach
  void open() {
    shop = new Shop(home);
    sweeper = new Sweeper(shop.database, shop.vault, shop.supervisor(), shop.clock);
    change(tables ->
        tables
            .events()
            .append(new Fact.ItemCreated(new contentgremlin.item.ItemId("first")), now()));
  }

  @AfterEach
  void close() throws Exception {
    sweeper.close();
    shop.close();
  }

  @Test
  void an_original_that_nothing_refers_to_waits_for_its_grace_and_goes() throws Exception {
    var path = original("left by a crash");
    var file = shop.vault.path(path);
    change(tables ->
        tables
            .files()
            .put(new StoredFile(path, 15, Shop.digest("left by a crash"), "video/mp4", now())));

    assertThat(unreferenced(sweeper.collect(false, false))).isZero();
    shop.clock.move(GRACE.minusHours(1));
    assertThat(unreferenced(sweeper.collect(false, false))).isZero();
    assertThat(file).exists();
    shop.clock.move(Duration.ofHours(2));
    var done = sweeper.collect(false, false);

    assertThat(unreferenced(done)).isEqualTo(1);
    assertThat(done.waiting()).isEqualTo(new Waiting(0, 0, 0, 0));
    assertThat(file).doesNotExist();
    assertThat(shop.vault.path("job/removed")).doesNotExist();
    var files = shop.database.read(tables -> tables.files().list(null, 9));
    assertThat(files).isEmpty();
    var tally = new CollectionStore.Tally(1, 15, now().truncatedTo(ChronoUnit.MILLIS));
    assertThat(sweeper.tallies().get(Sweep.UNREFERENCED))
        .usingRecursiveComparison()
        .ignoringFields("last")
        .isEqualTo(tally);
  }

  @Test
  void the_counts_and_the_grace_outlive_a_restart() throws Exception {
    var file = shop.vault.path(original("left"));
    sweeper.collect(false, false);
    shop.clock.move(GRACE);

    var later = new Sweeper(shop.database, shop.vault, shop.supervisor(), shop.clock);
    later.sweepOnce();
    later.sweepOnce();

    assertThat(file).doesNotExist();
    assertThat(sweeper.tallies()).containsKey(Sweep.UNREFERENCED);
  }

  @Test
  void a_dry_run_says_what_would_go_and_removes_nothing() throws Exception {
    var file = shop.vault.path(original("left"));
    sweeper.collect(false, false);
    shop.clock.move(GRACE);

    var would = sweeper.collect(true, false);

    assertThat(unreferenced(would)).isEqualTo(1);
    assertThat(file).exists();
    assertThat(sweeper.tallies()).doesNotContainKey(Sweep.UNREFERENCED);
  }

  @Test
  void whoever_says_now_does_not_wait() throws Exception {
    var file = shop.vault.path(original("left"));

    assertThat(unreferenced(sweeper.collect(false, true))).isEqualTo(1);
    assertThat(file).doesNotExist();
  }

  @Test
  void bytes_that_an_item_takes_up_during_their_grace_stay() throws Exception {
    var file = shop.vault.path(original("comes again"));
    sweeper.collect(false, false);
    shop.addItem("comes again", false);

    shop.clock.move(GRACE.multipliedBy(2));
    var done = sweeper.collect(false, false);

    assertThat(unreferenced(done)).isZero();
    assertThat(done.waiting().files()).isZero();
    assertThat(file).exists();
  }

  @Test
  void nothing_that_has_not_become_something_yet_is_ever_touched_however_old() throws Exception {
    var unprocessed = shop.addItem("not processed", false);
    shop.addJob(unprocessed, "probe");
    var upload = new UploadId("r".repeat(26));
    shop.vault.createUpload(upload);
    Files.writeString(shop.vault.uploadData(upload), "half");

    for (int day = 0; day < 400; day += 6) {
      var last = now();
      change(tables -> {
        tables.uploads().remove(upload);
        tables.uploads().add(half(upload, last));
      });
      shop.clock.move(Duration.ofDays(6));
      sweeper.collect(false, true);
    }

    assertThat(shop.vault.original(unprocessed)).hasContent("not processed");
    assertThat(shop.vault.uploadData(upload)).hasContent("half");
    assertThat(shop.database.<Boolean>read(tables -> tables.uploads().find(upload).isPresent()))
        .isTrue();
  }

  private Upload half(UploadId id, java.time.Instant last) {
    return new Upload(
        id,
        null,
        Upload.Kind.WHOLE,
        100,
        4,
        Map.of(),
        List.of(),
        null,
        last.minus(Duration.ofDays(300)),
        last.plus(GRACE));
  }

  @Test
  void an_upload_that_no_row_knows_waits_for_its_grace_and_goes() throws Exception {
    var upload = new UploadId("f".repeat(26));
    shop.vault.createUpload(upload);
    Files.writeString(shop.vault.uploadData(upload), "bytes");

    sweeper.collect(false, false);
    shop.clock.move(GRACE.minusHours(1));
    sweeper.collect(false, false);
    assertThat(shop.vault.uploadData(upload)).exists();
    shop.clock.move(Duration.ofHours(1));
    sweeper.collect(false, false);
    assertThat(shop.vault.path("incoming/" + upload.value())).doesNotExist();
  }

  @Test
  void an_upload_that_only_its_item_knows_of_stays() throws Exception {
    var item = shop.addItem("only copy", false);
    shop.addJob(item, "probe");

    sweeper.collect(false, true);

    assertThat(shop.vault.original(item)).hasContent("only copy");
  }

  @Test
  void a_rendition_without_a_row_goes_and_one_of_an_open_job_stays() throws Exception {
    var item = shop.addItem();
    var job = shop.addJob(item, "probe");
    var pending = published(item, job.id().value());
    var left = published(item, 4_711);

    sweeper.collect(false, true);

    assertThat(pending).exists();
    assertThat(left).doesNotExist();
  }

  @Test
  void what_is_not_ours_is_told_of_and_stays() throws Exception {
    var item = shop.addItem();
    shop.addJob(item, "probe");
    var left = published(item, 4_711);
    Files.writeString(left.resolve("my notes.doc"), "mine");
    var own =
        List.of(
            "original/holiday.mp4",
            "original/ab/cd/" + "0".repeat(64) + ".mp4",
            "readme.txt",
            "incoming/" + "0".repeat(26) + "/other",
            "rendition/film/what.txt");
    for (var path : own) {
      Files.createDirectories(shop.vault.path(path).getParent());
      Files.writeString(shop.vault.path(path), "mine");
    }
    var elsewhere = Files.writeString(home.resolve("elsewhere.mp4"), "mine");
    Files.createSymbolicLink(shop.vault.path("original").resolve("link.mp4"), elsewhere);
    var quarantined = shop.vault.path("quarantine/whatever");
    Files.createDirectories(quarantined.getParent());
    Files.writeString(quarantined, "damaged");

    var done = sweeper.collect(false, true);

    assertThat(unreferenced(done)).isZero();
    assertThat(done.strange()).isEqualTo(own.size() + 2);
    assertThat(done.examples()).contains("original/holiday.mp4", "original/link.mp4");
    assertThat(own).allSatisfy(path -> assertThat(shop.vault.path(path)).exists());
    assertThat(left.resolve("my notes.doc")).exists();
    assertThat(elsewhere).exists();
    assertThat(quarantined).exists();
  }

  @Test
  void nothing_goes_while_content_does_not_look_like_the_one_that_rows_tell_of() throws Exception {
    var file = shop.vault.path(original("somebody's"));
    for (int i = 0; i < 3; i++) {
      var digest = Shop.digest("gone " + i);
      change(tables ->
          tables
              .files()
              .put(new StoredFile(digest.originalPath("mp4"), 9, digest, "video/mp4", now())));
    }

    var done = sweeper.collect(false, true);

    assertThat(unreferenced(done)).isZero();
    assertThat(done.held()).contains("only 0 are there");
    assertThat(file).exists();
  }

  @Test
  void a_new_database_takes_nothing_for_garbage() throws Exception {
    var other = new Shop(Files.createDirectories(home.resolve("other")));
    var path = Shop.digest("of an earlier life").originalPath("mp4");
    Files.createDirectories(other.vault.path(path).getParent());
    Files.writeString(other.vault.path(path), "of an earlier life");
    try (var its = new Sweeper(other.database, other.vault, shop.supervisor(), shop.clock)) {
      var done = its.collect(false, true);

      assertThat(done.held()).contains("new");
      assertThat(other.vault.path(path)).exists();
    } finally {
      other.close();
    }
  }

  @Test
  void in_another_folder_than_before_every_grace_begins_anew() throws Exception {
    original("left");
    sweeper.collect(false, false);
    shop.clock.move(GRACE.minusHours(1));
    var content = home.resolve("content");
    Files.move(content, home.resolve("before"));
    copy(home.resolve("before"), content);

    sweeper.collect(false, false);
    shop.clock.move(Duration.ofHours(2));
    var done = sweeper.collect(false, false);

    assertThat(unreferenced(done)).isZero();
    assertThat(done.waiting().files()).isEqualTo(1);
  }

  private static void copy(Path from, Path to) throws IOException {
    try (var files = Files.walk(from)) {
      for (var file : files.toList()) {
        Files.copy(file, to.resolve(from.relativize(file).toString()));
      }
    }
  }

  @Test
  void an_older_database_does_not_cost_what_came_after_it_during_the_grace() throws Exception {
    var file = shop.vault.path(original("newer"));
    var upload = new UploadId("n".repeat(26));
    shop.vault.createUpload(upload);
    Files.writeString(shop.vault.uploadData(upload), "newer, too");
    var item = shop.addItem();
    shop.addJob(item, "probe");
    var rendition = published(item, 999);

    for (int hour = 0; hour < 7 * 24 - 2; hour += 2) {
      shop.clock.move(Duration.ofHours(2));
      sweeper.sweepOnce();
    }

    assertThat(file).exists();
    assertThat(shop.vault.uploadData(upload)).exists();
    assertThat(rendition).exists();
  }

  @Test
  void more_than_half_of_content_does_not_go_without_being_told_to() throws Exception {
    for (int i = 0; i < 101; i++) {
      original("one of many " + i);
    }
    sweeper.collect(false, false);
    shop.clock.move(GRACE);

    var held = sweeper.collect(false, false);
    var told = sweeper.collect(false, true);

    assertThat(held.held()).contains("more than half");
    assertThat(unreferenced(held)).isZero();
    assertThat(unreferenced(told)).isEqualTo(101);
  }

  /// A file of this name and these bytes, as a kept original lies there.
  private String original(String bytes) throws IOException {
    var path = Shop.digest(bytes).originalPath("mp4");
    Files.createDirectories(shop.vault.path(path).getParent());
    Files.writeString(shop.vault.path(path), bytes);
    return path;
  }

  private Path published(Item item, long job) throws IOException {
    var folder =
        shop.vault.path(Rendition.folder(item.id(), Rendition.Kind.POSTER, new JobId(job)));
    Files.createDirectories(folder);
    Files.writeString(folder.resolve("poster.jpg"), "picture");
    return folder;
  }

  private static long unreferenced(Collected collected) {
    assertThat(collected.problems()).isEmpty();
    return collected.actions().stream()
        .filter(action -> action.sweep() == Sweep.UNREFERENCED)
        .mapToLong(Collected.Action::count)
        .sum();
  }

  private java.time.Instant now() {
    return shop.clock.instant();
  }

  private interface Change {
    void in(contentgremlin.store.Database.Tables tables);
  }

  private void change(Change change) {
    shop.database.write(tables -> {
      change.in(tables);
      return "";
    });
  }
}
