package contentgremlin.acceptance;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// Looks at the processes that work below a home: no attempt may ever have two tools at once, and
/// no job two attempts.
final class ToolWatch implements AutoCloseable {
  private static final long EVERY_MS = 150;
  private static final Duration END_MAX = Duration.ofSeconds(60);
  private static final Set<String> TOOLS = Set.of("ffmpeg", "ffprobe", "java");

  private final Path jobs;
  private final Ledger ledger;
  private final Thread thread;
  private volatile boolean over;
  private long looks;

  /// @param attempt relative to the folder of all jobs: `7/attempt-1`
  /// @param name as the kernel shows it
  record Seen(long pid, long group, String name, String attempt) {
    String job() {
      return attempt.substring(0, attempt.indexOf('/'));
    }

    boolean isTool() {
      return TOOLS.contains(name);
    }
  }

  ToolWatch(Path home, Ledger ledger) {
    this.jobs = home.resolve("content/job");
    this.ledger = ledger;
    this.thread = Thread.ofPlatform().name("tool-watch").daemon().start(this::watch);
  }

  private void watch() {
    var told = new HashSet<String>();
    while (!over) {
      judge(processes(jobs), told);
      looks++;
      try {
        Thread.sleep(EVERY_MS);
      } catch (InterruptedException _) {
        return;
      }
    }
  }

  private void judge(List<Seen> all, Set<String> told) {
    Map<String, Set<Long>> tools = new HashMap<>();
    Map<String, Set<Long>> groups = new HashMap<>();
    for (var one : all) {
      groups.computeIfAbsent(one.job(), _ -> new HashSet<>()).add(one.group());
      if (one.isTool()) {
        tools.computeIfAbsent(one.attempt(), _ -> new HashSet<>()).add(one.pid());
      }
    }
    tools.forEach((attempt, pids) -> {
      if (pids.size() > 1 && told.add(attempt)) {
        ledger.fault("attempt " + attempt + " has several tools at once: " + pids);
      }
    });
    groups.forEach((job, found) -> {
      boolean isMeddled = ledger.cancelled.containsKey(Long.parseLong(job));
      if (found.size() > 1 && !isMeddled && told.add(job)) {
        ledger.fault("job " + job + " has several attempts at once: groups " + found);
      }
    });
  }

  /// All processes that work in an attempt's folder. What ends meanwhile is left out.
  static List<Seen> processes(Path jobs) {
    var seen = new ArrayList<Seen>();
    try (Stream<Path> all = Files.list(Path.of("/proc"))) {
      for (var process : all.toList()) {
        if (process.getFileName().toString().matches("\\d+")) {
          look(process, jobs).ifPresent(seen::add);
        }
      }
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
    return seen;
  }

  /// Ends all that work there: they go on when nobody watches them any more, and would write into
  /// folders that are being removed.
  static void endAll(Path jobs) {
    Await.untilTrue(
        "the tools to end",
        END_MAX,
        () -> {
          var seen = processes(jobs);
          seen.forEach(
              one -> ProcessHandle.of(one.pid()).ifPresent(ProcessHandle::destroyForcibly));
          return seen.isEmpty();
        });
  }

  private static Optional<Seen> look(Path process, Path jobs) {
    try {
      var folder = Files.readSymbolicLink(process.resolve("cwd"));
      if (!folder.startsWith(jobs) || folder.equals(jobs)) {
        return Optional.empty();
      }
      var stat = Files.readString(process.resolve("stat"));
      int end = stat.lastIndexOf(')');
      var words = stat.substring(end + 2).split(" ", -1);
      if (words[0].equals("Z") || words[0].equals("X")) {
        return Optional.empty();
      }
      return Optional.of(
          new Seen(
              Long.parseLong(process.getFileName().toString()),
              Long.parseLong(words[2]),
              stat.substring(stat.indexOf('(') + 1, end),
              jobs.relativize(folder).toString().replace(" (deleted)", "")));
    } catch (IOException | RuntimeException _) {
      return Optional.empty();
    }
  }

  @Override
  public void close() {
    over = true;
    thread.interrupt();
    ledger.note("looked at all processes " + looks + " times");
  }
}
