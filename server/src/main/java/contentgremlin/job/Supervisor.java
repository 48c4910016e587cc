package contentgremlin.job;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
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
  /// starting a process and storing its identity. When this is empty, nothing has begun here and
  /// nothing ever will: a wrapper that is still on its way ends without running a tool.
  Optional<ProcessIdentity> started(Path folder) throws IOException;

  /// Waits until the group has ended, at most this long; returns early whenever it likes.
  void await(Path folder, ProcessIdentity leader, Duration patience) throws InterruptedException;

  /// @param leader what [#start] returned
  Observation observe(Path folder, ProcessIdentity leader) throws IOException;

  /// Whether anything of the group still runs: the leader, or what outlived it.
  boolean isGroupAlive(Path folder, ProcessIdentity leader);

  /// TERM (or KILL) to the group, if it still is the same one; stopped processes are continued, so
  /// that they notice. Never reaches a process that was given a pid of ours later.
  void signal(Path folder, ProcessIdentity leader, boolean kill);

  /// The last lines that the tools wrote, as text, at most `bytesMax` bytes.
  String logTail(Path folder, int bytesMax) throws IOException;

  /// The identity of this very process.
  ProcessIdentity self();

  /// Whether this process is alive; false for another one that was given its pid.
  boolean isAlive(ProcessIdentity process);

  /// TERM (or KILL) to this one process, if it still is the same one; it is continued if it was
  /// stopped, so that it notices.
  void end(ProcessIdentity process, boolean kill);
}
