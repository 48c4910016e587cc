package contentgremlin.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/// Processor time and memory of a process with all that it started, from proc(5).
final class ProcessTimes {
  /// The kernel's unit of processor time.
  private static final double TICKS_PER_SECOND = 100;

  private static final int USER = 11;

  private ProcessTimes() {}

  /// Seconds, of the process, its living descendants, and its own children that have ended.
  static double processor(ProcessHandle process) throws IOException {
    double ticks = ticks(process.pid());
    for (var child : process.descendants().toList()) {
      ticks += ticks(child.pid());
    }
    return ticks / TICKS_PER_SECOND;
  }

  private static double ticks(long pid) throws IOException {
    try {
      var stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
      var fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
      double sum = 0;
      for (int i = USER; i < USER + 4; i++) {
        sum += Long.parseLong(fields[i]);
      }
      return sum;
    } catch (NoSuchFileException _) {
      return 0;
    }
  }

  /// The most memory that it has held at a time, in MiB, since this was asked to begin anew.
  static long peakMebibytes(long pid) throws IOException {
    return Files.readAllLines(Path.of("/proc/" + pid + "/status")).stream()
            .filter(line -> line.startsWith("VmHWM:"))
            .map(line -> line.replaceAll("[^0-9]", ""))
            .mapToLong(Long::parseLong)
            .findFirst()
            .orElse(0)
        / 1024;
  }

  static void forgetPeak(long pid) throws IOException {
    Files.writeString(Path.of("/proc/" + pid + "/clear_refs"), "5");
  }
}
