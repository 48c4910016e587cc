package contentgremlin.store;

import java.util.Optional;

/// Who serves this home, and which schema it has. The database is the pid file.
public interface InstanceStore {
  Optional<Instance> current();

  void put(Instance instance);

  /// Nobody serves any more.
  void clear();

  /// The newest schema version that was applied.
  int schemaVersion();
}
