package contentgremlin.engine.scrub;

import contentgremlin.engine.Alerts;
import contentgremlin.event.Alert;
import contentgremlin.event.Fact;
import contentgremlin.item.Item;
import contentgremlin.item.Source;
import contentgremlin.job.Job;
import contentgremlin.store.Database;
import contentgremlin.vault.ContentPlace;
import contentgremlin.vault.Damage;
import contentgremlin.vault.Digest;
import contentgremlin.vault.StoredFile;
import contentgremlin.vault.UploadId;
import contentgremlin.vault.Vault;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/// Puts damaged files into quarantine, and has made again what can be. What can't be made again
/// stays where it is if it is a rendition: most of it still plays. Nothing is ever removed. Used by
/// one thread.
///
/// The move comes before the transaction that tells of it: after a crash in between, the file is
/// found missing, and mended as that.
final class Mender {
  private static final System.Logger LOG = System.getLogger(Mender.class.getName());

  /// A disk that does not answer may do so later: until then nothing is moved.
  private static final Duration PATIENCE = Duration.ofHours(1);

  /// An original that was read so recently is not read again for each thing that is made of it.
  private static final Duration BELIEVED = Duration.ofHours(1);

  private final Database database;
  private final Vault vault;
  private final Examiner examiner;
  private final InstantSource time;

  Mender(Database database, Vault vault, Examiner examiner, InstantSource time) {
    this.database = database;
    this.vault = vault;
    this.examiner = examiner;
    this.time = time;
  }

  /// @param insist whether a person asked for it
  void mend(String path, boolean insist) throws InterruptedException {
    var found = database.read(tables -> tables.files().findDamage(path));
    if (found.isEmpty() || (isFresh(found.get()) && !insist)) {
      return;
    }
    var damage = found.get();
    try {
      switch (ContentPlace.of(path)) {
        case ContentPlace.Made made -> remake(made, damage);
        case ContentPlace.Original original when isFromElsewhere(original.digest()) ->
            haveFetchedAgain(damage, original.digest());
        case ContentPlace.Original _ -> setAside(damage);
        case ContentPlace.Incoming _ -> setAsideUnlessInWork(damage);
        case ContentPlace.Fetched _, ContentPlace.Strange _ -> {}
      }
    } catch (IOException e) {
      LOG.log(Level.WARNING, "cannot put " + path + " into quarantine; trying again later", e);
    }
  }

  private boolean isFresh(Damage damage) {
    return damage.kind() == Damage.Kind.UNREADABLE
        && damage.since().plus(PATIENCE).isAfter(time.instant());
  }

  private boolean isFromElsewhere(Digest digest) {
    return database.read(tables ->
        tables.items().withDigest(digest).isEmpty() && tables.pictures().needs(digest.hex()));
  }

  /// Whoever had it once may have it still.
  private void haveFetchedAgain(Damage damage, Digest digest) throws IOException {
    vault.quarantine(damage.path(), Words.finding(damage));
    database.write(tables -> {
      var now = time.instant();
      tables.files().remove(damage.path());
      tables.pictures().lose(digest.hex()).forEach(item -> tables.enrichment().due(item, 0, now));
      Alerts.resolve(tables, Alert.Kind.ORIGINAL_DAMAGED, damage.path(), now);
      Alerts.resolve(tables, Alert.Kind.FILE_UNREADABLE, damage.path(), now);
      return damage;
    });
  }

  /// What still works on these bytes knows best what it can make of them.
  private void setAsideUnlessInWork(Damage damage) throws IOException {
    boolean inWork =
        database.read(tables ->
            Concerned.by(tables, damage.path()).stream()
                .anyMatch(item -> item.state() instanceof Item.State.Processing));
    if (!inWork) {
      setAside(damage);
    }
  }

  private void setAside(Damage damage) throws IOException {
    if (damage.kind() != Damage.Kind.CHANGED) {
      return; // nothing is there, or nobody knows what
    }
    var place = vault.quarantine(damage.path(), Words.finding(damage));
    if (place.isEmpty()) {
      return;
    }
    var found = damage.found() + ", now content/" + place.get();
    database.write(tables -> {
      tables.files().markDamaged(damage.file(), Damage.Kind.CHANGED, found, time.instant());
      Examiner.alert(tables, damage.path(), time.instant());
      return found;
    });
  }

