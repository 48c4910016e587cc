package contentgremlin.engine.arrival;

import contentgremlin.arrival.Told;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/// What became of each record so far, in the order in which they came. Of a large import most lines
/// are kept packed, since a person may look at them, and hardly does. Thread-safe: one run writes,
/// others look.
public final class Report {
  /// So many lines are packed together.
  static final int TOGETHER = 1_000;

  /// Later lines are only counted. Some thirty bytes each, as a rule.
  static final long PACKED_BYTES_MAX = 64L << 20;

  private final List<PackedLines> packed = new ArrayList<>();
  private final List<Told> open = new ArrayList<>();
  private final Map<Told.Result, Long> counts = new EnumMap<>(Told.Result.class);
  private long packedBytes;
  private long expected;

  synchronized void expect(long records) {
    expected = Math.max(0, records);
  }

  synchronized void tell(Told one) {
    counts.merge(one.result(), 1L, Long::sum);
    if (packedBytes < PACKED_BYTES_MAX) {
      open.add(one);
    }
    if (open.size() == TOGETHER) {
      var lines = PackedLines.of(open);
      packed.add(lines);
      packedBytes += lines.bytes();
      open.clear();
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
    var found = new ArrayList<Told>();
    for (int i = from / TOGETHER; i <= packed.size() && found.size() < limit; i++) {
      var lines = i < packed.size() ? packed.get(i).lines() : open;
      int begin = Math.clamp((long) from - (long) i * TOGETHER, 0, lines.size());
      int end = Math.min(lines.size(), begin + limit - found.size());
      found.addAll(lines.subList(begin, end));
    }
    return found;
  }
}
