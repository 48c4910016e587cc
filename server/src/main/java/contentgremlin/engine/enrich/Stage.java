package contentgremlin.engine.enrich;

import contentgremlin.enrich.Outcome;
import contentgremlin.enrich.Stages;
import contentgremlin.item.Item;
import contentgremlin.job.Job;
import contentgremlin.store.Database;
import java.time.Duration;
import java.time.Instant;

/// How a stage ends, inside the transaction that ends its job.
public final class Stage {
  private Stage() {}

  /// Its job came to nothing by itself: its tools failed, it was given up, or nobody can do it.
  public static void broken(Database.Tables tables, Job job, Instant now) {
    var item = job.item();
    if (item == null || !Stages.isOne(job.kind()) || job.state() instanceof Job.State.Queued) {
      return;
    }
    if (job.state() instanceof Job.State.Failed(var reason, _)) {
      var stage = Stages.of(job.kind());
      int failures = 1 + tables.enrichment().outcome(item, stage).map(Outcome::failures).orElse(0);
      var mark = job.input().getOrDefault(Courses.MARK, "");
      tables
          .enrichment()
          .put(item, Outcome.failed(stage, mark, now, failures, Duration.ZERO, reason));
    }
    tables.enrichment().due(item, job.priority().demand(), now);
  }

  /// Keeps what came of it, and has the next one found out.
  static void ended(Database.Tables tables, Job job, Item item, Outcome outcome, Instant now) {
    tables.enrichment().put(item.id(), outcome);
    goOn(tables, job, item, now);
  }

  /// Has the item looked at again, for whoever waits for it by now: a demand may have come while
  /// the job was at work.
  public static void goOn(Database.Tables tables, Job job, Item item, Instant now) {
    long demand = tables.jobs().find(job.id()).orElse(job).priority().demand();
    tables.enrichment().due(item.id(), demand, now);
  }
}
