package contentgremlin.sql;

import contentgremlin.item.ItemId;
import contentgremlin.job.Job;
import contentgremlin.job.Job.State;
import contentgremlin.job.JobId;
import contentgremlin.job.JobQuery;
import contentgremlin.job.JobStore;
import contentgremlin.job.Lane;
import contentgremlin.job.NewJob;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Jobs as rows; see [JobRow] for how a state becomes columns, and [SqlTurns] for who goes first.
final class SqlJobStore implements JobStore {
  /// How many delayed jobs that became due are looked at, or moved to the others, in one go.
  private static final int DUE_MAX = 256;

  private static final int UNPARKED_AT_ONCE = 1_000;

  private static final String ADD =
      """
      INSERT INTO job (kind, item, owner, lane, stage, blocking, urgency, demand, input, attempt,
        failures, created, state, not_before, reason, is_open, due, turn)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, 0, 0, ?, ?, ?, '', 1, ?, ?)
      RETURNING id
      """;

  private static final String EARLIER_OPEN =
      """
      SELECT 1 FROM job WHERE is_open = 1 AND item = ? AND stage >= 0 AND stage < ? LIMIT 1
      """;

  // Compare-and-set: names all that a rival would have changed by taking or ending the job.
  private static final String REPLACE =
      """
      UPDATE job SET output = ?, machine = ?, attempt = ?, failures = ?, state = ?, not_before = ?, reason = ?, runner = ?,
        lease_until = ?, started = ?, boot_id = ?, pid = ?, start_ticks = ?, ended = ?,
        is_open = ?, due = ?, turn = coalesce(?, turn)
      WHERE id = ? AND state = ? AND attempt = ? AND coalesce(runner, '') = ?
      """;

  // Apart from REPLACE, so that who works on a job does not undo a demand that came meanwhile.
  private static final String PRIORITISE = "UPDATE job SET urgency = ?, demand = ? WHERE id = ?";

  private static final String CLAIMABLE =
      JobRow.SELECT + "WHERE state = 'queued' AND due = 1 AND lane = ? ";

  private static final String IN_TURN = "ORDER BY demand DESC, urgency DESC, turn, id LIMIT ?";

  private static final String BECAME_DUE =
      JobRow.SELECT
          + """
          WHERE state = 'queued' AND due = 0 AND lane = ? AND not_before <= ?
          ORDER BY not_before, id LIMIT ?
          """;

  private static final String MOVE_TO_DUE =
      """
      UPDATE job SET due = 1 WHERE id IN (
        SELECT id FROM job
        WHERE state = 'queued' AND due = 0 AND lane = ? AND not_before <= ?
        ORDER BY not_before, id LIMIT ?)
      """;

  private static final String OPEN_OF_KIND =
      "SELECT id FROM job WHERE is_open = 1 AND kind = ? ORDER BY kind, id LIMIT ?";

  private static final String FORGET_APART =
      """
      DELETE FROM job WHERE id IN (
        SELECT id FROM job WHERE stage = -1 AND is_open = 0 AND ended < ?
        ORDER BY ended, id LIMIT ?)
      """;

  private static final String NEXT_DUE =
      """
      SELECT not_before FROM job
      WHERE state = 'queued' AND due = 0 AND lane = ? AND not_before > ?
      ORDER BY not_before, id LIMIT 1
      """;

  private static final String NEXT_STAGE =
      JobRow.SELECT
          + """
          WHERE is_open = 1 AND item = ? AND state = 'waiting' AND stage = (
            SELECT min(stage) FROM job WHERE is_open = 1 AND item = ? AND state = 'waiting')
          ORDER BY id
          """;

  // A failure of an earlier round, before this job was added or made up for since, does not count.
  private static final String BLOCKED =
      """
      SELECT 1 FROM job failed
      WHERE failed.item = ? AND failed.blocking = 1 AND failed.state IN ('failed', 'cancelled')
        AND failed.stage < ? AND failed.ended >= ?
        AND NOT EXISTS (SELECT 1 FROM job again
          WHERE again.item = failed.item AND again.kind = failed.kind AND again.id > failed.id)
      LIMIT 1
      """;

