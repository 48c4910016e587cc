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
import contentgremlin.vault.StoredFile;
import contentgremlin.vault.Upload;
import contentgremlin.vault.Vault;
import java.io.IOException;
import java.io.UncheckedIOException;
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
      if (isNeeded(tables, upload.get()) || isWaiting(upload.get())) {
        var later = now.plus(Setting.UPLOAD_EXPIRES.duration(tables.settings()));
        tables.uploads().update(upload.get().grownTo(upload.get().offset(), later));
        return false;
      }
      tables.uploads().remove(seen.id());
      return true;
    });
  }

  /// Whether all of it came and was acknowledged, and it could only not become an item yet.
  private static boolean isWaiting(Upload upload) {
    return upload.item() == null && upload.isComplete() && upload.kind() != Upload.Kind.PARTIAL;
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
        setAside(item);
        for (var path : garbage.get()) {
          vault.remove(path);
        }
        removed++;
      }
    }
    return removed;
  }

  /// Identical bytes are stored once: they go with the last item that has them. Whoever uploads the
  /// same bytes again must not find them on the point of going, so they are put among the removed
  /// item's renditions, in a transaction: new items come in by the same writer, so either this sees
  /// the new item, or that one does not see the file.
  private void setAside(Item item) {
    if (!(item.source() instanceof Source.Owned owned)) {
      return;
    }
    database.write(tables -> {
      var digest = owned.digest();
      boolean wanted = !tables.items().withDigest(digest).isEmpty();
      var original = wanted ? Optional.<StoredFile>empty() : tables.files().findOriginal(digest);
      original.ifPresent(file -> {
        tables.files().remove(file.path());
        move(file.path(), renditions(item.id()) + "/original-0");
      });
      return wanted;
    });
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
    garbage.add(renditions(id));
    // Without its item, an upload would look like one that still has to become one.
    tables.uploads().removeOf(id);
    tables.items().remove(id);
    if (item.source() instanceof Source.Owned owned && !owned.isKept()) {
      garbage.add("incoming/" + owned.upload());
    }
    tables.events().append(new Fact.ItemRemoved(id), now);
    return Optional.of(garbage);
  }
}
