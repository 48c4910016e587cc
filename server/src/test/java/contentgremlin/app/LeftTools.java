package contentgremlin.app;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// Tools outlive the server that started them, for the next one to find. At the end of a test there
/// is none, and what still writes would keep the folder from being removed.
final class LeftTools {
  private LeftTools() {}

  /// Ends whatever works below this folder, and waits for its end.
  static void endBelow(Path home) {
    var found = below(home);
    while (!found.isEmpty()) {
      found.forEach(ProcessHandle::destroyForcibly);
      found.forEach(tool -> tool.onExit().join());
      found = below(home);
    }
  }

  private static List<ProcessHandle> below(Path home) {
    return ProcessHandle.allProcesses().filter(one -> worksBelow(home, one)).toList();
  }

  private static boolean worksBelow(Path home, ProcessHandle one) {
    try {
      return Files.readSymbolicLink(Path.of("/proc", Long.toString(one.pid()), "cwd"))
          .startsWith(home.toRealPath());
    } catch (IOException _) {
      return false; // it is gone, or somebody else's
    }
  }
}
