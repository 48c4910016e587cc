package contentgremlin.engine.scrub;

import contentgremlin.engine.Alerts;
import contentgremlin.event.Alert;
import contentgremlin.store.Database;
import contentgremlin.store.Setting;
import contentgremlin.vault.Damage;
import contentgremlin.vault.Finding;
import contentgremlin.vault.ScrubPlan;
import contentgremlin.vault.StoredFile;
import contentgremlin.vault.Vault;
import contentgremlin.vault.Verification;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Looks at every stored file again and again: those not looked at for longest first, at a set
/// rate; and as fast as it goes when somebody asked for a verification. What it has done is in the
/// rows alone, so that after a stop it goes on where it was. Thread-safe.
public final class Scrubber implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(Scrubber.class.getName());

  /// Files asked for at once.
  private static final int BATCH = 200;

  /// A crash loses what was seen since the last transaction: at most so many looks, or so long.
  private static final int KEPT_AFTER_LOOKS = 50;

  private static final Duration KEPT_AFTER = Duration.ofSeconds(5);

  private static final Duration IDLE = Duration.ofSeconds(10);
  private static final Duration ABSENT = Duration.ofSeconds(30);
  private static final Duration TROUBLE = Duration.ofSeconds(30);

  /// Between two looks at whether what is made again is ready, while somebody waits for it.
  private static final Duration WAITING = Duration.ofMillis(250);

  private static final Duration CLOSE_MAX = Duration.ofSeconds(20);

  private final Database database;
  private final Vault vault;
  private final InstantSource time;
  private final Bell bell = new Bell();
  private final ScrubPace pace;
  private final Examiner examiner;
  private final Mender mender;
  private final Standing standing;
  private @Nullable Thread thread;

  public Scrubber(Database database, Vault vault, InstantSource time) {
    this.database = database;
    this.vault = vault;
    this.time = time;
    this.pace = new ScrubPace(bell, new ScrubPlan(0, Duration.ZERO), time);
    this.examiner = new Examiner(database, vault, pace, bell, time);
    this.mender = new Mender(database, vault, examiner, time);
    this.standing = new Standing(database, vault, time);
  }

  /// Scrubs until it is closed; after that it can be started again. Reading and hashing hold their
  /// thread, so it is one of its own.
  public synchronized void start() {
    if (thread != null && !bell.isStopped()) {
      throw new IllegalStateException("this scrubber works already");
    }
    bell.start();
    thread = Thread.ofPlatform().name("scrubber").daemon().start(this::scrubUntilStopped);
  }

  private void scrubUntilStopped() {
    try {
      while (!bell.isStopped()) {
        var rest = stepOrRest();
        if (!rest.isZero()) {
          bell.await(rest);
        }
      }
    } catch (InterruptedException e) {
      LOG.log(Level.DEBUG, "the scrub ends", e);
    }
  }

  private Duration stepOrRest() throws InterruptedException {
    try {
      return step();
    } catch (RuntimeException e) {
      LOG.log(Level.WARNING, "the scrub could not go on; trying again later", e);
      return TROUBLE;
    }
  }

  /// Does one portion of what there is to do.
  ///
  /// @return how long nothing more is to be done
  public Duration step() throws InterruptedException {
    standing.settle();
    var open = database.read(tables -> tables.verifications().open());
    pace.hurry(open.isPresent());
    return open.isPresent() ? verify(open.get()) : scrub();
  }

  private Duration scrub() throws InterruptedException {
    var plan = database.read(tables -> plan(tables));
    if (!plan.isOn()) {
      return IDLE;
    }
    pace.follow(plan);
    var now = time.instant();
    return switch (examine(plan.soundDue(now), plan.damagedDue(now), Mending.PATIENT)) {
      case NOTHING_DUE -> IDLE;
      case SEEN -> Duration.ZERO;
      case ABSENT -> ABSENT;
    };
  }

  static ScrubPlan plan(Database.Tables tables) {
    return new ScrubPlan(
        Setting.SCRUB_RATE.number(tables.settings()),
        Setting.SCRUB_EVERY.duration(tables.settings()));
  }

  /// It is through when no file is left that was last looked at before it started.
  private Duration verify(Verification verification) throws InterruptedException {
    var since = verification.started();
    var mending = verification.repair() ? Mending.INSISTENT : Mending.NONE;
    return switch (examine(since, since, mending)) {
      case SEEN -> Duration.ZERO;
      case ABSENT -> end(verification, Map.of("stopped", "content"));
      case NOTHING_DUE -> conclude(verification);
    };
  }

  private Duration conclude(Verification verification) {
    if (verification.repair() && isAnythingBeingMade(verification)) {
      return WAITING;
    }
    checkDatabase();
    standing.settle();
    return end(verification, Map.of());
  }

  private boolean isAnythingBeingMade(Verification verification) {
    var alerts =
        Standing.all(database).stream()
            .filter(alert -> alert.kind() == Alert.Kind.RENDITION_DAMAGED)
            .toList();
    database.write(tables -> {
      for (var alert : alerts) {
        Standing.retry(tables, alert, verification.started(), time.instant());
      }
      return alerts;
    });
    return database.read(
        tables -> alerts.stream().anyMatch(alert -> Standing.isBeingMade(tables, alert)));
  }

  private void checkDatabase() {
    var problems = database.check();
    var kind = Alert.Kind.DATABASE_DAMAGED;
    database.write(tables -> {
      if (problems.isEmpty()) {
        Alerts.resolve(tables, kind, "database", time.instant());
      } else {
        var message = "The database contradicts itself: " + String.join("; ", problems);
        Alerts.raise(tables, kind, "database", message, time.instant());
      }
      return problems;
    });
  }

  /// One that began again meanwhile goes on.
  private Duration end(Verification verification, Map<String, String> outcome) {
    database.write(tables -> tables.verifications().end(verification, outcome, time.instant()));
    return Duration.ZERO;
  }

  /// Asks for a verification of all files, which goes on until it is through, whoever stops or
  /// crashes.
  public Verification verify(boolean repair) {
    var begun = database.write(tables -> tables.verifications().begin(repair, time.instant()));
    pace.hurry(true);
    bell.ring();
    return begun;
  }

  /// What happens to a damaged file.
  private enum Mending {
    /// It is marked, and told of.
    NONE,
    /// It is mended, if waiting can't help.
    PATIENT,
    /// It is mended now.
    INSISTENT
  }

  private enum Portion {
    NOTHING_DUE,
    SEEN,
    /// A part of `content/` is not there: nothing was marked.
    ABSENT
  }

  private Portion examine(Instant soundBefore, Instant damagedBefore, Mending mending)
      throws InterruptedException {
    var due = database.read(tables -> due(tables, soundBefore, damagedBefore));
    if (due.isEmpty()) {
      return Portion.NOTHING_DUE;
    }
    var looks = new ArrayList<Examiner.Look>();
    try {
      for (var file : due) {
        var look = examiner.look(file);
        if (look.finding() instanceof Finding.Nothing && isAbsent(file.path(), mending)) {
          return Portion.ABSENT;
        }
        looks.add(look);
        if (!look.isRight() || isEnough(looks)) {
          keep(looks);
        }
        if (!look.isRight() && mending != Mending.NONE) {
          mender.mend(file.path(), mending == Mending.INSISTENT);
        }
      }
    } finally {
      keep(looks);
    }
    return Portion.SEEN;
  }

  private static List<StoredFile> due(
      Database.Tables tables, Instant soundBefore, Instant damagedBefore) {
    var due = new ArrayList<StoredFile>(tables.files().verifiedBefore(soundBefore, BATCH));
    if (due.size() < BATCH) {
      tables.files().damagedBefore(damagedBefore, BATCH).stream()
          .map(Damage::file)
          .forEach(due::add);
    }
    return due;
  }

  private boolean isEnough(List<Examiner.Look> looks) {
    return looks.size() >= KEPT_AFTER_LOOKS
        || looks.getFirst().at().plus(KEPT_AFTER).isBefore(time.instant());
  }

  private void keep(List<Examiner.Look> looks) {
    examiner.keep(looks);
    looks.clear();
  }

  /// Of a part that has only one file, losing it is no sign of a missing disk; and who insists on a
  /// repair says that it is lost.
  private boolean isAbsent(String path, Mending mending) {
    if (!Presence.of(vault, Presence.WHOLE)) {
      return alertAbsent(Presence.WHOLE);
    }
    var part = Presence.partOf(path);
    boolean isAbsent =
        mending != Mending.INSISTENT && !Presence.of(vault, part) && hasSeveral(part);
    return isAbsent && alertAbsent(part);
  }

  private boolean hasSeveral(String part) {
    var prefix = part.substring(Presence.WHOLE.length() + 1) + "/";
    return database.read(tables -> tables.files().list(prefix, 2)).stream()
            .filter(file -> file.path().startsWith(prefix))
            .count()
        > 1;
  }

  private boolean alertAbsent(String part) {
    database.write(tables -> {
      var message = Words.contentMissing(part);
      Alerts.raise(tables, Alert.Kind.CONTENT_MISSING, part, message, time.instant());
      return message;
    });
    return true;
  }

  /// Returns once the thread has come to its end; what it saw is kept.
  @Override
  public void close() {
    bell.stop();
    var running = thread;
    if (running == null) {
      return;
    }
    try {
      running.join(CLOSE_MAX);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}
