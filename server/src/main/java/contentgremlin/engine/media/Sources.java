package contentgremlin.engine.media;

import contentgremlin.engine.JobHandler.Task;
import contentgremlin.job.Job;
import contentgremlin.transcode.Probe;
import java.util.Map;

/// Hands what the probe found to the jobs after it, in their rows.
final class Sources {
  private static final String KEY = "probe";

  private Sources() {}

  static Map<String, String> input(Probe probe) {
    return Map.of(KEY, probe.toInput());
  }

  static Probe of(Task task) {
    return of(task.job());
  }

  static Probe of(Job job) {
    return Probe.fromInput(job.input().getOrDefault(KEY, ""));
  }
}
