package contentgremlin.job;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// Starts tools so that they neither notice nor mind our death, and finds them again. Thread-safe.
///
/// All that it knows of an attempt lies in the attempt's folder: command, process, progress, log,
/// status. The tools run one after the other, in one session and process group of their own, until
/// one fails.
public interface Supervisor {
  /// @param folder the attempt's; exists
  /// @return the wrapper, which leads the group
  ProcessIdentity start(Path folder, List<Tool> tools, Limits limits) throws IOException;

  /// The group that was started in this folder, if it was started at all: for a crash between
  /// starting a process and storing its identity.
  Optional<ProcessIdentity> started(Path folder) throws IOException;

  /// @param leader what [#start] returned
  Observation observe(Path folder, ProcessIdentity leader) throws IOException;

  /// TERM (or KILL) to the group, if it still is the same one; a stopped process is continued
  /// first.
  void signal(ProcessIdentity leader, boolean kill);

  /// The last lines that the tools wrote, as text, at most `bytesMax` bytes.
  String logTail(Path folder, int bytesMax) throws IOException;

  /// The identity of this very process.
  ProcessIdentity self();

  /// Whether this process is alive; false for another one that was given its pid.
  boolean isAlive(ProcessIdentity process);
}
