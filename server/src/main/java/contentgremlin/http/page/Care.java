package contentgremlin.http.page;

import contentgremlin.engine.Housekeeping;
import contentgremlin.engine.Invariant;
import contentgremlin.engine.Sweep;
import contentgremlin.event.Alert;
import contentgremlin.store.Database;
import contentgremlin.store.Setting;
import contentgremlin.vault.CollectionStore.Tally;
import contentgremlin.vault.CollectionStore.Waiting;
import contentgremlin.vault.ContentLook;
import contentgremlin.vault.Coverage;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// How items and files are taken care of, as the status page shows it.
///
/// @param holds whether every item is published, failed with a reason, or worked on
/// @param checked how long ago that was looked at
/// @param faults what contradicts it, and how often
/// @param verifiedPercent of the stored files, rounded down
/// @param waiting what is to be said of files that nothing refers to, or the empty string
/// @param strange how many files below `content/` nobody here made
/// @param looked how long ago everything was last looked through, or the empty string
public record Care(
    boolean holds,
    String checked,
    List<Fault> faults,
    List<Notice> alerts,
    long alertCount,
    long files,
    long verified,
    long damaged,
    int verifiedPercent,
    String oldest,
    List<Row> sweeps,
    String waiting,
    long strange,
    List<String> examples,
    String looked) {
  private static final int ALERTS_MAX = 20;

  /// A file that was never looked at was verified at the very beginning of time.
  private static final Instant EVER = Instant.ofEpochMilli(1);

  public record Fault(long count, String meaning) {}

  public record Notice(String message, String since) {}

  /// @param bytes that became free, or the empty string
  public record Row(String meaning, long count, String bytes, String last) {}

  static Care of(Housekeeping housekeeping, Database database, Instant now) {
    var report = housekeeping.report();
    var invariant = housekeeping.invariant();
    var grace = database.read(tables -> Setting.UNREFERENCED_KEPT.duration(tables.settings()));
    var coverage = database.read(tables -> tables.files().coverage(EVER));
    var alerts = database.read(tables -> tables.alerts().standing(0, ALERTS_MAX));
    long alertCount = database.read(tables -> tables.alerts().countStanding());
    return new Care(
        invariant.holds(),
        ago(invariant.checked(), now),
        faults(invariant),
        alerts.stream().map(alert -> notice(alert, now)).toList(),
        alertCount,
        coverage.files(),
        coverage.filesVerified(),
        coverage.filesDamaged(),
        percent(coverage),
        since(coverage.oldest(), now),
        Arrays.stream(Sweep.values())
            .map(sweep -> row(sweep, report.tallies().get(sweep), now))
            .toList(),
        waiting(report.waiting(), grace),
        report.look().map(ContentLook::strange).orElse(0L),
        report.look().map(ContentLook::examples).orElse(List.of()),
        since(report.look().map(ContentLook::ended).orElse(null), now));
  }

  private static List<Fault> faults(Invariant invariant) {
    var violations = invariant.violations();
    return Stream.of(
            new Fault(violations.stranded(), "in work, and nothing works on them"),
            new Fault(violations.undecided(), "in work although a job of theirs has failed"),
            new Fault(violations.parked(), "waiting for what nothing here can do"),
            new Fault(violations.unreasoned(), "failed, and nobody says why"),
            new Fault(violations.abandoned(), "jobs that whoever took them gave up"),
            new Fault(invariant.bare(), "published, and nothing was made of them"))
        .filter(fault -> fault.count() > 0)
        .toList();
  }

  private static Notice notice(Alert alert, Instant now) {
    return new Notice(alert.message(), ago(alert.at(), now));
  }

  private static int percent(Coverage coverage) {
    return coverage.files() == 0
        ? 100
        : (int) (100.0 * coverage.filesVerified() / coverage.files());
  }

  private static Row row(Sweep sweep, @Nullable Tally tally, Instant now) {
    return tally == null
        ? new Row(sweep.meaning(), 0, "", "")
        : new Row(
            sweep.meaning(),
            tally.count(),
            tally.bytes() == 0 ? "" : Texts.bytes(tally.bytes()),
            ago(tally.last(), now));
  }

  private static String waiting(Waiting waiting, Duration grace) {
    return waiting.files() == 0
        ? ""
        : "Nothing refers to %s (%s). Whatever is not needed by then goes %s after it was first seen."
            .formatted(
                Texts.count(waiting.files(), "file or folder").replace("folders", "folder"),
                Texts.bytes(waiting.bytes()),
                Texts.roughly(grace));
  }

  private static String since(@Nullable Instant time, Instant now) {
    return time == null || time.isBefore(EVER) ? "" : ago(time, now);
  }

  private static String ago(Instant time, Instant now) {
    var passed = Duration.between(time, now);
    return Texts.roughly(passed.isNegative() ? Duration.ZERO : passed) + " ago";
  }
}
