package contentgremlin.engine.upload;

import contentgremlin.engine.Pipeline;
import contentgremlin.event.Fact;
import contentgremlin.item.Item;
import contentgremlin.item.ItemId;
import contentgremlin.item.MediaFacts;
import contentgremlin.item.MediaType;
import contentgremlin.item.Source;
import contentgremlin.item.Visibility;
import contentgremlin.store.Database.Tables;
import contentgremlin.store.Setting;
import contentgremlin.vault.Digest;
import contentgremlin.vault.StoredFile;
import contentgremlin.vault.Upload;
import java.time.Instant;
import java.util.Arrays;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Makes an item of a complete upload: the item, its jobs and events, and the upload's own row, all
/// in the caller's transaction.
final class NewItems {
  private static final Set<String> YES = Set.of("", "true", "yes", "on", "1");

  private NewItems() {}

  static Upload add(
      Tables tables, Upload upload, ItemId id, Digest digest, MediaType type, Instant now) {
    var item = item(tables, upload, id, digest, type, now);
    tables.items().add(item);
    tables
        .files()
        .put(
            new StoredFile(
                upload.id().dataPath(),
                upload.offset(),
                digest,
                "application/octet-stream",
                StoredFile.NEVER));
    tables.events().append(new Fact.ItemCreated(id), now);
    for (var job : Pipeline.first(item)) {
      var added = tables.jobs().add(job, now);
      tables.events().append(new Fact.JobQueued(added.id(), id, added.kind()), now);
    }
    var became = upload.became(id);
    tables.uploads().update(became);
    upload.parts().forEach(tables.uploads()::remove);
    return became;
  }

  private static Item item(
      Tables tables, Upload upload, ItemId id, Digest digest, MediaType type, Instant now) {
    var metadata = upload.metadata();
    var fileName =
        UploadText.line(metadata.getOrDefault("filename", ""), UploadText.NAME_LENGTH_MAX);
    var title = UploadText.line(metadata.getOrDefault("title", ""), Item.TITLE_LENGTH_MAX);
    return new Item(
        id,
        upload.owner(),
        type,
        title.isEmpty() ? UploadText.titleFrom(fileName, Item.TITLE_LENGTH_MAX) : title,
        UploadText.lines(
            metadata.getOrDefault("description", ""), UploadText.DESCRIPTION_LENGTH_MAX),
        UploadText.tags(metadata.getOrDefault("tags", "")),
        visibility(tables, metadata.getOrDefault("visibility", "")),
        new Item.State.Processing(),
        new Source.Owned(digest, fileName, upload.offset(), upload.id().value()),
        MediaFacts.UNKNOWN,
        isYes(metadata.get("dropOriginal")),
        isYes(metadata.get("keepLocation")),
        now);
  }

  private static Visibility visibility(Tables tables, String wanted) {
    var word = wanted.isEmpty() ? Setting.DEFAULT_VISIBILITY.text(tables.settings()) : wanted;
    return Arrays.stream(Visibility.values())
        .filter(one -> one.word().equals(word))
        .findFirst()
        // A setting that makes no sense must show nobody's files.
        .orElse(Visibility.PRIVATE);
  }

  /// A key without a value says yes, too.
  private static boolean isYes(@Nullable String value) {
    return value != null && YES.contains(value);
  }
}
