package contentgremlin.acceptance;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;

/// What the tools of an attempt leave in its folder while they work.
final class AttemptLog {
  private static final String TIME = "out_time_us=";

  private AttemptLog() {}

  /// Its processes, a line for each: the wrapper, then each tool. Empty if there is none yet.
  static List<String> processes(Path attempt) throws IOException {
    return lines(attempt.resolve("process"));
  }

  /// How far its tools have come in the medium.
  static Duration encoded(Path attempt) throws IOException {
    long media =
        lines(attempt.resolve("progress")).stream()
            .filter(line -> line.matches(TIME + "\\d+"))
            .mapToLong(line -> Long.parseLong(line.substring(TIME.length())))
            .max()
            .orElse(0);
    return Duration.of(media, ChronoUnit.MICROS);
  }

  private static List<String> lines(Path file) throws IOException {
    try {
      return Files.readAllLines(file);
    } catch (NoSuchFileException _) {
      return List.of();
    }
  }
}