  private static final Comparator<Job> FIRST_SERVED =
      Comparator.<Job>comparingLong(job -> -job.priority().demand())
          .thenComparingInt(job -> -job.priority().urgency());

  private final Session session;
  private final SqlTurns turns;

  SqlJobStore(Session session) {
    this.session = session;
    this.turns = new SqlTurns(session);
  }

  @Override
  public Job add(NewJob job, Instant now) {
    boolean waits = job.item() != null && earlierOpen(job.item(), job.stage());
    var state = waits ? new State.Waiting() : new State.Queued(Columns.stored(now), "");
    long id =
        session.updateReturning(
            ADD,
            job.kind(),
            Columns.value(job.item()),
            JobRow.owner(job.owner()),
            job.lane().word(),
            job.stage(),
            job.blocking(),
            job.priority().urgency(),
            job.priority().demand(),
            Texts.join(job.input()),
            now,
            state.word(),
            waits ? null : now,
            !waits,
            waits ? 0L : turns.next(job.lane(), job.priority().urgency(), job.owner()));
    return new Job(
        new JobId(id),
        job.kind(),
        job.item(),
        job.owner(),
        job.lane(),
        job.stage(),
        job.blocking(),
        job.priority(),
        job.input(),
        "",
        "",
        0,
        0,
        state,
        Columns.stored(now));
  }

  @Override
  public Optional<Job> find(JobId id) {
    return session.first(JobRow.SELECT + "WHERE id = ?", JobRow::read, id.value());
  }

  @Override
  public boolean replace(Job before, Job after, Instant now) {
    if (!update(before, after, now)) {
      return false;
    }
    if (!before.priority().equals(after.priority())) {
      var priority = after.priority();
      session.update(PRIORITISE, priority.urgency(), priority.demand(), after.id().value());
    }
    if (after.state() instanceof State.Claimed) {
      turns.claimed(after.id());
      session.update(MOVE_TO_DUE, after.lane().word(), now, DUE_MAX);
    }
    if (!after.isOpen() && after.item() != null) {
      releaseNextStage(after.item(), now);
    }
    return true;
  }

  private boolean update(Job before, Job after, Instant now) {
    var row = JobRow.of(after.state());
    boolean due = row.notBefore() != null && !row.notBefore().isAfter(now);
    return session.update(
            REPLACE,
            after.output(),
            after.machine(),
            after.attempt(),
            after.failures(),
            after.state().word(),
            row.notBefore(),
            row.reason(),
            row.runner(),
            row.leaseUntil(),
            row.started(),
            row.bootId(),
            row.pid(),
            row.startTicks(),
            row.ended(),
            after.isOpen(),
            due,
            turn(before, after),
            before.id().value(),
            before.state().word(),
            before.attempt(),
            JobRow.runner(before.state()))
        == 1;
  }

  /// A job that enters the queue gets the next turn of its owner; any other keeps what it has.
  private @Nullable Long turn(Job before, Job after) {
    boolean enters =
        after.state() instanceof State.Queued && !(before.state() instanceof State.Queued);
    return enters ? turns.next(after.lane(), after.priority().urgency(), after.owner()) : null;
  }

  private void releaseNextStage(ItemId item, Instant now) {
    var next = session.list(NEXT_STAGE, JobRow::read, item.value(), item.value());
    if (next.isEmpty()
        || earlierOpen(item, next.getFirst().stage())
        || isBlocked(next.getFirst())) {
      return;
    }
    for (var waiting : next) {
      update(waiting, waiting.release(Columns.stored(now)), now);
    }
  }

  private boolean earlierOpen(ItemId item, int stage) {
    return session.exists(EARLIER_OPEN, item.value(), stage);
  }

  private boolean isBlocked(Job waiting) {
    return session.exists(
        BLOCKED, Columns.value(waiting.item()), waiting.stage(), waiting.created());
  }

