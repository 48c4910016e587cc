package contentgremlin.engine.arrival;

import contentgremlin.arrival.Told;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/// What became of each record so far. Thread-safe: one run writes, others look.
public final class Report {
  /// Later ones are only counted.
  static final int TOLD_MAX = 1_000_000;

  private final List<Told> told = new ArrayList<>();
  private final Map<Told.Result, Long> counts = new EnumMap<>(Told.Result.class);
  private long expected;

  synchronized void expect(long records) {
    expected = records;
  }

  synchronized void tell(Told one) {
    counts.merge(one.result(), 1L, Long::sum);
    if (told.size() < TOLD_MAX) {
      told.add(one);
    }
  }

  /// About how many there will be.
  public synchronized long expected() {
    return expected;
  }

  public synchronized Map<Told.Result, Long> counts() {
    return new EnumMap<>(counts);
  }

  /// @param from how many to leave out
  public synchronized List<Told> list(int from, int limit) {
    int start = Math.min(from, told.size());
    return List.copyOf(told.subList(start, Math.min(told.size(), start + limit)));
  }
}
