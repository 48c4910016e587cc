package contentgremlin.engine;

import contentgremlin.item.Violations;
import java.time.Instant;

/// Whether every item is published, failed with a reason, or has a live job, as it was found.
///
/// @param bare published items that nothing was made from, though their kind is shown by what is
///   made from it; looked for less often
public record Invariant(Instant checked, Violations violations, long bare) {
  public boolean holds() {
    return violations.total() == 0 && bare == 0;
  }
}
