package contentgremlin.engine;

import static org.assertj.core.api.Assertions.assertThat;

import contentgremlin.account.Secret;
import contentgremlin.event.Fact;
import contentgremlin.item.Item;
import contentgremlin.item.Rendition;
import contentgremlin.item.Source;
import contentgremlin.job.Ending;
import contentgremlin.job.Job;
import contentgremlin.job.JobId;
import contentgremlin.job.Limits;
import contentgremlin.process.ShellPrograms;
import contentgremlin.store.Database;
import contentgremlin.vault.StoredFile;
import contentgremlin.vault.Upload;
import contentgremlin.vault.UploadId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SweeperTest {
  @TempDir private Path home;

  private Shop shop;
  private Sweeper sweeper;

  @BeforeEach
  void open() {
    shop = new Shop(home);
    sweeper = new Sweeper(shop.database, shop.vault, shop.supervisor(), shop.clock);
  }

  @AfterEach
  void close() throws Exception {
    sweeper.close();
    shop.close();
  }

  @Test
  void a_half_upload_goes_when_its_time_is_over_and_not_before() throws Exception {
    var half = upload("h".repeat(26), null, Duration.ofDays(7));

    shop.clock.move(Duration.ofDays(6));
    sweeper.sweepOnce();
    assertThat(shop.vault.uploadData(half.id())).exists();

    shop.clock.move(Duration.ofDays(2));
    sweeper.sweepOnce();
    assertThat(shop.vault.uploadData(half.id())).doesNotExist();
    assertThat(shop.database.<Boolean>read(tables -> tables.uploads().find(half.id()).isEmpty()))
        .isTrue();
    assertThat(count(Sweep.UPLOADS_EXPIRED)).isEqualTo(1);
  }

  @Test
  void an_upload_that_is_an_items_only_copy_is_never_swept() throws Exception {
    var item = shop.addItem("precious", false);
    var id = new UploadId(((Source.Owned) item.source()).upload());
    change(tables -> tables.uploads().add(row(id, item, Duration.ofDays(1))));

    shop.clock.move(Duration.ofDays(400));
    sweeper.sweepOnce();
    sweeper.sweepOnce();

    assertThat(shop.vault.original(item)).hasContent("precious");
    assertThat(shop.database.<Boolean>read(tables -> tables.uploads().find(id).isPresent()))
        .isTrue();
  }

  @Test
  void an_empty_folder_that_no_upload_knows_goes_after_a_while() throws Exception {
    var forgotten = new UploadId("f".repeat(26));
    shop.vault.createUpload(forgotten);
    Files.delete(shop.vault.uploadData(forgotten));

    sweeper.sweepOnce();
    assertThat(shop.vault.path("incoming/" + forgotten.value())).exists();
    shop.clock.move(Duration.ofHours(2));
    sweeper.sweepOnce();
    assertThat(shop.vault.path("incoming/" + forgotten.value())).doesNotExist();
  }

  @Test
  void parts_stay_until_they_are_joined_however_old_they_are() throws Exception {
    var part = upload("p".repeat(26), null, Duration.ofDays(7));
    var now = shop.clock.instant();
    var whole =
        new Upload(
            new UploadId("w".repeat(26)),
            null,
            Upload.Kind.FINAL,
            100,
            0,
            Map.of(),
            List.of(part.id()),
            null,
            now,
            now.plus(Duration.ofDays(7)));
    change(tables -> {
      tables.uploads().remove(part.id());
      tables.uploads().add(kind(part, Upload.Kind.PARTIAL));
      tables.uploads().add(whole);
    });

    shop.clock.move(Duration.ofDays(400));
    sweeper.sweepOnce();
    sweeper.sweepOnce();

    assertThat(shop.vault.uploadData(part.id())).exists();
    assertThat(shop.database.<Boolean>read(tables -> tables.uploads().find(whole.id()).isPresent()))
        .isTrue();
  }

  private static Upload kind(Upload upload, Upload.Kind kind) {
    return new Upload(
        upload.id(),
        upload.owner(),
        kind,
        upload.length(),
        upload.offset(),
        upload.metadata(),
        upload.parts(),
        upload.item(),
        upload.created(),
        upload.expires());
  }

  private long count(Sweep sweep) {
    var tally = sweeper.tallies().get(sweep);
    return tally == null ? 0 : tally.count();
  }

  @Test
  void trash_is_emptied_after_its_time_and_shared_originals_stay() throws Exception {
    var alone = trashed(kept("alone"));
    var first = trashed(kept("shared"));
    var second = kept("shared");
    var rendition = rendition(alone, 7);

    sweeper.sweepOnce();
    assertThat(shop.vault.original(alone)).exists();

    shop.clock.move(Duration.ofDays(31));
    sweeper.sweepOnce();

    assertThat(shop.vault.original(alone)).doesNotExist();
    assertThat(rendition).doesNotExist();
    assertThat(shop.vault.original(second)).hasContent("shared");
    assertThat(isKnown(alone)).isFalse();
    assertThat(isKnown(first)).isFalse();
    assertThat(isKnown(second)).isTrue();
    var files = shop.database.read(tables -> tables.files().list(null, 10));
    assertThat(files)
        .extracting(StoredFile::path)
        .containsExactly(Shop.digest("shared").originalPath("mp4"));
    assertThat(shop.eventTypes()).contains("item.removed");
    assertThat(count(Sweep.TRASH)).isEqualTo(2);
  }

  @Test
  void bytes_that_come_again_while_their_last_item_goes_stay() throws Exception {
    var old = trashed(kept("again"));
    var late = new ArrayList<Item>();
    var racing =
        new Sweeper(
            afterEachWrite(() -> {
              if (late.isEmpty() && !isKnown(old)) {
                late.add(shop.addItem("again", false));
              }
            }),
            shop.vault,
            shop.supervisor(),
            shop.clock);

    shop.clock.move(Duration.ofDays(31));
    racing.sweepOnce();

    assertThat(isKnown(old)).isFalse();
    assertThat(shop.vault.path(Shop.digest("again").originalPath("mp4"))).hasContent("again");
    assertThat(shop.vault.original(late.getFirst())).hasContent("again");
  }

  private interface Step {
    void run() throws Exception;
  }

  private Database afterEachWrite(Step step) {
    return new Database() {
      @Override
      public <T extends @Nullable Object> T write(Work<T> work) {
        var result = shop.database.write(work);
        try {
          step.run();
        } catch (Exception e) {
          throw new IllegalStateException(e);
        }
        return result;
      }

      @Override
      public <T extends @Nullable Object> T read(Work<T> work) {
        return shop.database.read(work);
      }

      @Override
      public void afterCommit(Runnable listener) {
        shop.database.afterCommit(listener);
      }

      @Override
      public List<String> check() {
        return shop.database.check();
      }

      @Override
      public void close() {
        shop.database.close();
      }
    };
  }

  @Test
  void an_upload_goes_with_the_item_that_it_became() throws Exception {
    var item = trashed(kept("gone"));
    var upload = row(new UploadId("u".repeat(26)), item, Duration.ofDays(400));
    change(tables -> tables.uploads().add(upload));

    shop.clock.move(Duration.ofDays(31));
    sweeper.sweepOnce();

    assertThat(shop.database.<Boolean>read(tables -> tables.uploads().find(upload.id()).isEmpty()))
        .isTrue();
  }

  @Test
  void nobodys_item_is_put_back_to_work() throws Exception {
    var stranded = shop.addItem();
    var healthy = shop.addItem();
    shop.addJob(healthy, "make");

    sweeper.sweepOnce();
    sweeper.sweepOnce();

    assertThat(kinds(stranded)).containsExactly(Pipeline.PROBE, Pipeline.KEEP);
    assertThat(kinds(healthy)).containsExactly("make");
    assertThat(count(Sweep.STRANDED)).isEqualTo(1);
  }

  @Test
  void an_item_whose_jobs_were_cancelled_by_the_trash_is_made_again_after_its_restore()
      throws Exception {
    var item = shop.addItem();
    var job = shop.addJob(item, "make");
    change(tables -> {
      tables.items().update(trash(item));
      Settlement.cancelled(tables, job, shop.clock.instant());
      tables.items().update(item);
    });

    sweeper.sweepOnce();

    assertThat(kinds(item)).containsExactly("make", Pipeline.PROBE, Pipeline.KEEP);
    assertThat(shop.item(item).state()).isEqualTo(new Item.State.Processing());
  }

  @Test
  void closed_jobs_leave_nothing_and_failed_ones_only_their_last_log() throws Exception {
    var done = ended(new Ending.Done());
    var failed = ended(new Ending.Hopeless("no"));
    var unknown = new JobId(4_711);
    for (var id : List.of(done.id(), failed.id(), unknown)) {
      Files.writeString(shop.vault.createAttempt(id, 1).resolve("out"), "out");
      Files.writeString(shop.vault.attempt(id, 1).resolve("log"), "log");
    }

    shop.clock.move(Duration.ofHours(2));
    sweeper.sweepOnce();

    assertThat(shop.vault.attempt(done.id(), 1)).doesNotExist();
    assertThat(shop.vault.attempt(unknown, 1)).doesNotExist();
    assertThat(shop.vault.attempt(failed.id(), 1).resolve("out")).doesNotExist();
    assertThat(shop.vault.attempt(failed.id(), 1).resolve("log")).exists();
  }

  @Test
  void a_tool_whose_job_was_cancelled_before_a_crash_is_ended() throws Exception {
    var job = shop.addJob(shop.addItem(), "film");
    var folder = shop.vault.createAttempt(job.id(), 1);
    var limits = new Limits(Duration.ofMinutes(1), Duration.ofMinutes(1), 0, 0);
    var leader =
        shop.supervisor().start(folder, List.of(ShellPrograms.tool("exec sleep 600")), limits);
    Shop.await("wrapper is silent", () -> Files.exists(folder.resolve("process")));
    var claimed = replace(job, job.claim("earlier", shop.clock.instant().plusSeconds(60)));
    var running = replace(claimed, claimed.start(leader, shop.clock.instant()));

    sweeper.sweepOnce();
    assertThat(shop.supervisor().isAlive(leader)).isTrue();

    replace(running, running.cancel(shop.clock.instant()));
    sweeper.sweepOnce();
    Shop.await("tool lives", () -> !shop.supervisor().isAlive(leader));
    assertThat(count(Sweep.ORPHANS_ENDED)).isEqualTo(1);
  }

  @Test
  void a_rendition_that_was_replaced_goes_after_a_grace() throws Exception {
    var item = kept("film");
    var old = rendition(item, 7);
    var current = rendition(item, 8);

    sweeper.sweepOnce();
    assertThat(old).exists();
    shop.clock.move(Duration.ofHours(2));
    sweeper.sweepOnce();

    assertThat(old).doesNotExist();
    assertThat(current).exists();
  }

  @Test
  void old_events_and_secrets_go() throws Exception {
    var item = shop.addItem();
    var now = shop.clock.instant();
    change(tables -> {
      tables.events().append(new Fact.ItemCreated(item.id()), now);
      tables.events().append(new Fact.ItemChanged(item.id()), now);
      tables.accounts().addSecret(secret(now.plus(Duration.ofDays(1))));
    });
    shop.addJob(item, "make");

    sweeper.sweepOnce();
    assertThat(shop.events()).hasSize(2);
    shop.clock.move(Duration.ofDays(8));
    sweeper.sweepOnce();

    assertThat(shop.eventTypes())
        .as("the newest one keeps the count")
        .containsExactly("item.changed");
    var found =
        shop.database.read(tables -> tables.accounts().findSecret(Secret.Kind.TOKEN, "hash", now));
    assertThat(found).isEmpty();
  }

  private static Secret secret(java.time.Instant expires) {
    return new Secret(
        0,
        null,
        Secret.Kind.TOKEN,
        "hash",
        "label",
        "*",
        expires.minus(Duration.ofDays(1)),
        expires);
  }

  private Upload upload(String id, @Nullable Item item, Duration lifetime) throws IOException {
    var upload = row(new UploadId(id), item, lifetime);
    shop.vault.createUpload(upload.id());
    change(tables -> tables.uploads().add(upload));
    return upload;
  }

  private Upload row(UploadId id, @Nullable Item item, Duration lifetime) {
    var now = shop.clock.instant();
    return new Upload(
        id,
        null,
        Upload.Kind.WHOLE,
        100,
        item == null ? 10 : 100,
        Map.of(),
        List.of(),
        item == null ? null : item.id(),
        now,
        now.plus(lifetime));
  }

  /// A published item whose original is in its place.
  private Item kept(String bytes) throws IOException {
    var item = shop.addItem(bytes, false);
    var owned = (Source.Owned) item.source();
    var file = shop.vault.keepOriginal(new UploadId(owned.upload()), owned.digest(), "video/mp4");
    var published =
        item.from(new Source.Owned(owned.digest(), owned.name(), owned.size(), ""))
            .becoming(new Item.State.Published(shop.clock.instant()));
    change(tables -> {
      tables.files().put(file);
      tables.items().update(published);
    });
    return published;
  }

  private Item trashed(Item item) {
    var trashed = trash(item);
    change(tables -> tables.items().update(trashed));
    return trashed;
  }

  private Item trash(Item item) {
    return item.becoming(new Item.State.Trashed(shop.clock.instant(), item.state()));
  }

  private Path rendition(Item item, long job) throws IOException {
    var folder = Rendition.folder(item.id(), Rendition.Kind.POSTER, new JobId(job));
    var path = Files.createDirectories(shop.vault.path(folder));
    Files.writeString(path.resolve("poster.jpg"), "picture");
    var file =
        new StoredFile(
            folder + "/poster.jpg", 7, Shop.digest("picture"), "image/jpeg", shop.clock.instant());
    var rendition =
        new Rendition(
            item.id(),
            Rendition.Kind.POSTER,
            new JobId(job),
            shop.clock.instant(),
            Map.of(),
            List.of(file));
    change(tables -> {
      tables.files().put(file);
      tables.items().putRendition(rendition);
    });
    return path;
  }

  private boolean isKnown(Item item) {
    return shop.database.<Boolean>read(tables -> tables.items().find(item.id()).isPresent());
  }

  private List<String> kinds(Item item) {
    return shop.database.read(tables -> tables.jobs().of(item.id())).stream()
        .map(Job::kind)
        .toList();
  }

  private Job ended(Ending ending) throws Exception {
    var handler = new ScriptHandler("ends", "");
    handler.conclusion = _ -> JobHandler.Result.of(ending);
    var job = shop.addJob(shop.addItem(), "ends");
    var runner = shop.run(handler);
    Shop.await("job is open", () -> !shop.job(job).isOpen());
    runner.stop(false);
    return shop.job(job);
  }

  private Job replace(Job before, Job after) {
    boolean kept =
        shop.database.write(tables -> tables.jobs().replace(before, after, shop.clock.instant()));
    assertThat(kept).isTrue();
    return after;
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
