package contentgremlin.job;

import java.time.Duration;

/// What can be seen of an attempt from outside, by its folder and the process table alone.
public sealed interface Observation {
  /// @param process the tool at work now (the wrapper's, between two tools)
  /// @param tool its index; 0 before the first one
  /// @param media how far the tool says it has come
  /// @param speed as the tool says; 0 if it does not
  /// @param bytes written below the folder so far, without log and progress
  /// @param processorTicks used by the whole group so far
  /// @param read bytes that the group asked to be read so far, be it from a disk or not
  /// @param written bytes that it asked to be written so far
  record Alive(
      ProcessIdentity process,
      int tool,
      Duration media,
      double speed,
      long bytes,
      long processorTicks,
      long read,
      long written)
      implements Observation {}

  /// The wrapper has written the status of the last tool that ran.
  ///
  /// @param tool its index
  /// @param code 0 if all tools went well; 128 + n if signal n ended it
  record Ended(int tool, int code) implements Observation {}

  /// No process, and no status: the machine, or someone with KILL, ended it. Tools that outlived
  /// their wrapper may still be there, and are to be signalled.
  record Gone() implements Observation {}
}
