package contentgremlin.vault;

/// How fast something may be read.
@FunctionalInterface
public interface Pace {
  Pace UNLIMITED = _ -> {};

  /// Called after some bytes were read; waits for as long as that has to be made up for.
  ///
  /// @throws InterruptedException if the reading is to stop
  void pause(int bytes) throws InterruptedException;
}
