package contentgremlin.engine;

import contentgremlin.event.Fact;
import contentgremlin.item.Item;
import contentgremlin.item.ItemId;
import contentgremlin.item.ItemQuery;
import contentgremlin.item.Source;
import contentgremlin.job.Job;
import contentgremlin.library.Entry;
import contentgremlin.store.Database;
import contentgremlin.store.Setting;
import contentgremlin.vault.ContentPlace;
import contentgremlin.vault.StoredFile;
import contentgremlin.vault.Upload;
import contentgremlin.vault.UploadId;
import contentgremlin.vault.Vault;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The sweeper's work that begins with rows of the database.
final class RowBrooms {
  /// How much one sweep does at most, so that nobody waits long behind it.
  private static final int BATCH = 200;

  /// How much is looked at when it is only asked what would be done.
  private static final int DRY_BATCH = 100_000;

  private static final int EVENTS_AT_ONCE = 5_000;
  private static final int STAGES_AT_ONCE = 5_000;
  private static final int ANSWERS_AT_ONCE = 500;

  /// Whoever wants to see why a stage failed comes within a week.
  private static final Duration STAGES_KEPT = Duration.ofDays(7);

  /// Old answers are asked about with their validators, which costs less than a new one.
  private static final Duration ANSWERS_KEPT = Duration.ofDays(30);

  /// An answer that is not believed any more may still hold: then it need not be sent again.
  private static final Duration REPLIES_KEPT = Duration.ofDays(60);

  /// Longer than anybody asks for files whose names others have.
  private static final Duration DISPLACED_KEPT = Duration.ofDays(2);

  private final Database database;
  private final Vault vault;
  private final InstantSource time;

  RowBrooms(Database database, Vault vault, InstantSource time) {
    this.database = database;
    this.vault = vault;
    this.time = time;
  }

  /// Items that nothing works on although they are neither published nor failed. Such a thing
  /// should not exist; a restore from the trash makes it, and so would a fault of ours.
  Swept stranded(boolean dry) {
    var found = database.read(tables -> tables.items().stranded(batch(dry)));
    long done = dry ? found.size() : found.stream().filter(this::putBackToWork).count();
    return new Swept(done, 0, !dry && found.size() == BATCH);
  }

  private static int batch(boolean dry) {
    return dry ? DRY_BATCH : BATCH;
  }

  private boolean putBackToWork(ItemId id) {
    return database.write(tables -> {
      var item = tables.items().find(id);
      return item.isPresent() && Revival.putBackToWork(tables, item.get(), time.instant());
    });
  }

  Swept uploads(boolean dry) throws IOException {
    var now = time.instant();
    var swept = Swept.NOTHING;
    var found = database.read(tables -> tables.uploads().expired(now, batch(dry)));
    for (var upload : found) {
      var folder = "incoming/" + upload.id().value();
      long bytes = vault.size(folder);
      if (dry ? isExpired(upload.id(), now) : expire(upload.id(), now)) {
        swept = swept.plus(new Swept(1, bytes, false));
        if (!dry) {
          vault.removeUpload(upload.id());
        }
      }
    }
    return new Swept(swept.count(), swept.bytes(), !dry && found.size() == BATCH);
  }

  private boolean isExpired(UploadId id, Instant now) {
    return database.read(tables ->
        tables
            .uploads()
            .find(id)
            .filter(upload -> isOver(upload, now) && !mustStay(tables, upload))
            .isPresent());
  }

  /// @return whether its bytes may go
  private boolean expire(UploadId id, Instant now) {
    return database.write(tables -> {
      var upload = tables.uploads().find(id);
      if (upload.isEmpty() || !isOver(upload.get(), now)) {
        return false; // somebody went on with it just now
      }
      if (mustStay(tables, upload.get())) {
        var later = now.plus(Setting.UPLOAD_EXPIRES.duration(tables.settings()));
        tables.uploads().update(upload.get().grownTo(upload.get().offset(), later));
        return false;
      }
      tables.uploads().remove(id);
      return true;
    });
  }

  private static boolean isOver(Upload upload, Instant now) {
    return !upload.expires().isAfter(now);
  }

