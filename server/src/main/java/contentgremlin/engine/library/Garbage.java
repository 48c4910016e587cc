package contentgremlin.engine.library;

/// Has memory given back now and then, while very many files are found. What waits for a moment
/// outlives its youth, and the old part of the heap is collected, and shrinks, only when it can't
/// grow any more: long after all of it is garbage. Used by one thread at a time.
final class Garbage {
  /// Collecting takes as long as finding some hundred files.
  private static final int FILES = 50_000;

  private int files;

  void add(int count) {
    files += count;
    if (files >= FILES) {
      files = 0;
      System.gc();
    }
  }
}
