package contentgremlin.engine.library;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/// Which comparisons of one library were asked for, and which of them are over. Nobody who asks
/// waits for a disk. Thread-safe.
final class Scans {
  /// So long a root that a person has confirmed is looked for.
  private static final Duration CONFIRM_MAX = Duration.ofSeconds(10);

  private final InstantSource time;

  /// By part: the number of the scan that was asked for last, and of the last one that is over.
  private final Map<String, Long> asked = new HashMap<>();

  private final Map<String, Instant> askedAt = new HashMap<>();
  private final Map<String, Long> over = new HashMap<>();

  /// By part that is being listed: what had been asked for when that began.
  private final Map<String, Map<String, Long>> begun = new HashMap<>();

  private final Set<String> confirmed = new HashSet<>();
  private long number;

  Scans(InstantSource time) {
    this.time = time;
  }

  /// @param isConfirmed whether what is there is all there is, even if much is missing
  /// @return the scan's number
  synchronized long ask(String part, boolean isConfirmed) {
    number++;
    asked.put(part, number);
    askedAt.put(part, time.instant());
    if (isConfirmed) {
      confirmed.add(part);
    }
    return number;
  }

  synchronized void begins(String part) {
    begun.put(part, new HashMap<>(asked));
  }

  /// @param isWhole whether all of the part was compared
  synchronized void ended(String part, boolean isWhole) {
    var covered = begun.remove(part);
    if (isWhole && covered != null) {
      covered.forEach((asking, scan) -> {
        if (asking.startsWith(part)) {
          over.merge(asking, scan, Math::max);
        }
      });
    }
  }

  synchronized boolean isConfirmed(String part) {
    return confirmed.contains(part);
  }

  /// A person's word counts once.
  synchronized boolean useConfirmation(String part) {
    return confirmed.remove(part);
  }

  /// @param isOffline whether there is nothing to compare: who waits would wait for a disk
  synchronized boolean isOver(String part, long scan, boolean isOffline) {
    if (over.getOrDefault(part, 0L) >= scan) {
      return true;
    }
    if (!isOffline || (confirmed.contains(part) && isYoung(part))) {
      return false;
    }
    // A person's word is about what is there now, and not about a disk that comes some day.
    confirmed.remove(part);
    return true;
  }

  private boolean isYoung(String part) {
    return time.instant().isBefore(askedAt.getOrDefault(part, Instant.EPOCH).plus(CONFIRM_MAX));
  }
}
