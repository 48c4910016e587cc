package contentgremlin.item;

/// How many things contradict the rule that every item is published, failed with a reason, or has a
/// live job. All should be 0. Items in the trash, missing ones and those that are offline are in
/// states of their own.
///
/// @param stranded items that are processing, and no job of theirs is open
/// @param undecided items that are processing although a job that they depend on has failed
/// @param parked items that wait for a job that nothing here can do
/// @param unreasoned items that failed, and nobody says why
/// @param abandoned jobs that somebody has taken, and let his time run out
public record Violations(
    long stranded, long undecided, long parked, long unreasoned, long abandoned) {
  public long total() {
    return stranded + undecided + parked + unreasoned + abandoned;
  }
}
