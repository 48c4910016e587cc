package contentgremlin.library;

/// Opens trees.
public interface Trees {
  /// Nothing is asked of the root yet: what is wrong with it, listing it tells.
  ///
  /// @param root an absolute path, as [FileName] writes it
  Tree open(String root);
}
