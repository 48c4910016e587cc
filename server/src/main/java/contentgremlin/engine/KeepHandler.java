package contentgremlin.engine;

import contentgremlin.item.Item;
import contentgremlin.item.Source;
import contentgremlin.job.Job;
import contentgremlin.store.Database;
import contentgremlin.vault.StoredFile;
import contentgremlin.vault.UploadId;
import contentgremlin.vault.Vault;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.Objects;

/// Moves the raw upload to its place among the originals once everything has been made from it, or
/// drops it if its owner wants only that. Repeating it is harmless.
///
/// It drops nothing unless the item is published: what can't be shown yet may have to be made
/// again.
public final class KeepHandler implements JobHandler {
  private static final String UNKNOWN_FORMAT = "application/octet-stream";

  private final Vault vault;

  public KeepHandler(Vault vault) {
    this.vault = vault;
  }

  @Override
  public String kind() {
    return Pipeline.KEEP;
  }

  @Override
  public String output(Job job, Item item) {
    return item.source() instanceof Source.Owned owned ? owned.digest().originalFolder() : "";
  }

  @Override
  public Plan plan(Task task) {
    return new Plan.Nothing();
  }

  @Override
  public Result conclude(Task task) throws IOException {
    if (!(task.item().source() instanceof Source.Owned owned) || owned.isKept()) {
      return Result.done((_, _) -> {});
    }
    if (isDropped(task.item())) {
      return Result.done((tables, item) -> drop(tables, item, owned));
    }
    var format = Objects.requireNonNullElse(task.item().facts().format(), UNKNOWN_FORMAT);
    var upload = new UploadId(owned.upload());
    var kept = vault.keepOriginal(upload, owned.digest(), format);
    return Result.done((tables, item) -> keep(tables, item, owned, kept));
  }

  private static boolean isDropped(Item item) {
    return item.dropOriginal() && item.isPublished();
  }

  /// Somebody else's original may have been lost: then these bytes take its place instead.
  private void drop(Database.Tables tables, Item item, Source.Owned owned) {
    tables
        .files()
        .findOriginal(owned.digest())
        .filter(original -> tables.files().findDamage(original.path()).isPresent())
        .filter(original -> Files.notExists(vault.path(original.path())))
        .ifPresent(original -> keep(tables, item, owned, restored(owned, original)));
    settle(tables, item, owned);
  }

  private StoredFile restored(Source.Owned owned, StoredFile original) {
    try {
      return vault.keepOriginal(new UploadId(owned.upload()), owned.digest(), original.mediaType());
    } catch (IOException e) {
      throw new UncheckedIOException("could not put back " + original.path(), e);
    }
  }

  private static void keep(Database.Tables tables, Item item, Source.Owned from, StoredFile kept) {
    // A damaged one may have had a name of another format.
    tables
        .files()
        .findOriginal(from.digest())
        .filter(other -> !other.path().equals(kept.path()))
        .ifPresent(other -> tables.files().remove(other.path()));
    tables.files().put(kept);
    settle(tables, item, from);
  }

  /// From now on the item does not refer to its upload any more.
  private static void settle(Database.Tables tables, Item item, Source.Owned from) {
    tables.files().remove(new UploadId(from.upload()).dataPath());
    if (item.source().equals(from)) {
      tables
          .items()
          .update(item.from(new Source.Owned(from.digest(), from.name(), from.size(), "")));
    }
  }

  /// Only now may a dropped original go: before this, a crash would have needed it.
  @Override
  public void release(Task task) throws IOException {
    if (task.item().source() instanceof Source.Owned owned && !owned.isKept()) {
      vault.removeUpload(new UploadId(owned.upload()));
    }
  }
}
