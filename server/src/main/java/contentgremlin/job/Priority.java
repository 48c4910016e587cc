package contentgremlin.job;

/// Who goes first: the newest demand, then the greater urgency, then fairly between owners, then
/// the longest waiting.
///
/// @param urgency one of the constants here
/// @param demand 0 if nobody waits for it; else a number that grows with each demand
public record Priority(int urgency, long demand) {
  /// Something can't be published without it.
  public static final int PUBLISHING = 200;

  /// Makes published things better.
  public static final int IMPROVING = 100;

  /// Housekeeping.
  public static final int BACKGROUND = 0;

  public static Priority of(int urgency) {
    return new Priority(urgency, 0);
  }
}
