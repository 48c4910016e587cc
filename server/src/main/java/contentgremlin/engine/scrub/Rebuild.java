package contentgremlin.engine.scrub;

import contentgremlin.engine.Pipeline;
import contentgremlin.item.Item;
import contentgremlin.item.Rendition;
import contentgremlin.job.Job;
import contentgremlin.job.NewJob;
import contentgremlin.job.Priority;
import contentgremlin.store.Database;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Has a rendition made again by a job like the one that made it. Runs inside the caller's
/// transaction.
final class Rebuild {
  private Rebuild() {}

  /// @return the job that makes it: an open one, or a new one
  static Job queue(Database.Tables tables, Item item, Rendition.Kind kind, Instant now) {
    var jobs = tables.jobs().of(item.id());
    return open(jobs, kind)
        .or(() -> newest(jobs, kind).map(job -> again(tables, item, kind, job, now)))
        .orElseGet(() -> fromTheStart(tables, item, now));
  }

  private static Optional<Job> open(List<Job> jobs, Rendition.Kind kind) {
    return jobs.stream()
        .filter(job -> job.isOpen() && (makes(job, kind) || job.kind().equals(Pipeline.PROBE)))
        .findFirst();
  }

  /// The one that made it, or would have, last.
  static Optional<Job> newest(List<Job> jobs, Rendition.Kind kind) {
    return jobs.stream().filter(job -> makes(job, kind)).reduce((_, last) -> last);
  }

  private static boolean makes(Job job, Rendition.Kind kind) {
    return Pipeline.makers(kind).contains(job.kind());
  }

  private static Job again(
      Database.Tables tables, Item item, Rendition.Kind kind, Job like, Instant now) {
    int urgency = isPlayed(kind) ? Priority.PUBLISHING : Priority.IMPROVING;
    var job =
        new NewJob(
            like.kind(),
            item.id(),
            item.owner(),
            like.lane(),
            like.stage(),
            false,
            Priority.of(urgency),
            like.input());
    Pipeline.add(tables, List.of(job), now);
    return newest(tables.jobs().of(item.id()), kind).orElseThrow();
  }

  private static boolean isPlayed(Rendition.Kind kind) {
    return switch (kind) {
      case HLS, AUDIO, IMAGE -> true;
      case POSTER, SPRITES, WAVEFORM, CAPTIONS -> false;
    };
  }

  /// Its jobs were forgotten: the probe finds out anew what there is to make.
  private static Job fromTheStart(Database.Tables tables, Item item, Instant now) {
    Pipeline.add(tables, Pipeline.first(item), now);
    return tables.jobs().of(item.id()).stream()
        .filter(job -> job.isOpen() && job.kind().equals(Pipeline.PROBE))
        .findFirst()
        .orElseThrow();
  }
}
