package contentgremlin.engine;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toSet;

import contentgremlin.job.Job;
import contentgremlin.job.JobId;
import contentgremlin.job.Lane;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/// The attempts that are being made in this process. Thread-safe.
final class LiveAttempts {
  private final Map<JobId, LiveAttempt> attempts = new ConcurrentHashMap<>();

  /// @param placeFree called when the attempt needs its place no more
  LiveAttempt add(Job job, Runnable placeFree) {
    var attempt = new LiveAttempt(job, placeFree);
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

  /// All of this lane, also those that have left their places.
  int in(Lane lane) {
    return (int) of(lane).count();
  }

  int placesTaken(Lane lane) {
    return (int) of(lane).filter(LiveAttempt::hasPlace).count();
  }

  /// Whether somebody waits for one of this lane.
  boolean isDemanded(Lane lane) {
    return of(lane).anyMatch(attempt -> attempt.job().priority().demand() > 0);
  }

  /// The kinds of which at least so many are at work.
  Set<String> kinds(Lane lane, int count) {
    return of(lane)
        .collect(groupingBy(attempt -> attempt.job().kind(), counting()))
        .entrySet()
        .stream()
        .filter(kind -> kind.getValue() >= count)
        .map(Map.Entry::getKey)
        .collect(toSet());
  }

  private Stream<LiveAttempt> of(Lane lane) {
    return attempts.values().stream().filter(attempt -> attempt.job().lane() == lane);
  }

  boolean isEmpty() {
    return attempts.isEmpty();
  }
}
