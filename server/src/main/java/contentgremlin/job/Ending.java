package contentgremlin.job;

import java.time.Duration;

/// How one attempt ended.
public sealed interface Ending {
  /// Its output was checked and is in place.
  record Done() implements Ending {}

  /// It went wrong in a way that may go right next time.
  record Failed(String reason) implements Ending {}

  /// It can never go right: the file itself is to blame.
  record Hopeless(String reason) implements Ending {}

  /// Others did not answer. When they are to be asked again is kept elsewhere, by the job's effect.
  record Unanswered(String reason) implements Ending {}

  /// The server stopped, or the machine did: not the file's fault, and not counted.
  record Interrupted(String reason) implements Ending {}

  /// Whoever could do it is not there.
  record NoHandler() implements Ending {}

  /// Nothing moved for so long that it was ended.
  record Stalled(Duration silence) implements Ending {}
}