  /// Whether a rendition can be made again.
  private sealed interface Prospect {
    record Possible() implements Prospect {}

    /// @param outlook what becomes of it, for people
    record Not(String outlook) implements Prospect {}

    /// There is nothing to be made again any more.
    record Moot() implements Prospect {}
  }

  private void remake(ContentPlace.Made made, Damage damage)
      throws IOException, InterruptedException {
    switch (prospect(made)) {
      case Prospect.Moot() -> {}
      case Prospect.Not(var outlook) -> tell(made, outlook);
      case Prospect.Possible() -> {
        var place = vault.quarantine(made.unit(), Words.finding(damage));
        queue(made, place);
      }
    }
  }

  private Prospect prospect(ContentPlace.Made made) throws InterruptedException {
    var item = database.read(tables -> tables.items().find(made.item()));
    if (item.isEmpty()) {
      return new Prospect.Moot();
    }
    if (item.get().isTrashed()) {
      return new Prospect.Not(Words.IN_THE_TRASH);
    }
    return switch (item.get().source()) {
      case Source.Owned owned -> prospect(owned);
      case Source.Mirrored(_, var root, var path, _, _) -> prospect(root, path);
      case Source.External(var path, _, _) -> prospect(path);
    };
  }

  private Prospect prospect(String root, String path) {
    try {
      return prospect(vault.mirrored(root, path).toString());
    } catch (UncheckedIOException _) {
      return new Prospect.Not(Words.impossible("its file " + path + " is not there."));
    }
  }

  private static Prospect prospect(String path) {
    return Files.isReadable(java.nio.file.Path.of(path))
        ? new Prospect.Possible()
        : new Prospect.Not(Words.impossible("its file " + path + " is not there."));
  }

  private Prospect prospect(Source.Owned owned) throws InterruptedException {
    var original = database.read(tables -> original(tables, owned));
    if (original.isEmpty()) {
      return new Prospect.Not(Words.impossible("its original was not kept, as its owner wished."));
    }
    return isSound(original.get())
        ? new Prospect.Possible()
        : new Prospect.Not(Words.impossible("its original is damaged or lost, too."));
  }

  private static Optional<StoredFile> original(Database.Tables tables, Source.Owned owned) {
    return owned.isKept()
        ? tables.files().findOriginal(owned.digest())
        : tables.files().find(new UploadId(owned.upload()).dataPath());
  }

  /// Nothing is made again from bytes that are wrong themselves.
  private boolean isSound(StoredFile original) throws InterruptedException {
    boolean isKnownBad =
        database.read(tables -> tables.files().findDamage(original.path())).isPresent();
    boolean isBelieved = original.verified().isAfter(time.instant().minus(BELIEVED));
    if (isKnownBad || isBelieved) {
      return !isKnownBad;
    }
    var look = examiner.look(original);
    examiner.keep(List.of(look));
    return look.isRight();
  }

  private void tell(ContentPlace.Made made, String outlook) {
    database.write(tables -> {
      var message = Words.rendition(tables, made, outlook);
      var kind = Alert.Kind.RENDITION_DAMAGED;
      Alerts.raise(tables, kind, Concerned.subject(made), message, time.instant());
      return message;
    });
  }

  /// The item stays what it is meanwhile, without this rendition.
  private void queue(ContentPlace.Made made, Optional<String> quarantined) {
    database.write(tables -> {
      var now = time.instant();
      var item = tables.items().find(made.item());
      boolean isCurrent =
          tables
              .items()
              .rendition(made.item(), made.kind())
              .filter(rendition -> rendition.folder().equals(made.unit()))
              .isPresent();
      if (item.isEmpty() || !isCurrent) {
        return false;
      }
      var job = Rebuild.queue(tables, item.get(), made.kind(), now);
      var message = Words.rendition(tables, made, outlook(job, quarantined));
      var kind = Alert.Kind.RENDITION_DAMAGED;
      Alerts.raise(tables, kind, Concerned.subject(made), message, now);
      tables.items().removeRendition(made.item(), made.kind());
      tables.events().append(new Fact.ItemChanged(made.item()), now);
      return true;
    });
  }

  private static String outlook(Job job, Optional<String> quarantined) {
    return quarantined.map(place -> Words.beingMade(job, place)).orElseGet(() -> Words.lost(job));
  }
}
