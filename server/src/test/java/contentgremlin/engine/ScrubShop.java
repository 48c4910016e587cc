package contentgremlin.engine;

import contentgremlin.engine.scrub.Scrubber;
import contentgremlin.event.Alert;
import contentgremlin.item.Item;
import contentgremlin.item.Rendition;
import contentgremlin.item.Source;
import contentgremlin.job.Job;
import contentgremlin.job.JobId;
import contentgremlin.job.Lane;
import contentgremlin.store.Database;
import contentgremlin.vault.Damage;
import contentgremlin.vault.StoredFile;
import contentgremlin.vault.UploadId;
import contentgremlin.vault.Vault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/// Stored files of several sorts, to be damaged in several ways.
final class ScrubShop {
  static final Duration LONG = Duration.ofDays(40);

  final Shop shop;

  ScrubShop(Path home) {
    shop = new Shop(home);
  }

  Scrubber scrubber() {
    return scrubber(shop.vault);
  }

  Scrubber scrubber(Vault vault) {
    return new Scrubber(shop.database, vault, shop.clock);
  }

  /// Until there is nothing more to be done at once.
  static void run(Scrubber scrubber) throws InterruptedException {
    while (scrubber.step().isZero()) {
      // the next portion
    }
  }

  /// A published item whose original is kept.
  Item kept(String bytes) throws IOException {
    var item = shop.addItem(bytes, false);
    var owned = (Source.Owned) item.source();
    var file = shop.vault.keepOriginal(new UploadId(owned.upload()), owned.digest(), "video/mp4");
    return published(item, List.of(file));
  }

  /// A published item whose original was dropped.
  Item dropped(String bytes) throws IOException {
    var item = shop.addItem(bytes, true);
    shop.vault.removeUpload(new UploadId(((Source.Owned) item.source()).upload()));
    return published(item, List.of());
  }

  private Item published(Item item, List<StoredFile> files) {
    var owned = (Source.Owned) item.source();
    var published =
        item.from(new Source.Owned(owned.digest(), owned.name(), owned.size(), ""))
            .becoming(new Item.State.Published(shop.clock.instant()));
    change(tables -> {
      files.forEach(tables.files()::put);
      tables.items().update(published);
    });
    return published;
  }

  Item trash(Item item) {
    var now = shop.clock.instant();
    var trashed = item.becoming(new Item.State.Trashed(now, item.state()));
    change(tables -> tables.items().update(trashed));
    return trashed;
  }

  /// What a job that succeeded made of the item: two files.
  Rendition poster(Item item) throws IOException {
    var job = shop.addJob(item, Pipeline.POSTER, Lane.LIGHT, Pipeline.STAGE_PRODUCE, true);
    var claimed = replace(job, job.claim("earlier", shop.clock.instant()));
    var running = replace(claimed, claimed.start(null, shop.clock.instant()));
    var rendition = publish(item, job.id());
    change(tables -> {
      var done =
          running.settle(
              new contentgremlin.job.Ending.Done(),
              contentgremlin.job.RetryPolicy.DEFAULT,
              shop.clock.instant());
      tables.jobs().replace(running, done, shop.clock.instant());
      tables.items().putRendition(rendition);
    });
    return rendition;
  }

  private Job replace(Job before, Job after) {
    change(tables -> tables.jobs().replace(before, after, shop.clock.instant()));
    return after;
  }

  Rendition publish(Item item, JobId job) throws IOException {
    var made = shop.vault.createAttempt(job, 9).resolve("poster");
    Files.createDirectories(made);
    Files.writeString(made.resolve("poster.jpg"), "a poster of " + item.id().value());
    Files.writeString(made.resolve("thumbnail.jpg"), "a thumbnail");
    var folder = Rendition.folder(item.id(), Rendition.Kind.POSTER, job);
    var files = shop.vault.publish(made, folder, _ -> "image/jpeg");
    return new Rendition(
        item.id(), Rendition.Kind.POSTER, job, shop.clock.instant(), Map.of(), files);
  }

  /// A runner that makes posters again.
  Runner posterMaker() {
    var handler = new ScriptHandler(Pipeline.POSTER, "");
    handler.conclusion =
        task -> {
          var rendition = publish(task.item(), task.job().id());
          return JobHandler.Result.done((tables, _) -> tables.items().putRendition(rendition));
        };
    return shop.run(handler);
  }

  Path original(Item item) {
    return shop.vault.original(item);
  }

  Path path(StoredFile file) {
    return shop.vault.path(file.path());
  }

  List<Alert> alerts() {
    return shop.database.read(tables -> tables.alerts().standing(0, 100));
  }

  List<Damage> damaged() {
    return shop.database.read(
        tables -> tables.files().damagedBefore(shop.clock.instant().plusSeconds(1), 100));
  }

  List<String> quarantined() throws IOException {
    var folder = shop.home.resolve("content/quarantine");
    if (!Files.exists(folder)) {
      return List.of();
    }
    try (var found = Files.list(folder)) {
      return found.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  interface Change {
    void in(Database.Tables tables);
  }

  void change(Change change) {
    shop.database.write(tables -> {
      change.in(tables);
      return "";
    });
  }

  /// Other bytes of the same length, as a bad disk would leave them.
  static void flip(Path file) throws IOException {
    var bytes = Files.readAllBytes(file);
    bytes[bytes.length / 2] ^= 1;
    replace(file, bytes);
  }

  static void replace(Path file, byte[] bytes) throws IOException {
    Files.delete(file);
    Files.write(file, bytes);
  }
}
