package contentgremlin.engine;

import contentgremlin.item.Rendition;
import contentgremlin.job.Job;
import contentgremlin.store.Database;
import contentgremlin.vault.ContentPlace;
import contentgremlin.vault.Digest;
import contentgremlin.vault.StoredFile;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// What rows say about what lies at a place below `content/`.
sealed interface Reference {
  /// It is needed, or a job may be about to need it.
  record Needed() implements Reference {}

  /// A rendition is in this folder, and it consists of these files.
  record Made(Set<String> files) implements Reference {}

  /// Nothing refers to it.
  record None() implements Reference {}

  /// Nobody here made it, so that no row can say anything about it.
  record Strange() implements Reference {}

  static Reference to(Database.Tables tables, ContentPlace place) {
    return switch (place) {
      case ContentPlace.Original original -> needed(isNeeded(tables, original.digest()));
      case ContentPlace.Incoming incoming ->
          needed(
              tables.uploads().find(incoming.upload()).isPresent()
                  || tables.items().needs(incoming.upload()));
      case ContentPlace.Fetched fetched ->
          needed(tables.pictures().find(fetched.picture()).isPresent());
      case ContentPlace.Made made -> to(tables, made);
      case ContentPlace.Strange _ -> new Strange();
    };
  }

  /// Whether somebody still has the original with these bytes: an item, or a picture from
  /// elsewhere.
  static boolean isNeeded(Database.Tables tables, Digest digest) {
    return !tables.items().withDigest(digest).isEmpty() || tables.pictures().needs(digest.hex());
  }

  private static Reference to(Database.Tables tables, ContentPlace.Made made) {
    var rendition = current(tables, made);
    if (rendition.isPresent()) {
      return new Made(
          rendition.get().files().stream().map(StoredFile::path).collect(Collectors.toSet()));
    }
    // It may have been published just now, and its row not be there yet.
    return needed(tables.jobs().find(made.job()).filter(Job::isOpen).isPresent());
  }

  private static Optional<Rendition> current(Database.Tables tables, ContentPlace.Made made) {
    return tables
        .items()
        .rendition(made.item(), made.kind())
        .filter(rendition -> rendition.folder().equals(made.unit()));
  }

  private static Reference needed(boolean isNeeded) {
    return isNeeded ? new Needed() : new None();
  }
}
