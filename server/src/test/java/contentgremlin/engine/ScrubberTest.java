package contentgremlin.engine;

import static org.assertj.core.api.Assertions.assertThat;

import contentgremlin.engine.scrub.Verifications;
import contentgremlin.enrich.EnrichmentStore;
import contentgremlin.enrich.PictureStore;
import contentgremlin.enrich.Wanted;
import contentgremlin.event.Alert;
import contentgremlin.item.Item;
import contentgremlin.item.Rendition;
import contentgremlin.job.Job;
import contentgremlin.job.Lane;
import contentgremlin.store.Setting;
import contentgremlin.vault.Damage;
import contentgremlin.vault.Finding;
import contentgremlin.vault.StoredFile;
import contentgremlin.vault.UploadId;
import contentgremlin.vault.Vault;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ScrubberTest {
  @TempDir private Path home;

  private ScrubShop scrub;
  private Shop shop;

  @BeforeEach
  void open() {
    scrub = new ScrubShop(home);
    shop = scrub.shop;
    scrub.change(tables -> tables.settings().put(Setting.SCRUB_RATE.word(), "1000000000"));
  }

  @AfterEach
  void close() throws Exception {
    shop.close();
  }

  /// As if nobody had looked at anything for long.
  private void scrubAll() throws InterruptedException {
    shop.clock.move(ScrubShop.LONG);
    ScrubShop.run(scrub.scrubber());
  }

  private Verifications.Report verify(boolean repair) throws InterruptedException {
    shop.clock.move(Duration.ofSeconds(1)); // what was read before lies before its beginning
    var scrubber = scrub.scrubber();
    var verifications = new Verifications(shop.database, scrubber, shop.clock);
    var begun = verifications.begin(repair);
    Shop.await(
        "the verification is not through",
        () -> {
          scrubber.step();
          return !shop.database
              .read(tables -> tables.verifications().find(begun.id()))
              .orElseThrow()
              .isOpen();
        });
    return verifications.report();
  }

  @Test
  void every_file_is_read_and_the_rows_prove_it() throws Exception {
    var item = scrub.kept("film");
    scrub.poster(item);
    shop.clock.move(ScrubShop.LONG);
    var before = shop.clock.instant();
    var uncovered = shop.database.read(tables -> tables.files().coverage(before));

    ScrubShop.run(scrub.scrubber());
    var covered = shop.database.read(tables -> tables.files().coverage(before));

    assertThat(uncovered.filesVerified()).isZero();
    assertThat(covered.files()).isEqualTo(3);
    assertThat(covered.filesVerified()).isEqualTo(3);
    assertThat(covered.bytesVerified()).isEqualTo(covered.bytes()).isPositive();
    assertThat(covered.isWhole()).isTrue();
    assertThat(scrub.alerts()).isEmpty();
  }

  @Test
  void what_was_never_read_back_is_read_at_once_and_the_rest_when_it_is_due() throws Exception {
    var item = scrub.kept("film");
    var poster = scrub.poster(item);
    var digested = poster.files().getFirst();

    ScrubShop.run(scrub.scrubber());

    var original = original("film");
    var file = shop.database.read(tables -> tables.files().find(digested.path())).orElseThrow();
    assertThat(original.verified()).isAfter(StoredFile.NEVER);
    assertThat(file.verified().toEpochMilli()).isEqualTo(digested.verified().toEpochMilli());
  }

  private StoredFile original(String bytes) {
    return shop.database
        .read(tables -> tables.files().findOriginal(Shop.digest(bytes)))
        .orElseThrow();
  }

  @Test
  void a_scrub_that_is_off_reads_nothing_and_claims_nothing() throws Exception {
    scrub.kept("film");
    scrub.change(tables -> tables.settings().put(Setting.SCRUB_RATE.word(), "0"));
    shop.clock.move(ScrubShop.LONG);

    ScrubShop.run(scrub.scrubber());

    var coverage =
        shop.database.read(tables -> tables.files().coverage(shop.clock.instant().minusSeconds(9)));
    assertThat(coverage.filesVerified()).isZero();
    assertThat(coverage.isWhole()).isFalse();
  }

  @Test
  void a_damaged_picture_from_elsewhere_is_fetched_again() throws Exception {
    var item = scrub.kept("film");
    Files.createDirectories(shop.vault.path("job"));
    Files.writeString(shop.vault.path("job/picture"), "picture");
    var digest = Shop.digest("picture");
    var file = shop.vault.keepFile("job/picture", digest, "image/jpeg");
    var wanted = new Wanted(Wanted.Kind.POSTER, "https://a.invalid/p", "", 1);
    scrub.change(tables -> {
      tables.files().put(file);
      tables.pictures().want(item.id(), "x", List.of(wanted), shop.clock.instant());
      var picture = tables.pictures().of(item.id()).getFirst();
      var here = new PictureStore.File(file.path(), digest.hex(), 7, "image/jpeg", 1, 1);
      tables.pictures().update(picture.with(here));
    });
    ScrubShop.flip(scrub.path(file));

    scrubAll();

    List<EnrichmentStore.Due> due = shop.database.read(tables -> tables.enrichment().due(9));
    List<PictureStore.Picture> pictures =
        shop.database.read(tables -> tables.pictures().due(item.id(), shop.clock.instant()));
    assertThat(pictures).hasSize(1);
    assertThat(due).containsExactly(new EnrichmentStore.Due(item.id(), 0));
    assertThat(shop.vault.path(file.path())).doesNotExist();
    assertThat(scrub.quarantined()).hasSize(2);
    assertThat(scrub.alerts()).isEmpty();
  }

  @Test
  void a_damaged_rendition_goes_to_quarantine_and_is_made_again() throws Exception {
    var item = scrub.kept("film");
    var poster = scrub.poster(item);
    ScrubShop.flip(scrub.path(poster.files().getFirst()));

    scrubAll();

    assertThat(shop.vault.path(poster.folder())).doesNotExist();
    assertThat(shop.item(item).isPublished()).isTrue();
    assertThat(hasPoster(item)).isFalse();
    assertThat(scrub.quarantined()).hasSize(2);
    var note = home.resolve("content/quarantine").resolve(scrub.quarantined().getLast());
    assertThat(note).content().contains(poster.files().getFirst().digest().hex(), poster.folder());
    assertThat(scrub.alerts())
        .singleElement()
        .satisfies(alert -> {
          assertThat(alert.kind()).isEqualTo(Alert.Kind.RENDITION_DAMAGED);
          assertThat(alert.subject()).isEqualTo(item.id().value() + "/poster");
          assertThat(alert.message()).contains("“Title”", "poster.jpg", "makes it again");
        });

    scrub.posterMaker();
    Shop.await("no new poster", () -> hasPoster(item));
    ScrubShop.run(scrub.scrubber());

    assertThat(scrub.alerts()).isEmpty();
    assertThat(scrub.quarantined()).as("stays").hasSize(2);
    assertThat(shop.eventTypes()).contains("alert.raised", "alert.resolved", "item.changed");
  }

  private boolean hasPoster(Item item) {
    return shop.database
        .read(tables -> tables.items().rendition(item.id(), Rendition.Kind.POSTER))
        .isPresent();
  }

  @Test
  void what_is_shorter_gone_or_no_file_is_damaged_too() throws Exception {
    var items = List.of(scrub.kept("a"), scrub.kept("b"), scrub.kept("c"), scrub.kept("d"));
    for (int i = 0; i < items.size(); i++) {
      var file = scrub.path(scrub.poster(items.get(i)).files().getFirst());
      switch (i) {
        case 0 -> ScrubShop.replace(file, new byte[] {'a'});
        case 1 -> Files.delete(file);
        case 2 -> {
          Files.delete(file);
          Files.createDirectory(file);
        }
        default -> {
          Files.delete(file);
          Files.createSymbolicLink(file, home);
        }
      }
    }

    scrubAll();

    assertThat(scrub.alerts()).hasSize(4);
    assertThat(scrub.alerts()).anySatisfy(alert -> assertThat(alert.message()).contains("nothing"));
    assertThat(scrub.alerts())
        .anySatisfy(alert -> assertThat(alert.message()).contains("a folder"));
    for (var item : items) {
      assertThat(openJobs(item)).containsExactly(Pipeline.POSTER);
    }
  }

  private List<String> openJobs(Item item) {
    return shop.database.read(tables -> tables.jobs().of(item.id())).stream()
        .filter(Job::isOpen)
        .map(Job::kind)
        .toList();
  }

  @Test
  void a_damaged_original_is_told_with_all_that_it_affects() throws Exception {
    var first = scrub.kept("film");
    scrub.poster(first);
    var second = scrub.trash(scrub.kept("film"));
    ScrubShop.flip(scrub.original(first));

    scrubAll();

    assertThat(scrub.original(first)).doesNotExist();
    assertThat(scrub.quarantined()).hasSize(2);
    assertThat(scrub.alerts())
        .singleElement()
        .satisfies(alert -> {
          assertThat(alert.kind()).isEqualTo(Alert.Kind.ORIGINAL_DAMAGED);
          assertThat(alert.message())
              .contains(first.id().value(), second.id().value(), "trashed", "poster")
              .contains("upload the same file again", "content/quarantine/");
        });
    shop.clock.move(Duration.ofHours(2));
    ScrubShop.run(scrub.scrubber());
    assertThat(scrub.alerts().getFirst().message())
        .as("still says where it is")
        .contains("content/quarantine/");
  }

  @Test
  void the_same_bytes_mend_all_items_that_have_them() throws Exception {
    var item = scrub.kept("film");
    ScrubShop.flip(scrub.original(item));
    scrubAll();
    assertThat(scrub.damaged()).hasSize(1);

    shop.run(new KeepHandler(shop.vault));
    var again = shop.addItem("film", false);
    shop.addJob(again, Pipeline.KEEP, Lane.LIGHT, Pipeline.STAGE_KEEP, false);
    Shop.await("not kept", () -> scrub.damaged().isEmpty());
    ScrubShop.run(scrub.scrubber());

    assertThat(scrub.original(item)).hasContent("film");
    assertThat(scrub.alerts()).isEmpty();
    assertThat(original("film").verified()).isAfter(StoredFile.NEVER);
  }

  @Test
  void the_same_bytes_mend_even_if_their_owner_wants_them_dropped() throws Exception {
    var item = scrub.kept("film");
    ScrubShop.flip(scrub.original(item));
    scrubAll();

    shop.run(new KeepHandler(shop.vault));
    var again = shop.addItem("film", true);
    scrub.change(tables ->
        tables.items().update(again.becoming(new Item.State.Published(shop.clock.instant()))));
    shop.addJob(again, Pipeline.KEEP, Lane.LIGHT, Pipeline.STAGE_KEEP, false);
    Shop.await("not kept", () -> scrub.damaged().isEmpty());

    assertThat(scrub.original(item)).hasContent("film");
  }

  @Test
  void an_original_that_somebody_puts_back_is_sound_again() throws Exception {
    var item = scrub.kept("film");
    var place = scrub.original(item);
    Files.delete(place);
    scrubAll();
    assertThat(scrub.alerts()).hasSize(1);

    Files.writeString(place, "film");
    shop.clock.move(Duration.ofHours(2));
    ScrubShop.run(scrub.scrubber());

    assertThat(scrub.damaged()).isEmpty();
    ScrubShop.run(scrub.scrubber());
    assertThat(scrub.alerts()).isEmpty();
  }

  @Test
  void what_cannot_be_made_again_stays_in_its_place() throws Exception {
    var dropped = scrub.dropped("gone");
    var poster = scrub.poster(dropped);
    ScrubShop.flip(scrub.path(poster.files().getFirst()));
    var torn = scrub.kept("torn");
    var other = scrub.poster(torn);
    ScrubShop.flip(scrub.path(other.files().getFirst()));
    ScrubShop.flip(scrub.original(torn));

    scrubAll();

    assertThat(scrub.path(poster.files().getFirst())).exists();
    assertThat(scrub.path(other.files().getFirst())).exists();
    assertThat(openJobs(dropped)).isEmpty();
    assertThat(openJobs(torn)).isEmpty();
    assertThat(scrub.alerts())
        .anySatisfy(alert -> assertThat(alert.message()).contains("was not kept"))
        .anySatisfy(alert -> assertThat(alert.message()).contains("original is damaged"))
        .hasSize(3);
    assertThat(verify(true).isSound()).isFalse();
  }

  @Test
  void it_is_made_again_once_its_original_is_mended() throws Exception {
    var item = scrub.kept("torn");
    var poster = scrub.poster(item);
    ScrubShop.flip(scrub.path(poster.files().getFirst()));
    var place = scrub.original(item);
    ScrubShop.flip(place);
    scrubAll();

    Files.writeString(place, "torn");
    scrub.posterMaker();
    var report = verify(true);

    assertThat(report.problems()).isEmpty();
    assertThat(report.isSound()).isTrue();
    assertThat(hasPoster(item)).isTrue();
  }

  @Test
  void what_lies_in_the_trash_is_made_again_after_its_restore() throws Exception {
    var item = scrub.kept("film");
    var poster = scrub.poster(item);
    var trashed = scrub.trash(item);
    ScrubShop.flip(scrub.path(poster.files().getFirst()));
    scrubAll();
    assertThat(openJobs(item)).isEmpty();
    assertThat(scrub.alerts().getFirst().message()).contains("in the trash");

    scrub.change(tables ->
        tables.items().update(trashed.becoming(((Item.State.Trashed) trashed.state()).before())));
    shop.clock.move(Duration.ofHours(2));
    ScrubShop.run(scrub.scrubber());

    assertThat(openJobs(item)).containsExactly(Pipeline.POSTER);
  }

  @Test
  void a_verification_without_repair_changes_no_file_and_tells_of_all() throws Exception {
    var item = scrub.kept("film");
    var poster = scrub.poster(item);
    ScrubShop.flip(scrub.path(poster.files().getFirst()));
    ScrubShop.flip(scrub.original(item));

    var report = verify(false);
    var second = verify(false);

    assertThat(report.isSound()).isFalse();
    assertThat(report.problems()).hasSize(2);
    assertThat(report.problems())
        .allSatisfy(
            problem -> assertThat(problem.items()).extracting(Item::id).containsExactly(item.id()));
    assertThat(report.coverage().filesVerified()).isEqualTo(1);
    assertThat(second.problems()).as("until it is mended").hasSize(2);
    assertThat(scrub.quarantined()).isEmpty();
    assertThat(openJobs(item)).isEmpty();
    assertThat(shop.database.check()).isEmpty();
  }

  @Test
  void a_repair_waits_until_all_is_made_again() throws Exception {
    var item = scrub.kept("film");
    var poster = scrub.poster(item);
    Files.delete(scrub.path(poster.files().getLast()));
    scrub.posterMaker();

    var report = verify(true);

    assertThat(report.isSound()).isTrue();
    assertThat(report.coverage().isWhole()).isTrue();
    assertThat(hasPoster(item)).isTrue();
  }

  @Test
  void a_rebuild_that_failed_is_told_and_tried_again_when_asked() throws Exception {
    var item = scrub.kept("film");
    var poster = scrub.poster(item);
    Files.delete(scrub.path(poster.files().getLast()));
    var handler = new ScriptHandler(Pipeline.POSTER, "");
    handler.conclusion =
        _ -> JobHandler.Result.of(new contentgremlin.job.Ending.Hopeless("the tool is not there"));
    var runner = shop.run(handler);

    var failed = verify(true);
    runner.stop(true);
    assertThat(failed.isSound()).isFalse();
    assertThat(failed.problems())
        .singleElement()
        .satisfies(problem ->
            assertThat(problem.alert().message())
                .contains("the tool is not there", "gremlin retry"));

    scrub.posterMaker();
    assertThat(verify(true).isSound()).isTrue();
  }

  @Test
  void a_verification_goes_on_after_a_restart_from_the_rows_alone() throws Exception {
    for (int i = 0; i < 5; i++) {
      scrub.kept("film " + i);
    }
    var begun = scrub.scrubber().verify(false);
    scrub.scrubber().close();

    ScrubShop.run(scrub.scrubber());

    var ended = shop.database.read(tables -> tables.verifications().find(begun.id())).orElseThrow();
    assertThat(ended.isOpen()).isFalse();
    assertThat(shop.database.read(tables -> tables.files().coverage(begun.started())).isWhole())
        .isTrue();
  }

  @Test
  void a_content_folder_that_is_not_there_damages_nothing() throws Exception {
    var item = scrub.kept("film");
    scrub.poster(item);
    var content = home.resolve("content");
    Files.move(content, home.resolve("elsewhere"));
    Files.createDirectory(content);

    var report = verify(false);
    scrubAll();

    assertThat(report.isSound()).isFalse();
    assertThat(report.coverage().filesVerified()).isZero();
    assertThat(report.verification().orElseThrow().outcome()).containsEntry("stopped", "content");
    assertThat(scrub.damaged()).isEmpty();
    assertThat(scrub.alerts())
        .singleElement()
        .satisfies(alert -> assertThat(alert.kind()).isEqualTo(Alert.Kind.CONTENT_MISSING));

    Files.delete(content);
    Files.move(home.resolve("elsewhere"), content);
    assertThat(verify(false).isSound()).isTrue();
    assertThat(scrub.alerts()).isEmpty();
  }

  @Test
  void a_lost_part_is_made_again_only_when_somebody_insists() throws Exception {
    var item = scrub.kept("film");
    scrub.poster(item);
    Files.move(home.resolve("content/rendition"), home.resolve("lost"));
    scrubAll();
    assertThat(scrub.damaged()).isEmpty();
    assertThat(scrub.alerts().getFirst().subject()).isEqualTo("content/rendition");

    scrub.posterMaker();
    verify(true);

    assertThat(hasPoster(item)).isTrue();
    assertThat(verify(false).isSound()).isTrue();
  }

  /// A disk that gives no answer for some files.
  private Vault refusing(Set<String> paths) {
    return (Vault)
        Proxy.newProxyInstance(
            Vault.class.getClassLoader(),
            new Class<?>[] {Vault.class},
            (_, method, arguments) ->
                method.getName().equals("inspect") && paths.contains(arguments[0])
                    ? new Finding.Unreadable("Input/output error")
                    : method.invoke(shop.vault, arguments));
  }

  @Test
  void a_disk_that_does_not_answer_says_nothing_about_the_bytes() throws Exception {
    var item = scrub.kept("film");
    var poster = scrub.poster(item);
    var path = poster.files().getFirst().path();
    var broken = ConcurrentHashMap.<String>newKeySet();
    broken.add(path);
    var scrubber = scrub.scrubber(refusing(broken));
    shop.clock.move(ScrubShop.LONG);

    ScrubShop.run(scrubber);

    assertThat(scrub.damaged())
        .singleElement()
        .satisfies(damage -> assertThat(damage.kind()).isEqualTo(Damage.Kind.UNREADABLE));
    assertThat(scrub.alerts())
        .singleElement()
        .satisfies(alert -> {
          assertThat(alert.kind()).isEqualTo(Alert.Kind.FILE_UNREADABLE);
          assertThat(alert.message()).contains("Input/output error");
        });
    assertThat(scrub.quarantined()).isEmpty();

    broken.clear();
    shop.clock.move(Duration.ofHours(2));
    ScrubShop.run(scrubber);
    ScrubShop.run(scrubber);
    assertThat(scrub.damaged()).isEmpty();
    assertThat(scrub.alerts()).isEmpty();
  }

  @Test
  void an_upload_that_an_item_still_needs_is_looked_at_too() throws Exception {
    var item = shop.addItem("needed", false);
    var upload = new UploadId(((contentgremlin.item.Source.Owned) item.source()).upload());
    var row = new StoredFile(upload.dataPath(), 6, Shop.digest("needed"), "a/b", StoredFile.NEVER);
    scrub.change(tables -> {
      tables.files().put(row);
      tables.items().update(item.becoming(new Item.State.Failed("no")));
    });
    ScrubShop.flip(shop.vault.uploadData(upload));

    scrubAll();

    assertThat(scrub.alerts())
        .singleElement()
        .satisfies(alert -> {
          assertThat(alert.kind()).isEqualTo(Alert.Kind.UPLOAD_DAMAGED);
          assertThat(alert.message()).contains(item.id().value(), "upload the file again");
        });
    assertThat(scrub.quarantined()).hasSize(2);
  }

  @Test
  void an_upload_that_was_moved_just_now_is_not_missing() throws Exception {
    var item = shop.addItem("moved", false);
    var owned = (contentgremlin.item.Source.Owned) item.source();
    var upload = new UploadId(owned.upload());
    var row = new StoredFile(upload.dataPath(), 5, owned.digest(), "a/b", StoredFile.NEVER);
    scrub.change(tables -> tables.files().put(row));
    shop.vault.keepOriginal(upload, owned.digest(), "video/mp4");

    assertThat(verify(false).isSound()).isTrue();
    assertThat(scrub.damaged()).isEmpty();
  }

  @Test
  void a_rendition_that_was_replaced_and_swept_is_not_missing() throws Exception {
    var item = scrub.kept("film");
    var old = scrub.poster(item);
    scrub.poster(item);
    shop.vault.remove(old.folder());

    scrubAll();

    assertThat(scrub.alerts()).isEmpty();
    var row = shop.database.read(tables -> tables.files().find(old.files().getFirst().path()));
    assertThat(row).isEmpty();
  }

  @Test
  void alerts_go_with_the_item_that_they_are_about() throws Exception {
    var item = scrub.dropped("gone");
    var poster = scrub.poster(item);
    ScrubShop.flip(scrub.path(poster.files().getFirst()));
    scrubAll();
    assertThat(scrub.alerts()).hasSize(1);

    scrub.change(tables -> {
      poster.files().forEach(file -> tables.files().remove(file.path()));
      tables.items().remove(item.id());
    });
    ScrubShop.run(scrub.scrubber());

    assertThat(scrub.alerts()).isEmpty();
  }

  @Test
  void a_started_scrub_works_by_itself_and_ends_with_the_server() throws Exception {
    scrub.kept("film");
    var scrubber = scrub.scrubber();

    scrubber.start();
    Shop.await("not verified", () -> original("film").verified().isAfter(StoredFile.NEVER));
    var begun = scrubber.verify(true);
    Shop.await(
        "not through",
        () ->
            !shop.database
                .read(tables -> tables.verifications().find(begun.id()))
                .orElseThrow()
                .isOpen());
    scrubber.close();

    assertThat(Thread.getAllStackTraces().keySet())
        .noneMatch(thread -> thread.getName().equals("scrubber"));
  }
}
