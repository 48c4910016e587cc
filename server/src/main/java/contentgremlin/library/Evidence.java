package contentgremlin.library;

/// What may be concluded from files that are not there.
public final class Evidence {
  /// So few may go without anybody being asked, whatever share of all they are.
  public static final long FEW = 100;

  /// Percent of a library that may go without anybody being asked.
  public static final long SHARE_MAX = 25;

  private static final int HUNDRED = 100;

  private Evidence() {}

  /// Whether a person is to say first that so many files were really deleted.
  ///
  /// @param lost files that are not there any more
  /// @param all files that there are or were, the lost ones among them
  public static boolean isTooMuch(long lost, long all) {
    return lost > FEW && lost * HUNDRED > all * SHARE_MAX;
  }

  /// Whether a folder on another file system than before, or a root that is another folder, still
  /// holds what is known of it: then the disk was copied or mounted elsewhere. If not, it is the
  /// empty place where a disk should be mounted.
  ///
  /// @param known names that should be in it
  /// @param met those of them that are
  public static boolean isTheSame(long known, long met) {
    return met * 2 >= known;
  }
}
