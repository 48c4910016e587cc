package contentgremlin.engine;

import io.github.bucket4j.Bucket;
import io.github.bucket4j.TimeMeter;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;

/// Allows each key so many tries at once, and one more per period. Thread-safe; keeps a bounded
/// number of keys and forgets those that were quiet for the longest.
final class Throttle {
  static final int KEYS_MAX = 10_000;

  private final int tries;
  private final Duration another;
  private final TimeMeter meter;
  private final Map<String, Bucket> buckets =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Bucket> eldest) {
          return size() > KEYS_MAX;
        }
      };

  /// @param tries how many may follow each other at once
  /// @param another after this time there is one more
  Throttle(int tries, Duration another, InstantSource time) {
    this.tries = tries;
    this.another = another;
    this.meter =
        new TimeMeter() {
          @Override
          public long currentTimeNanos() {
            return Math.multiplyExact(time.millis(), 1_000_000L);
          }

          @Override
          public boolean isWallClockBased() {
            return true;
          }
        };
  }

  /// Takes one try.
  ///
  /// @return how long to wait; zero if there was one
  Duration take(String key) {
    var probe = bucket(key).tryConsumeAndReturnRemaining(1);
    return probe.isConsumed() ? Duration.ZERO : Duration.ofNanos(probe.getNanosToWaitForRefill());
  }

  /// The try did no harm.
  void giveBack(String key) {
    bucket(key).addTokens(1);
  }

  /// All is forgiven.
  void reset(String key) {
    synchronized (buckets) {
      buckets.remove(key);
    }
  }

  private Bucket bucket(String key) {
    synchronized (buckets) {
      return buckets.computeIfAbsent(key, _ -> newBucket());
    }
  }

  private Bucket newBucket() {
    return Bucket.builder()
        .addLimit(limit -> limit.capacity(tries).refillGreedy(1, another))
        .withCustomTimePrecision(meter)
        .build();
  }
}
