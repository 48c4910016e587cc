package contentgremlin.engine.scrub;

import contentgremlin.engine.Alerts;
import contentgremlin.event.Alert;
import contentgremlin.store.Database;
import contentgremlin.vault.ContentPlace;
import contentgremlin.vault.Damage;
import contentgremlin.vault.Finding;
import contentgremlin.vault.StoredFile;
import contentgremlin.vault.Vault;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;

/// Looks at stored files and keeps what it saw. A file counts as verified only when all of its
/// bytes were read, and were right. Used by one thread.
final class Examiner {
  private static final System.Logger LOG = System.getLogger(Examiner.class.getName());

  /// Before a file is called damaged, it is read again: memory and cables fail too.
  private static final int LOOKS_MAX = 3;

  private static final Duration PAUSE = Duration.ofSeconds(1);

  private final Database database;
  private final Vault vault;
  private final ScrubPace pace;
  private final Bell bell;
  private final InstantSource time;

  Examiner(Database database, Vault vault, ScrubPace pace, Bell bell, InstantSource time) {
    this.database = database;
    this.vault = vault;
    this.pace = pace;
    this.bell = bell;
    this.time = time;
  }

  /// @param at when the look began
  record Look(StoredFile file, Finding finding, Instant at) {
    boolean isRight() {
      return finding.is(file);
    }
  }

  /// Looks, and looks again if that may show something else; keeps nothing.
  Look look(StoredFile file) throws InterruptedException {
    var at = time.instant();
    var finding = inspect(file);
    for (int looks = 1; looks < LOOKS_MAX && mayBeOtherwise(file, finding); looks++) {
      var before = finding.inWords();
      if (finding instanceof Finding.Unreadable) {
        bell.await(PAUSE);
      }
      at = time.instant();
      finding = inspect(file);
      if (finding.is(file)) {
        LOG.log(Level.WARNING, "{0} is right, but was first read as: {1}", file.path(), before);
      }
    }
    return new Look(file, finding, at);
  }

  /// An upload may just have become an original: then its row follows.
  private Finding inspect(StoredFile file) throws InterruptedException {
    var finding = vault.inspect(file.path(), pace);
    if (finding instanceof Finding.Nothing
        && ContentPlace.of(file.path()) instanceof ContentPlace.Incoming) {
      var original = database.read(tables -> Concerned.by(tables, file.path())).stream().findAny();
      if (original.isPresent()) {
        var place = vault.path("original").relativize(vault.original(original.get()));
        return vault.inspect("original/" + place, pace);
      }
    }
    return finding;
  }

  private static boolean mayBeOtherwise(StoredFile file, Finding finding) {
    return switch (finding) {
      case Finding.Read _, Finding.Unreadable _ -> !finding.is(file);
      case Finding.Nothing _, Finding.NoFile _ -> false;
    };
  }

  /// All of them in one transaction.
  void keep(List<Look> looks) {
    if (looks.isEmpty()) {
      return;
    }
    var seen = List.copyOf(looks);
    database.write(tables -> {
      seen.forEach(look -> keep(tables, look));
      return seen;
    });
  }

  private void keep(Database.Tables tables, Look look) {
    if (look.isRight()) {
      tables.files().markVerified(look.file(), look.at());
    } else if (isSuperseded(tables, look)) {
      tables.files().remove(look.file().path());
    } else {
      var before = tables.files().findDamage(look.file().path());
      boolean isAside = before.isPresent() && isAside(before.get(), look.finding());
      var kind = isAside ? before.orElseThrow().kind() : look.finding().damage();
      var found = isAside ? before.orElseThrow().found() : look.finding().inWords();
      if (tables.files().markDamaged(look.file(), kind, found, look.at())) {
        alert(tables, look.file().path(), time.instant());
      }
    }
  }

  /// Of a rendition that was replaced by a newer one, rows stay until its folder goes.
  private static boolean isSuperseded(Database.Tables tables, Look look) {
    return ContentPlace.of(look.file().path()) instanceof ContentPlace.Made made
        && tables
            .items()
            .rendition(made.item(), made.kind())
            .filter(current -> current.folder().equals(made.unit()))
            .isEmpty();
  }

  /// It is known where the damaged one was put: that nothing is left in its place is no news.
  private static boolean isAside(Damage before, Finding finding) {
    return finding instanceof Finding.Nothing && before.found().contains("quarantine/");
  }

  /// Says, inside the caller's transaction, what is known of this damaged file by now.
  static void alert(Database.Tables tables, String path, Instant now) {
    var damage = tables.files().findDamage(path);
    if (damage.isEmpty()) {
      return;
    }
    if (damage.get().kind() == Damage.Kind.UNREADABLE) {
      var message = Words.unreadable(tables, damage.get());
      Alerts.raise(tables, Alert.Kind.FILE_UNREADABLE, path, message, now);
      return;
    }
    Alerts.resolve(tables, Alert.Kind.FILE_UNREADABLE, path, now);
    switch (ContentPlace.of(path)) {
      case ContentPlace.Original _ -> {
        var message = Words.original(tables, damage.get());
        Alerts.raise(tables, Alert.Kind.ORIGINAL_DAMAGED, path, message, now);
      }
      case ContentPlace.Incoming _, ContentPlace.Fetched _, ContentPlace.Strange _ -> {
        var message = Words.upload(tables, damage.get());
        Alerts.raise(tables, Alert.Kind.UPLOAD_DAMAGED, path, message, now);
      }
      case ContentPlace.Made made -> {
        var message = Words.rendition(tables, made, Words.TO_BE_MADE_AGAIN);
        var subject = Concerned.subject(made);
        Alerts.raise(tables, Alert.Kind.RENDITION_DAMAGED, subject, message, now);
      }
    }
  }
}
