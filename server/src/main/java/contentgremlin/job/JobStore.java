package contentgremlin.job;

import contentgremlin.item.ItemId;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Where jobs outlive us. Used inside a transaction of [contentgremlin.store.Database]; not
/// thread-safe by itself.
public interface JobStore {
  /// Adds a queued job, or a waiting one if an earlier stage of its item is still open.
  Job add(NewJob job, Instant now);

  Optional<Job> find(JobId id);

  /// Replaces `before` by `after`, unless someone else replaced it first: took it, ended it, or
  /// began another attempt. A priority that changed meanwhile stays, unless `after` has another one
  /// than `before`. When `after` is closed and nothing of its stage or an earlier one is open, MUST
  /// release the item's waiting jobs of the next stage, unless a blocking job failed.
  ///
  /// @return whether `after` is now the stored job
  boolean replace(Job before, Job after, Instant now);

  /// Queued jobs of this lane that may start at `now`, in the order of [Priority], fair between
  /// owners that are equally urgent. Claiming MUST NOT slow down as the queue grows.
  ///
  /// @param without kinds of which only those are wanted that somebody demands
  List<Job> claimable(Lane lane, Instant now, Set<String> without, int limit);

  /// How many open jobs of this kind there are, counted up to a limit.
  long countOpen(String kind, int limit);

  default List<Job> claimable(Lane lane, Instant now, int limit) {
    return claimable(lane, now, Set.of(), limit);
  }

  /// When the earliest queued job that is not due yet becomes so.
  Optional<Instant> nextDue(Instant now);

  /// Claimed and running jobs, for a start after a crash.
  List<Job> started();

  /// In the order of their numbers.
  List<Job> of(ItemId item);

  /// Newest first; MUST be answered from an index, without a sort or a scan.
  List<Job> list(JobQuery query);

  /// How many jobs are in each state, by its word.
  Map<String, Long> countByState();

  /// Forgets jobs that stood apart and have ended before that, the oldest first.
  ///
  /// @return how many
  int forgetApart(Instant limit, int count);

  /// The next demand number; greater than any before.
  long nextDemand();

  /// Parked jobs of this kind go back to the queue.
  int unpark(String kind, Instant now);
}
