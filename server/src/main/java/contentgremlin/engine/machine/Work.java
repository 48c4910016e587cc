package contentgremlin.engine.machine;

import contentgremlin.store.Database;
import java.time.Instant;
import java.util.List;

/// The work that machines may be started for.
@FunctionalInterface
public interface Work {
  /// Since when each job waits that a worker might do now, as far as they are looked at.
  List<Instant> waiting(Database.Tables tables);
}
