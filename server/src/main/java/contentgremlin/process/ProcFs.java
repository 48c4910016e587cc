package contentgremlin.process;

import contentgremlin.job.ProcessIdentity;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// Reads the process table (proc(5)). Never the start time in [ProcessHandle.Info], which moves
/// when the wall clock is stepped; ticks since boot do not.
final class ProcFs {
  private static final Path ROOT = Path.of("/proc");
  private static final Path BOOT_ID = ROOT.resolve("sys/kernel/random/boot_id");

  private ProcFs() {}

  /// One process as its stat file shows it.
  ///
  /// @param ticks processor time of it and of the children that it has waited for
  record Stat(long pid, char state, long group, long session, long ticks, long startTicks) {
    /// Zombies have ended; only their parents have not asked yet.
    boolean isAlive() {
      return state != 'Z' && state != 'X';
    }
  }

  static String bootId() {
    try {
      return Files.readString(BOOT_ID).strip();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + BOOT_ID + "; is /proc mounted?", e);
    }
  }

  static Optional<Stat> stat(long pid) {
    try {
      var path = ROOT.resolve(Long.toString(pid)).resolve("stat");
      // A name may hold any bytes.
      return Optional.of(parse(pid, Files.readString(path, StandardCharsets.ISO_8859_1)));
    } catch (IOException _) {
      return Optional.empty(); // it has ended: ENOENT before the open, ESRCH after it
    }
  }

  /// The living process with this identity, if this is the boot that it belongs to.
  static Optional<Stat> find(ProcessIdentity identity) {
    if (!identity.bootId().equals(bootId())) {
      return Optional.empty();
    }
    return stat(identity.pid())
        .filter(stat -> stat.startTicks() == identity.startTicks() && stat.isAlive());
  }

  static ProcessIdentity identity(Stat stat) {
    return new ProcessIdentity(bootId(), stat.pid(), stat.startTicks());
  }

  /// Processor ticks of every process group.
  static Map<Long, Long> ticksByGroup() {
    var ticks = new HashMap<Long, Long>();
    for (long pid : pids()) {
      stat(pid).ifPresent(stat -> ticks.merge(stat.group(), stat.ticks(), Long::sum));
    }
    return ticks;
  }

  private static List<Long> pids() {
    try (Stream<Path> entries = Files.list(ROOT)) {
      return entries
          .map(entry -> entry.getFileName().toString())
          .filter(name -> Character.isDigit(name.charAt(0)))
          .map(Long::valueOf)
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot list " + ROOT, e);
    }
  }

  /// Fields are numbered from 1 in proc(5); the name, field 2, may hold blanks and parentheses.
  private static Stat parse(long pid, String text) {
    var fields = text.substring(text.lastIndexOf(')') + 2).strip().split(" ", -1);
    return new Stat(
        pid,
        fields[0].charAt(0),
        number(fields, 5),
        number(fields, 6),
        number(fields, 14) + number(fields, 15) + number(fields, 16) + number(fields, 17),
        number(fields, 22));
  }

  private static long number(String[] fields, int field) {
    return Long.parseLong(fields[field - 3]);
  }
}