  private static boolean mustStay(Database.Tables tables, Upload upload) {
    return isNeeded(tables, upload)
        || switch (upload.kind()) {
          case WHOLE -> isWaiting(upload);
          case FINAL -> isWaiting(upload) || isJoining(tables, upload);
          case PARTIAL -> tables.uploads().isPart(upload.id());
        };
  }

  /// Whether all of it came and was acknowledged, and it could only not become an item yet.
  private static boolean isWaiting(Upload upload) {
    return upload.item() == null && upload.isComplete();
  }

  /// Whether all of it came in parts that are still there to be joined.
  private static boolean isJoining(Database.Tables tables, Upload upload) {
    return upload.item() == null
        && upload.parts().stream().allMatch(part -> tables.uploads().find(part).isPresent());
  }

  /// Whether an item's only bytes are in it.
  static boolean isNeeded(Database.Tables tables, Upload upload) {
    var id = upload.item();
    return id != null
        && tables
            .items()
            .find(id)
            .map(Item::source)
            .filter(source ->
                source instanceof Source.Owned owned && owned.upload().equals(upload.id().value()))
            .isPresent();
  }

  Swept stages(boolean dry) {
    if (dry) {
      return Swept.NOTHING;
    }
    return database.write(tables -> {
      var limit = time.instant().minus(STAGES_KEPT);
      int removed = tables.jobs().forgetApart(limit, STAGES_AT_ONCE);
      return new Swept(removed, 0, removed == STAGES_AT_ONCE);
    });
  }

  Swept answers(boolean dry) {
    if (dry) {
      return Swept.NOTHING;
    }
    return database.write(tables -> {
      var limit = time.instant().minus(ANSWERS_KEPT);
      int removed = tables.providers().forget(limit, ANSWERS_AT_ONCE);
      return new Swept(removed, 0, removed == ANSWERS_AT_ONCE);
    });
  }

  Swept events(boolean dry) {
    if (dry) {
      return Swept.NOTHING; // to count them would take as long as to remove them
    }
    return database.write(tables -> {
      var kept = Setting.EVENTS_KEPT.duration(tables.settings());
      tables.accounts().removeExpiredSecrets(time.instant());
      tables.providers().forget(time.instant().minus(REPLIES_KEPT), BATCH);
      int removed = tables.events().removeBefore(time.instant().minus(kept), EVENTS_AT_ONCE);
      return new Swept(removed, 0, removed == EVENTS_AT_ONCE);
    });
  }

  /// Items of libraries whose files have been gone for longer than anybody may want to know of.
  Swept missing(boolean dry) {
    return database.write(tables -> {
      var now = time.instant();
      var limit = now.minus(Setting.MISSING_KEPT.duration(tables.settings()));
      var overdue = tables.libraries().settledBefore(limit, BATCH);
      var empty = tables.libraries().emptyGone(limit, BATCH);
      if (!dry) {
        overdue.forEach(entry -> forget(tables, entry, now));
        empty.forEach(folder -> tables.libraries().removeFolder(folder.id()));
        tables.libraries().forgetDisplaced(now.minus(DISPLACED_KEPT), BATCH);
      }
      return new Swept(overdue.size(), 0, !dry && overdue.size() + empty.size() >= BATCH);
    });
  }

  private static void forget(Database.Tables tables, Entry entry, Instant now) {
    tables.libraries().removeEntry(entry.id());
    var item = entry.item();
    if (item != null) {
      tables.items().remove(item);
      tables.events().append(new Fact.ItemRemoved(item), now);
    }
  }

  Swept trash(boolean dry) throws IOException {
    var overdue = overdueTrash(batch(dry));
    var swept = Swept.NOTHING;
    for (var item : overdue) {
      swept = swept.plus(dry ? new Swept(1, bytesOf(item), false) : removeTrash(item));
    }
    return new Swept(swept.count(), swept.bytes(), !dry && overdue.size() >= BATCH);
  }

