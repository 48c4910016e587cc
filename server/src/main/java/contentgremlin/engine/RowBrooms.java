package contentgremlin.engine;

import contentgremlin.event.Fact;
import contentgremlin.item.Item;
import contentgremlin.item.ItemId;
import contentgremlin.item.ItemQuery;
import contentgremlin.item.Source;
import contentgremlin.job.Job;
import contentgremlin.job.Publishing;
import contentgremlin.store.Database;
import contentgremlin.store.Setting;
import contentgremlin.vault.Digest;
import contentgremlin.vault.StoredFile;
import contentgremlin.vault.Upload;
import contentgremlin.vault.Vault;
import java.io.IOException;
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

  private static final int EVENTS_AT_ONCE = 5_000;

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
  long stranded() {
    var found = database.read(tables -> tables.items().stranded(BATCH));
    return found.stream().filter(this::putBackToWork).count();
  }

  private boolean putBackToWork(ItemId id) {
    return database.write(tables -> {
      var item = tables.items().find(id);
      if (item.isEmpty() || !(item.get().state() instanceof Item.State.Processing)) {
        return false;
      }
      var jobs = tables.jobs().of(id);
      if (jobs.stream().anyMatch(Job::isOpen)) {
        return false;
      }
      var now = time.instant();
      if (wasCutShort(jobs) || !Settlement.decide(tables, id, now)) {
        Pipeline.add(tables, Pipeline.first(item.get()), now);
        tables.events().append(new Fact.ItemChanged(id), now);
      }
      return true;
    });
  }

  /// The trash cancels jobs; that is no judgement on the item.
  private static boolean wasCutShort(List<Job> jobs) {
    return Publishing.round(jobs).stream()
        .anyMatch(job -> job.blocking() && job.state() instanceof Job.State.Cancelled);
  }

  long uploads() throws IOException {
    var now = time.instant();
    long removed = 0;
    for (var upload : database.read(tables -> tables.uploads().expired(now, BATCH))) {
      if (expire(upload, now)) {
        vault.removeUpload(upload.id());
        removed++;
      }
    }
    return removed;
  }

  /// @return whether its bytes may go
  private boolean expire(Upload seen, Instant now) {
    return database.write(tables -> {
      var upload = tables.uploads().find(seen.id());
      if (upload.isEmpty() || upload.get().expires().isAfter(now)) {
        return false; // somebody went on with it just now
      }
      if (isNeeded(tables, upload.get())) {
        var later = now.plus(Setting.UPLOAD_EXPIRES.duration(tables.settings()));
        tables.uploads().update(upload.get().grownTo(upload.get().offset(), later));
        return false;
      }
      tables.uploads().remove(seen.id());
      return true;
    });
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

  long events() {
    return database.write(tables -> {
      var kept = Setting.EVENTS_KEPT.duration(tables.settings());
      tables.accounts().removeExpiredSecrets(time.instant());
      return (long) tables.events().removeBefore(time.instant().minus(kept), EVENTS_AT_ONCE);
    });
  }

  long trash() throws IOException {
    long removed = 0;
    for (var item : overdueTrash()) {
      var garbage = database.write(tables -> remove(tables, item.id()));
      if (garbage.isPresent()) {
        for (var path : garbage.get()) {
          vault.remove(path);
        }
        removed++;
      }
    }
    return removed;
  }

  private List<Item> overdueTrash() {
    return database.read(tables -> {
      var limit = time.instant().minus(Setting.TRASH_KEPT.duration(tables.settings()));
      var overdue = new ArrayList<Item>();
      ItemQuery.@Nullable Key after = null;
      List<Item> page;
      do {
        var scope = new ItemQuery.Scope.Trash(null);
        page = tables.items().list(new ItemQuery(scope, null, null, after, BATCH));
        page.stream().filter(item -> isOverdue(item, limit)).forEach(overdue::add);
        after = page.isEmpty() ? after : ItemQuery.Key.of(page.getLast());
      } while (page.size() == BATCH && overdue.size() < BATCH);
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
    garbage.add("rendition/" + id.value());
    tables.items().remove(id);
    if (item.source() instanceof Source.Owned owned) {
      removeOriginal(tables, owned, garbage);
    }
    tables.events().append(new Fact.ItemRemoved(id), now);
    return Optional.of(garbage);
  }

  /// Identical bytes are stored once: they go with the last item that has them.
  private static void removeOriginal(
      Database.Tables tables, Source.Owned owned, List<String> garbage) {
    if (!owned.upload().isEmpty()) {
      garbage.add("incoming/" + owned.upload());
    }
    Digest digest = owned.digest();
    if (tables.items().withDigest(digest).isEmpty()) {
      tables
          .files()
          .findOriginal(digest)
          .ifPresent(original -> {
            tables.files().remove(original.path());
            // First, at once: nobody who uploads the same bytes again may still find it.
            garbage.addFirst(original.path());
          });
    }
  }
}
