package contentgremlin.engine;

/// One sort of tidying.
///
/// @param sweep what it is counted as
record Broom(Sweep sweep, Work work) {
  interface Work {
    /// @param dry whether to only say what would be done
    Swept turn(boolean dry) throws Exception;
  }

  /// So that no mistake of ours turns for ever.
  private static final int TURNS_MAX = 100_000;

  /// Turns until nothing is left to do.
  Swept turnThrough(boolean dry) throws Exception {
    var all = Swept.NOTHING;
    for (int turns = 0; turns < TURNS_MAX; turns++) {
      var swept = work.turn(dry);
      all = all.plus(swept);
      if (!swept.more() || (swept.count() == 0 && sweep != Sweep.RENDITIONS)) {
        break;
      }
    }
    return all;
  }
}