  private Swept removeTrash(Item item) throws IOException {
    var garbage = database.write(tables -> remove(tables, item.id()));
    if (garbage.isEmpty()) {
      return Swept.NOTHING;
    }
    long bytes = setAside(item);
    for (var path : garbage.get()) {
      bytes += vault.size(path);
      vault.remove(path);
    }
    return new Swept(1, bytes, false);
  }

  /// What would become free with this item alone.
  private long bytesOf(Item item) throws IOException {
    long bytes = vault.size(renditions(item.id()));
    if (!(item.source() instanceof Source.Owned owned)) {
      return bytes;
    }
    if (!owned.isKept()) {
      return bytes + vault.size("incoming/" + owned.upload());
    }
    boolean isShared =
        database.read(tables ->
            tables.items().withDigest(owned.digest()).size() > 1
                || tables.pictures().needs(owned.digest().hex()));
    return isShared ? bytes : bytes + owned.size();
  }

  /// Identical bytes are stored once: they go with the last item that has them. Whoever uploads the
  /// same bytes again must not find them on the point of going, so they are taken away by a rename,
  /// in a transaction: new items come in by the same writer, so either this sees the new item, or
  /// that one does not see the file.
  ///
  /// @return the bytes that became free
  private long setAside(Item item) throws IOException {
    if (!(item.source() instanceof Source.Owned owned)) {
      return 0;
    }
    var aside = ContentPlace.REMOVED + "/" + item.id().value() + "-original";
    boolean isTaken =
        database.write(tables -> {
          var digest = owned.digest();
          boolean wanted = Reference.isNeeded(tables, digest);
          var original =
              wanted ? Optional.<StoredFile>empty() : tables.files().findOriginal(digest);
          original.ifPresent(file -> {
            tables.files().remove(file.path());
            move(file.path(), aside);
          });
          return original.isPresent();
        });
    if (!isTaken) {
      return 0;
    }
    vault.remove(ContentPlace.REMOVED);
    return owned.size();
  }

  private void move(String from, String to) {
    try {
      vault.move(from, to);
    } catch (IOException e) {
      throw new UncheckedIOException("could not take " + from + " away", e);
    }
  }

  private static String renditions(ItemId id) {
    return "rendition/" + id.value();
  }

  private List<Item> overdueTrash(int limit) {
    return database.read(tables -> {
      var since = time.instant().minus(Setting.TRASH_KEPT.duration(tables.settings()));
      var overdue = new ArrayList<Item>();
      ItemQuery.@Nullable Key after = null;
      List<Item> page;
      do {
        var scope = new ItemQuery.Scope.Trash(null);
        page = tables.items().list(new ItemQuery(scope, null, null, after, BATCH));
        page.stream().filter(item -> isOverdue(item, since)).forEach(overdue::add);
        after = page.isEmpty() ? after : ItemQuery.Key.of(page.getLast());
      } while (page.size() == BATCH && overdue.size() < limit);
      return overdue;
    });
  }

  private static boolean isOverdue(Item item, Instant limit) {
    return item.state() instanceof Item.State.Trashed(var since, _) && since.isBefore(limit);
  }

  /// @return what lies under `content/` for this item alone; empty if it was restored just now
  private Optional<List<String>> remove(Database.Tables tables, ItemId id) {
    var found = tables.items().find(id).filter(Item::isTrashed);
    if (found.isEmpty()) {
      return Optional.empty();
    }
    var item = found.get();
    var now = time.instant();
    tables.jobs().of(id).stream()
        .filter(Job::isOpen)
        .forEach(job -> Settlement.cancelled(tables, job, now));
    var garbage = new ArrayList<String>();
    for (var rendition : tables.items().renditions(id)) {
      rendition.files().stream().map(StoredFile::path).forEach(tables.files()::remove);
    }
    garbage.add(renditions(id));
    // Without its item, an upload would look like one that still has to become one.
    tables.uploads().removeOf(id);
    tables.items().remove(id);
    if (item.source() instanceof Source.Owned owned && !owned.isKept()) {
      tables.files().remove(new UploadId(owned.upload()).dataPath());
      garbage.add("incoming/" + owned.upload());
    }
    tables.events().append(new Fact.ItemRemoved(id), now);
    return Optional.of(garbage);
  }
}
