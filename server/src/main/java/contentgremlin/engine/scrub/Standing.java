package contentgremlin.engine.scrub;

import contentgremlin.engine.Alerts;
import contentgremlin.event.Alert;
import contentgremlin.item.Rendition;
import contentgremlin.job.Job;
import contentgremlin.store.Database;
import contentgremlin.vault.Vault;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/// Looks after the alerts that stand: resolves those whose cause is gone, however it went, and says
/// so when making something again has failed. Thread-safe.
final class Standing {
  private static final int PAGE = 200;

  private final Database database;
  private final Vault vault;
  private final InstantSource time;

  Standing(Database database, Vault vault, InstantSource time) {
    this.database = database;
    this.vault = vault;
    this.time = time;
  }

  void settle() {
    for (var alert : all(database)) {
      if (alert.kind() == Alert.Kind.CONTENT_MISSING) {
        if (Presence.of(vault, alert.subject())) {
          write(tables -> resolve(tables, alert));
        }
      } else if (database.read(tables -> isSettled(tables, alert) || hasNews(tables, alert))) {
        write(tables -> {
          if (isSettled(tables, alert)) {
            resolve(tables, alert);
          } else {
            tellFailure(tables, alert, time.instant());
          }
        });
      }
    }
  }

  private interface Change {
    void in(Database.Tables tables);
  }

  private void write(Change change) {
    database.write(tables -> {
      change.in(tables);
      return "";
    });
  }

  static List<Alert> all(Database database) {
    return database.read(tables -> {
      var all = new ArrayList<Alert>();
      List<Alert> page;
      do {
        long after = all.isEmpty() ? 0 : all.getLast().id();
        page = tables.alerts().standing(after, PAGE);
        all.addAll(page);
      } while (page.size() == PAGE);
      return all;
    });
  }

  private void resolve(Database.Tables tables, Alert alert) {
    Alerts.resolve(tables, alert.kind(), alert.subject(), time.instant());
  }

  private static boolean isSettled(Database.Tables tables, Alert alert) {
    return switch (alert.kind()) {
      case RENDITION_DAMAGED -> isMadeAgain(tables, alert);
      // Right again, or nobody's any more.
      case ORIGINAL_DAMAGED, UPLOAD_DAMAGED, FILE_UNREADABLE ->
          tables.files().findDamage(alert.subject()).isEmpty();
      // Only another check can tell.
      case DATABASE_DAMAGED, CONTENT_MISSING -> false;
      // The libraries see for themselves.
      case LIBRARY_OFFLINE, LIBRARY_DELETIONS, LIBRARY_UNWATCHED -> false;
      // Its next answer tells.
      case PROVIDER_REFUSED -> false;
    };
  }

  private static boolean isMadeAgain(Database.Tables tables, Alert alert) {
    var item = Concerned.itemOf(alert.subject());
    if (tables.items().find(item).isEmpty()) {
      return true;
    }
    return tables
        .items()
        .rendition(item, kind(alert))
        .filter(rendition -> tables.files().damagedBelow(rendition.folder(), 1).isEmpty())
        .isPresent();
  }

  private static Rendition.Kind kind(Alert alert) {
    return Rendition.Kind.of(alert.subject().substring(alert.subject().indexOf('/') + 1));
  }

  private static boolean hasNews(Database.Tables tables, Alert alert) {
    return alert.kind() == Alert.Kind.RENDITION_DAMAGED
        && failure(tables, alert).filter(words -> !words.equals(alert.message())).isPresent();
  }

  private static java.util.Optional<String> failure(Database.Tables tables, Alert alert) {
    var item = Concerned.itemOf(alert.subject());
    if (tables.items().rendition(item, kind(alert)).isPresent()) {
      return java.util.Optional.empty();
    }
    return Rebuild.newest(tables.jobs().of(item), kind(alert))
        .filter(job -> !job.isOpen())
        .map(job -> Words.failed(job, reason(job)));
  }

  private static String reason(Job job) {
    return switch (job.state()) {
      case Job.State.Failed(var reason, _) -> reason + ".";
      case Job.State.Cancelled _ -> "it was cancelled.";
      case Job.State.Succeeded _ -> "there was nothing to make.";
      case Job.State.Waiting _,
          Job.State.Queued _,
          Job.State.Claimed _,
          Job.State.Running _,
          Job.State.Parked _ ->
          "";
    };
  }

  private static void tellFailure(Database.Tables tables, Alert alert, Instant now) {
    failure(tables, alert)
        .ifPresent(words -> Alerts.raise(tables, alert.kind(), alert.subject(), words, now));
  }

  /// Of alerts about renditions that are not there: those that a job is making again.
  static boolean isBeingMade(Database.Tables tables, Alert alert) {
    return alert.kind() == Alert.Kind.RENDITION_DAMAGED
        && Rebuild.newest(tables.jobs().of(Concerned.itemOf(alert.subject())), kind(alert))
            .filter(Job::isOpen)
            .isPresent();
  }

  /// Queues again what failed to be made again before `asked`.
  static void retry(Database.Tables tables, Alert alert, Instant asked, Instant now) {
    var id = Concerned.itemOf(alert.subject());
    var item = tables.items().find(id).filter(found -> !found.isTrashed());
    var newest = Rebuild.newest(tables.jobs().of(id), kind(alert));
    if (item.isPresent()
        && tables.items().rendition(id, kind(alert)).isEmpty()
        && newest.filter(job -> !endedBefore(job, asked)).isEmpty()) {
      Rebuild.queue(tables, item.get(), kind(alert), now);
    }
  }

  private static boolean endedBefore(Job job, Instant asked) {
    return switch (job.state()) {
      case Job.State.Failed(_, var at) -> at.isBefore(asked);
      case Job.State.Cancelled(var at) -> at.isBefore(asked);
      case Job.State.Succeeded(var at) -> at.isBefore(asked);
      case Job.State.Waiting _,
          Job.State.Queued _,
          Job.State.Claimed _,
          Job.State.Running _,
          Job.State.Parked _ ->
          false;
    };
  }
}
