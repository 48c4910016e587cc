package contentgremlin.grab;

import contentgremlin.enrich.Candidate;
import contentgremlin.name.Words;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;

/// What searches found, put in order.
final class Candidates {
  private Candidates() {}

  /// Each once, the likeliest first.
  ///
  /// @param isYearKnown if it is not, nobody can tell films of one name apart, so none is sure
  static List<Candidate> sorted(List<Candidate> found, boolean isYearKnown) {
    var sorted = sorted(found);
    boolean isTwice =
        sorted.size() > 1
            && sorted.get(1).score() >= Candidate.SURE
            && Words.folded(sorted.get(0).title()).equals(Words.folded(sorted.get(1).title()));
    return isYearKnown || !isTwice ? sorted : sorted.stream().map(Candidates::unsure).toList();
  }

  /// Whether one of them is taken without asking anybody.
  static boolean isSure(List<Candidate> found) {
    return found.stream().anyMatch(one -> one.score() >= Candidate.SURE);
  }

  static List<Candidate> sorted(List<Candidate> found) {
    var each = new LinkedHashMap<String, Candidate>();
    for (var one : found) {
      each.merge(one.key(), one, (old, other) -> old.score() >= other.score() ? old : other);
    }
    return each.values().stream()
        .filter(one -> !one.key().isEmpty())
        .sorted(Comparator.comparingDouble(Candidate::score).reversed())
        .toList();
  }

  private static Candidate unsure(Candidate one) {
    return new Candidate(
        one.key(), one.title(), one.detail(), Math.min(one.score(), Traits.UNSURE));
  }
}
