package contentgremlin.engine.upload;

import contentgremlin.engine.Pipeline;
import contentgremlin.engine.enrich.Corrections;
import contentgremlin.event.Fact;
import contentgremlin.item.Item;
import contentgremlin.item.ItemId;
import contentgremlin.item.MediaFacts;
import contentgremlin.item.MediaType;
import contentgremlin.item.Metadata;
import contentgremlin.item.Source;
import contentgremlin.item.Visibility;
import contentgremlin.store.Database.Tables;
import contentgremlin.store.Setting;
import contentgremlin.vault.Digest;
import contentgremlin.vault.StoredFile;
import contentgremlin.vault.Upload;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Makes an item of a complete upload: the item, its jobs and events, and the upload's own row, all
/// in the caller's transaction.
public final class NewItems {
  /// What tus' metadata call it.
  private static final String LICENCE = "license";

  private static final int LICENCE_LENGTH_MAX = 1_000;
  private static final Set<String> YES = Set.of("", "true", "yes", "on", "1");

  private NewItems() {}

  static Upload add(
      Tables tables, Upload upload, ItemId id, Digest digest, MediaType type, Instant now) {
    var item = item(tables, upload, id, digest, type, now);
    var became = put(tables, upload, item, digest, now);
    var licence = licence(upload.metadata().getOrDefault(LICENCE, ""), now);
    tables.items().putMetadata(id, licence);
    return became;
  }

  /// What an uploader says of an item's licence, as a statement of a person.
  public static List<Metadata> licence(String said, Instant now) {
    var text = UploadText.line(said, LICENCE_LENGTH_MAX);
    return text.isEmpty()
        ? List.of()
        : List.of(
            new Metadata(
                "legal", "license", "", text, Metadata.PRIORITY_PERSON, Corrections.PERSON, now));
  }

  /// Puts an item, whose bytes this upload holds, with all that belongs to it.
  ///
  /// @param upload complete
  public static Upload put(Tables tables, Upload upload, Item item, Digest digest, Instant now) {
    tables.items().add(item);
    var id = item.id();
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
