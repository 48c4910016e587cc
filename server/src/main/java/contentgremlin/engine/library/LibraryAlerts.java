package contentgremlin.engine.library;

import contentgremlin.engine.Alerts;
import contentgremlin.event.Alert;
import contentgremlin.library.Library;
import contentgremlin.store.Database;
import java.time.Instant;
import java.util.List;

/// What a person should know of a library. The subjects begin with its name.
final class LibraryAlerts {
  private static final int ALERTS_MAX = 1_000;

  private LibraryAlerts() {}

  static void offline(
      Database.Tables tables, Library library, String path, String reason, Instant now) {
    var place = library.absolute(path);
    Alerts.raise(
        tables,
        Alert.Kind.LIBRARY_OFFLINE,
        subject(library, path),
        "“%s” can't be looked into: %s. Its items stay and come back with it. If it will not come back, confirm that with: gremlin library scan %s --confirm"
            .formatted(place, reason, library.name()),
        now);
  }

  static void online(Database.Tables tables, Library library, String path, Instant now) {
    Alerts.resolve(tables, Alert.Kind.LIBRARY_OFFLINE, subject(library, path), now);
  }

  /// The folders that are told to be offline.
  static List<String> offline(Database.Tables tables, Library library) {
    var prefix = subject(library, "");
    return tables.alerts().standing(0, ALERTS_MAX).stream()
        .filter(alert -> alert.kind() == Alert.Kind.LIBRARY_OFFLINE)
        .map(Alert::subject)
        .filter(subject -> subject.startsWith(prefix))
        .map(subject -> subject.substring(prefix.length()))
        .toList();
  }

  /// All that stand.
  static List<Alert> of(Database.Tables tables, Library library) {
    return tables.alerts().standing(0, ALERTS_MAX).stream()
        .filter(alert ->
            switch (alert.kind()) {
              case LIBRARY_OFFLINE -> alert.subject().startsWith(subject(library, ""));
              case LIBRARY_DELETIONS, LIBRARY_UNWATCHED -> alert.subject().equals(library.name());
              case ORIGINAL_DAMAGED,
                  UPLOAD_DAMAGED,
                  RENDITION_DAMAGED,
                  FILE_UNREADABLE,
                  CONTENT_MISSING,
                  PROVIDER_REFUSED,
                  DATABASE_DAMAGED ->
                  false;
            })
        .toList();
  }

  static void held(Database.Tables tables, Library library, long lost, long all, Instant now) {
    Alerts.raise(
        tables,
        Alert.Kind.LIBRARY_DELETIONS,
        library.name(),
        "%d of %d files of “%s” are not there any more. That is so much that nothing was concluded from it. If they were really deleted, confirm that with: gremlin library scan %s --confirm"
            .formatted(lost, all, library.name(), library.name()),
        now);
  }

  static void released(Database.Tables tables, Library library, Instant now) {
    Alerts.resolve(tables, Alert.Kind.LIBRARY_DELETIONS, library.name(), now);
  }

  static void unwatched(Database.Tables tables, Library library, String message, Instant now) {
    Alerts.raise(tables, Alert.Kind.LIBRARY_UNWATCHED, library.name(), message, now);
  }

  static void missed(Database.Tables tables, Library library, String reason, Instant now) {
    Alerts.raise(
        tables,
        Alert.Kind.LIBRARY_UNWATCHED,
        library.name(),
        "Not all changes in “%s” could be followed: %s. It is being compared; nothing is lost."
            .formatted(library.name(), reason),
        now);
  }

  static void watched(Database.Tables tables, Library library, Instant now) {
    Alerts.resolve(tables, Alert.Kind.LIBRARY_UNWATCHED, library.name(), now);
  }

  static String subject(Library library, String path) {
    return library.name() + "/" + path;
  }
}
