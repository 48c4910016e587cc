package contentgremlin.watch;

import contentgremlin.library.Tree;
import contentgremlin.library.Trees;

/// Opens trees on Linux. Thread-safe.
public final class NativeTrees implements Trees {
  private final FileSystems fileSystems = new FileSystems();

  @Override
  public Tree open(String root) {
    return new NativeTree(new Beneath(root), fileSystems);
  }
}