  @Override
  public List<Job> claimable(Lane lane, Instant now, Set<String> without, int limit) {
    var first = inTurn(lane, without, limit);
    var late =
        session.list(BECAME_DUE, JobRow::read, lane.word(), now, DUE_MAX).stream()
            .filter(job -> job.priority().demand() > 0 || !without.contains(job.kind()))
            .toList();
    if (late.isEmpty()) {
      return first;
    }
    // The sort is stable: among equals, those that are in line already stay before the late ones.
    return Stream.concat(first.stream(), late.stream()).sorted(FIRST_SERVED).limit(limit).toList();
  }

  private List<Job> inTurn(Lane lane, Set<String> without, int limit) {
    var sql = new StringBuilder(CLAIMABLE);
    var arguments = new ArrayList<@Nullable Object>(List.of(lane.word()));
    if (!without.isEmpty()) {
      var marks = String.join(", ", Collections.nCopies(without.size(), "?"));
      sql.append("AND (demand > 0 OR kind NOT IN (").append(marks).append(")) ");
      arguments.addAll(without);
    }
    arguments.add(limit);
    return session.list(sql.append(IN_TURN).toString(), JobRow::read, arguments.toArray());
  }

  @Override
  public long countOpen(String kind, int limit) {
    return session.list(OPEN_OF_KIND, row -> row.getLong("id"), kind, limit).size();
  }

  @Override
  public Optional<Instant> nextDue(Instant now) {
    return Stream.of(Lane.values())
        .flatMap(lane ->
            session
                .first(NEXT_DUE, row -> Columns.instant(row, "not_before"), lane.word(), now)
                .stream())
        .min(Comparator.naturalOrder());
  }

  @Override
  public List<Job> started() {
    // Sorted here, since there are few, and an index of two states has them in two orders.
    return session
        .list(JobRow.SELECT + "WHERE state IN ('claimed', 'running')", JobRow::read)
        .stream()
        .sorted(Comparator.comparing(Job::id))
        .toList();
  }

  @Override
  public List<Job> of(ItemId item) {
    return session.list(JobRow.SELECT + "WHERE item = ? ORDER BY id", JobRow::read, item.value());
  }

  @Override
  public List<Job> list(JobQuery query) {
    var sql = new StringBuilder(JobRow.SELECT).append("WHERE id < ?");
    var arguments = new ArrayList<@Nullable Object>();
    arguments.add(query.before() == null ? Long.MAX_VALUE : query.before().value());
    if (query.item() != null) {
      sql.append(" AND item = ?");
      arguments.add(query.item().value());
    }
    if ("open".equals(query.state())) {
      sql.append(" AND is_open = 1");
    } else if (query.state() != null) {
      sql.append(" AND state = ?");
      arguments.add(query.state());
    }
    arguments.add(query.limit());
    return session.list(
        sql.append(" ORDER BY id DESC LIMIT ?").toString(), JobRow::read, arguments.toArray());
  }

  @Override
  public Map<String, Long> countByState() {
    return session.counts("SELECT state, count(*) FROM job GROUP BY state");
  }

  @Override
  public int forgetApart(Instant limit, int count) {
    return session.update(FORGET_APART, limit, count);
  }

  @Override
  public long nextDemand() {
    return session.updateReturning(
        "UPDATE counter SET value = value + 1 WHERE name = 'demand' RETURNING value");
  }

  @Override
  public int unpark(String kind, Instant now) {
    int count = 0;
    var parked = parked(kind);
    while (!parked.isEmpty()) {
      for (var job : parked) {
        update(job, job.release(Columns.stored(now)), now);
      }
      count += parked.size();
      parked = parked(kind);
    }
    return count;
  }

  private List<Job> parked(String kind) {
    return session.list(
        JobRow.SELECT + "WHERE state = 'parked' AND kind = ? ORDER BY id LIMIT ?",
        JobRow::read,
        kind,
        UNPARKED_AT_ONCE);
  }
}
