package contentgremlin.sql;

import contentgremlin.account.AccountId;
import contentgremlin.job.Job;
import contentgremlin.job.Job.State;
import contentgremlin.job.JobId;
import contentgremlin.job.Lane;
import contentgremlin.job.Priority;
import contentgremlin.job.ProcessIdentity;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// The columns that a job's state has: each case fills its own.
record JobRow(
    @Nullable Instant notBefore,
    String reason,
    @Nullable String runner,
    @Nullable Instant leaseUntil,
    @Nullable Instant started,
    @Nullable ProcessIdentity process,
    @Nullable Instant ended) {

  static final String SELECT =
      """
      SELECT id, kind, item, owner, lane, stage, blocking, urgency, demand, input, output, machine,
        attempt, failures, created, state, not_before, reason, runner, lease_until, started, boot_id, pid,
        start_ticks, ended
      FROM job
      """;

  private static final long NOBODY = 0;

  static JobRow of(State state) {
    return switch (state) {
      case State.Waiting() -> new JobRow(null, "", null, null, null, null, null);
      case State.Queued(var notBefore, var reason) ->
          new JobRow(notBefore, reason, null, null, null, null, null);
      case State.Claimed(var runner, var leaseUntil) ->
          new JobRow(null, "", runner, leaseUntil, null, null, null);
      case State.Running(var runner, var leaseUntil, var process, var started) ->
          new JobRow(null, "", runner, leaseUntil, started, process, null);
      case State.Succeeded(var at) -> new JobRow(null, "", null, null, null, null, at);
      case State.Failed(var reason, var at) -> new JobRow(null, reason, null, null, null, null, at);
      case State.Parked(var reason) -> new JobRow(null, reason, null, null, null, null, null);
      case State.Cancelled(var at) -> new JobRow(null, "", null, null, null, null, at);
    };
  }

  @Nullable String bootId() {
    return process == null ? null : process.bootId();
  }

  @Nullable Long pid() {
    return process == null ? null : process.pid();
  }

  @Nullable Long startTicks() {
    return process == null ? null : process.startTicks();
  }

  /// Who has the job, or the empty string.
  static String runner(State state) {
    var runner = of(state).runner();
    return runner == null ? "" : runner;
  }

  static long owner(@Nullable AccountId owner) {
    return owner == null ? NOBODY : owner.value();
  }

  static Job read(ResultSet row) throws SQLException {
    long owner = row.getLong("owner");
    return new Job(
        new JobId(row.getLong("id")),
        Columns.text(row, "kind"),
        Columns.findItem(row, "item"),
        owner == NOBODY ? null : new AccountId(owner),
        Lane.of(Columns.text(row, "lane")),
        row.getInt("stage"),
        row.getInt("blocking") == 1,
        new Priority(row.getInt("urgency"), row.getLong("demand")),
        Texts.split(Columns.text(row, "input")),
        Columns.text(row, "output"),
        Columns.text(row, "machine"),
        row.getInt("attempt"),
        row.getInt("failures"),
        readState(row),
        Columns.instant(row, "created"));
  }

  private static State readState(ResultSet row) throws SQLException {
    var word = Columns.text(row, "state");
    return switch (word) {
      case "waiting" -> new State.Waiting();
      case "queued" ->
          new State.Queued(Columns.instant(row, "not_before"), Columns.text(row, "reason"));
      case "claimed" ->
          new State.Claimed(Columns.text(row, "runner"), Columns.instant(row, "lease_until"));
      case "running" ->
          new State.Running(
              Columns.text(row, "runner"),
              Columns.instant(row, "lease_until"),
              readProcess(row),
              Columns.instant(row, "started"));
      case "succeeded" -> new State.Succeeded(Columns.instant(row, "ended"));
      case "failed" -> new State.Failed(Columns.text(row, "reason"), Columns.instant(row, "ended"));
      case "parked" -> new State.Parked(Columns.text(row, "reason"));
      case "cancelled" -> new State.Cancelled(Columns.instant(row, "ended"));
      default -> throw new IllegalStateException("unknown job state in the database: " + word);
    };
  }

  private static @Nullable ProcessIdentity readProcess(ResultSet row) throws SQLException {
    var bootId = row.getString("boot_id");
    return bootId == null
        ? null
        : new ProcessIdentity(bootId, row.getLong("pid"), row.getLong("start_ticks"));
  }
}
