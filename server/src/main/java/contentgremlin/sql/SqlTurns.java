package contentgremlin.sql;

import contentgremlin.account.AccountId;
import contentgremlin.job.JobId;
import contentgremlin.job.Lane;
import org.jspecify.annotations.Nullable;

/// Lets the owners of equally urgent jobs take turns, at the cost of one index entry per job.
///
/// Every job gets a number as it enters the queue: one more than its owner's last job in the queue,
/// but at least one more than what was claimed last. Claiming takes the smallest. So the jobs of
/// two owners interleave, whoever queued more; someone who comes new starts where the others are
/// now; and nobody saves up turns by being idle. (This is start-time fair queueing.)
final class SqlTurns {
  private static final String NEXT =
      """
      SELECT coalesce(max(last), 0) + 1 FROM (
        SELECT served AS last FROM turn WHERE lane = ? AND urgency = ?
        UNION ALL
        SELECT max(turn) FROM job WHERE state = 'queued' AND lane = ? AND urgency = ? AND owner = ?
      ) AS turns
      """;

  private static final String CLAIMED =
      """
      INSERT INTO turn (lane, urgency, served) SELECT lane, urgency, turn FROM job WHERE id = ?
      ON CONFLICT (lane, urgency) DO UPDATE SET served = excluded.served
        WHERE turn.served < excluded.served
      """;

  private final Session session;

  SqlTurns(Session session) {
    this.session = session;
  }

  long next(Lane lane, int urgency, @Nullable AccountId owner) {
    return session.number(NEXT, lane.word(), urgency, lane.word(), urgency, JobRow.owner(owner));
  }

  void claimed(JobId job) {
    session.update(CLAIMED, job.value());
  }
}
