package contentgremlin.engine;

import contentgremlin.event.Fact;
import contentgremlin.item.Item;
import contentgremlin.job.Job;
import contentgremlin.job.NewJob;
import contentgremlin.job.Publishing;
import contentgremlin.store.Database;
import java.time.Instant;
import java.util.List;

/// Puts items back to work that nothing works on, although there is something to do.
final class Revival {
  private Revival() {}

  /// For what came out of the trash: goes on with what its time there has cut off.
  ///
  /// @param since when it was put there
  static void goOn(Database.Tables tables, Item item, Instant since, Instant now) {
    var cut =
        Publishing.round(tables.jobs().of(item.id())).stream()
            .filter(job ->
                job.state() instanceof Job.State.Cancelled(var ended) && !ended.isBefore(since))
            .toList();
    int first = cut.stream().mapToInt(Job::stage).min().orElse(0);
    for (var job : cut) {
      if (job.stage() > first) {
        // A new one, since that waits for the others.
        Pipeline.add(tables, List.of(copy(job, item)), now);
      } else if (tables.jobs().replace(job, job.retry(now), now)) {
        tables.events().append(new Fact.JobQueued(job.id(), job.item(), job.kind()), now);
      }
    }
    putBackToWork(tables, item, now);
  }

  private static NewJob copy(Job job, Item item) {
    return new NewJob(
        job.kind(),
        item.id(),
        job.owner(),
        job.lane(),
        job.stage(),
        job.blocking(),
        job.priority(),
        job.input());
  }

  /// For what is neither published nor failed, and has no live job. Such a thing should not exist.
  ///
  /// @return whether something had to be done
  static boolean putBackToWork(Database.Tables tables, Item item, Instant now) {
    if (!(item.state() instanceof Item.State.Processing)) {
      return false;
    }
    var jobs = tables.jobs().of(item.id());
    if (jobs.stream().anyMatch(Revival::isAlive)) {
      return false;
    }
    if (wasCutShort(jobs) || !Settlement.decide(tables, item.id(), now)) {
      jobs.stream()
          .filter(Job::isOpen)
          .forEach(waiting -> Settlement.cancelled(tables, waiting, now));
      Pipeline.add(tables, Pipeline.first(item), now);
      tables.events().append(new Fact.ItemChanged(item.id()), now);
    }
    return true;
  }

  /// One that waits is woken by the others, and never if there are none.
  private static boolean isAlive(Job job) {
    return job.isOpen() && !(job.state() instanceof Job.State.Waiting);
  }

  /// The trash cancels jobs; that is no judgement on the item.
  private static boolean wasCutShort(List<Job> jobs) {
    return Publishing.round(jobs).stream()
        .anyMatch(job -> job.blocking() && job.state() instanceof Job.State.Cancelled);
  }
}
