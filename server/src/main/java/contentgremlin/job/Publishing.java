package contentgremlin.job;

import contentgremlin.item.Item;
import java.time.Instant;
import java.util.List;

/// Decides what an item's jobs mean for the item.
///
/// Each round of preparation begins with the jobs of stage 0; those of earlier rounds no longer
/// matter. What is published once stays so: making its renditions again replaces them one by one,
/// and when that fails, the old ones are still there.
public final class Publishing {
  private static final int STAGE_FIRST = 0;

  private Publishing() {}

  /// @param jobs all of the item's, in the order of their numbers
  /// @return the item's state after this; the same one if nothing changes
  public static Item.State decide(Item.State state, List<Job> jobs, Instant now) {
    return switch (state) {
      case Item.State.Processing _, Item.State.Failed _ -> unpublished(state, round(jobs), now);
      case Item.State.Trashed(var since, var before) ->
          new Item.State.Trashed(since, decide(before, jobs, now));
      case Item.State.Published _, Item.State.Missing _, Item.State.Offline _ -> state;
    };
  }

  private static Item.State unpublished(Item.State state, List<Job> round, Instant now) {
    var blocking = round.stream().filter(Job::blocking).toList();
    for (var job : blocking) {
      if (job.state() instanceof Job.State.Failed(var reason, _)) {
        return new Item.State.Failed(reason);
      }
      if (job.state() instanceof Job.State.Cancelled) {
        return new Item.State.Failed("“" + job.kind() + "” was cancelled");
      }
    }
    if (blocking.isEmpty()) {
      return state; // nothing here says anything about it
    }
    return blocking.stream().anyMatch(Job::isOpen)
        ? new Item.State.Processing()
        : new Item.State.Published(now);
  }

  /// The jobs of the newest round.
  public static List<Job> round(List<Job> jobs) {
    long first =
        jobs.stream()
            .filter(job -> job.stage() == STAGE_FIRST)
            .mapToLong(job -> job.id().value())
            .max()
            .orElse(0);
    return jobs.stream()
        .filter(job -> job.id().value() >= first && job.stage() != NewJob.APART)
        .toList();
  }
}
