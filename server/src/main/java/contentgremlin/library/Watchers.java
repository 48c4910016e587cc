package contentgremlin.library;

/// Opens watchers.
public interface Watchers {
  /// @param root an absolute path, as [FileName] writes it
  /// @return one that refuses every folder, where the system offers nothing
  Watcher open(String root);
}
