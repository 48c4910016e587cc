package contentgremlin.engine;

import contentgremlin.job.Job;
import contentgremlin.job.JobId;
import contentgremlin.job.Lane;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// The attempts that are being made in this process. Thread-safe.
final class LiveAttempts {
  private final Map<JobId, LiveAttempt> attempts = new ConcurrentHashMap<>();

  LiveAttempt add(Job job) {
    var attempt = new LiveAttempt(job);
    if (attempts.putIfAbsent(job.id(), attempt) != null) {
      throw new IllegalStateException(job + " is being worked on already");
    }
    return attempt;
  }

  void remove(LiveAttempt attempt) {
    attempts.remove(attempt.job().id(), attempt);
  }

  Optional<LiveAttempt> find(JobId id) {
    return Optional.ofNullable(attempts.get(id));
  }

  boolean has(JobId id) {
    return attempts.containsKey(id);
  }

  List<LiveAttempt> all() {
    return List.copyOf(attempts.values());
  }

  int in(Lane lane) {
    return (int) attempts.values().stream().filter(attempt -> attempt.job().lane() == lane).count();
  }

  boolean isEmpty() {
    return attempts.isEmpty();
  }
}
