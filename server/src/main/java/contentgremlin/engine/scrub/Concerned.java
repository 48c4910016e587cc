package contentgremlin.engine.scrub;

import contentgremlin.event.Alert;
import contentgremlin.item.Item;
import contentgremlin.item.ItemId;
import contentgremlin.item.Source;
import contentgremlin.store.Database;
import contentgremlin.vault.ContentPlace;
import contentgremlin.vault.UploadId;
import java.util.List;

/// Which items a stored file matters to; those in the trash too.
final class Concerned {
  private Concerned() {}

  static List<Item> by(Database.Tables tables, Alert alert) {
    return switch (alert.kind()) {
      case RENDITION_DAMAGED -> one(tables, itemOf(alert.subject()));
      case ORIGINAL_DAMAGED, UPLOAD_DAMAGED, FILE_UNREADABLE -> by(tables, alert.subject());
      case CONTENT_MISSING,
          DATABASE_DAMAGED,
          PROVIDER_REFUSED,
          LIBRARY_OFFLINE,
          LIBRARY_DELETIONS,
          LIBRARY_UNWATCHED ->
          List.of();
    };
  }

  /// @param path of a stored file
  static List<Item> by(Database.Tables tables, String path) {
    return switch (ContentPlace.of(path)) {
      case ContentPlace.Original(var digest, _) ->
          tables.items().withDigest(digest).stream().filter(Concerned::isKept).toList();
      case ContentPlace.Incoming(var upload, _) -> waitingFor(tables, path, upload);
      case ContentPlace.Made made -> one(tables, made.item());
      case ContentPlace.Fetched _, ContentPlace.Strange _ -> List.of();
    };
  }

  private static boolean isKept(Item item) {
    return item.source() instanceof Source.Owned owned && owned.isKept();
  }

  private static List<Item> waitingFor(Database.Tables tables, String path, UploadId upload) {
    return tables.files().find(path).stream()
        .flatMap(file -> tables.items().withDigest(file.digest()).stream())
        .filter(item ->
            item.source() instanceof Source.Owned owned && owned.upload().equals(upload.value()))
        .toList();
  }

  private static List<Item> one(Database.Tables tables, ItemId id) {
    return tables.items().find(id).stream().toList();
  }

  /// The subject of an alert about a rendition.
  static String subject(ContentPlace.Made made) {
    return made.item().value() + "/" + made.kind().word();
  }

  static ItemId itemOf(String subject) {
    return new ItemId(subject.substring(0, subject.indexOf('/')));
  }
}
