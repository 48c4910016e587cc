package contentgremlin.process;

import contentgremlin.job.ProcessIdentity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/// The processes that were started in one attempt's folder, as far as it can be proved.
///
/// The leader proves the group as long as it lives: pid, start and boot are those that were written
/// down. What outlived it is known by its environment, in which the launch named the folder. A pid
/// alone, or a process that merely stands in the folder, proves nothing.
///
/// @param leader of the session and of the group
record AttemptGroup(Path folder, ProcessIdentity leader) {
  /// Set for every tool, to the folder of its attempt.
  static final String MARK = "TMPDIR";

  /// Whether anything of it still runs. Cheap once everything has ended.
  boolean isAlive() {
    return ProcFs.find(leader).isPresent() || !survivors().isEmpty();
  }

  /// Those that outlived the leader. No pid is given out while a group is named by it, so a group
  /// that is not there any more can be told by one call.
  private List<ProcFs.Stat> survivors() {
    if (!leader.bootId().equals(ProcFs.bootId()) || !Signals.isGroup(leader.pid())) {
      return List.of();
    }
    return marked(folder).stream().filter(stat -> stat.group() == leader.pid()).toList();
  }

  /// To every process of the group, if it still is ours.
  void send(int signal) {
    if (isAlive()) {
      Signals.sendToGroup(leader.pid(), signal);
    }
  }

  /// All living processes that were started in this folder, in whatever group they are.
  static List<ProcFs.Stat> marked(Path folder) {
    return ProcFs.withEnvironment(entry -> isMark(entry, folder));
  }

  /// The home may have been named by another path when it was started.
  private static boolean isMark(String entry, Path folder) {
    if (!entry.startsWith(MARK + "=")) {
      return false;
    }
    try {
      var path = Path.of(entry.substring(MARK.length() + 1));
      return folder.getFileName().equals(path.getFileName()) && Files.isSameFile(path, folder);
    } catch (IOException | InvalidPathException _) {
      return false; // that folder is gone, so it is another one
    }
  }

  /// Who leads what runs in this folder, although nobody has written that down.
  static Stream<ProcFs.Stat> leaders(Path folder) {
    return marked(folder).stream()
        .map(ProcFs.Stat::session)
        .distinct()
        .flatMap(session -> ProcFs.stat(session).stream())
        .filter(ProcFs.Stat::isAlive);
  }
}
