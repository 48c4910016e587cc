package contentgremlin.process;

import contentgremlin.job.ProcessIdentity;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;
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

  /// What the processes of one group use.
  ///
  /// @param ticks processor time
  record Group(long ticks, List<Long> pids) {
    static final Group NONE = new Group(0, List.of());

    private Group with(Stat stat) {
      var more = new ArrayList<>(pids);
      more.add(stat.pid());
      return new Group(ticks + stat.ticks(), more);
    }
  }

  /// Bytes that a process, and the children that it has waited for, asked to be read or written,
  /// whether a disk was reached or not.
  record Transfer(long read, long written) {
    static final Transfer NONE = new Transfer(0, 0);

    Transfer plus(Transfer more) {
      return new Transfer(read + more.read, written + more.written);
    }
  }

  static ProcessIdentity identity(Stat stat) {
    return new ProcessIdentity(bootId(), stat.pid(), stat.startTicks());
  }

  /// Every process group by its number.
  static Map<Long, Group> groups() {
    var groups = new HashMap<Long, Group>();
    for (long pid : pids()) {
      stat(pid)
          .ifPresent(stat ->
              groups.compute(
                  stat.group(),
                  (_, known) -> Objects.requireNonNullElse(known, Group.NONE).with(stat)));
    }
    return groups;
  }

  /// Nothing for a process that has ended, or that we may not look at.
  static Transfer transfer(long pid) {
    try {
      var lines = Files.readAllLines(ROOT.resolve(Long.toString(pid)).resolve("io"));
      return new Transfer(value(lines, "rchar: "), value(lines, "wchar: "));
    } catch (IOException _) {
      return Transfer.NONE;
    }
  }

  /// How long the threads that a process has now have run, or were ready to and waited for a
  /// processor, in nanoseconds. 0 if the kernel does not tell.
  static long wantedNanos(long pid) {
    var threads = ROOT.resolve(Long.toString(pid)).resolve("task");
    try {
      return numbers(threads).stream()
          .mapToLong(thread -> scheduled(threads.resolve(thread + "/schedstat")))
          .sum();
    } catch (IOException _) {
      return 0; // it has ended
    }
  }

  private static long scheduled(Path path) {
    try {
      var fields = Files.readString(path).strip().split(" ", -1);
      return Long.parseLong(fields[0]) + Long.parseLong(fields[1]);
    } catch (IOException _) {
      return 0; // the thread has ended, or the kernel counts no such thing
    }
  }

  private static long value(List<String> lines, String name) {
    return lines.stream()
        .filter(line -> line.startsWith(name))
        .mapToLong(line -> Long.parseLong(line.substring(name.length())))
        .findFirst()
        .orElse(0);
  }

  /// The living processes that have this entry in their environment, as it was at their start.
  ///
  /// @param entry whether "NAME=value" is meant
  static List<Stat> withEnvironment(Predicate<String> entry) {
    var found = new ArrayList<Stat>();
    for (long pid : pids()) {
      if (environment(pid).anyMatch(entry)) {
        stat(pid).filter(Stat::isAlive).ifPresent(found::add);
      }
    }
    return found;
  }

  private static Stream<String> environment(long pid) {
    try {
      var path = ROOT.resolve(Long.toString(pid)).resolve("environ");
      return Stream.of(
          new String(Files.readAllBytes(path), StandardCharsets.UTF_8).split("\0", -1));
    } catch (IOException _) {
      return Stream.of(); // it has ended, or belongs to somebody else: none of ours
    }
  }

  private static List<Long> pids() {
    try {
      return numbers(ROOT);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot list " + ROOT, e);
    }
  }

  /// Names in a folder that are numbers: of processes, or of threads.
  private static List<Long> numbers(Path folder) throws IOException {
    try (Stream<Path> entries = Files.list(folder)) {
      return entries
          .map(entry -> entry.getFileName().toString())
          .filter(name -> Character.isDigit(name.charAt(0)))
          .map(Long::valueOf)
          .toList();
    } catch (UncheckedIOException e) {
      throw Objects.requireNonNullElseGet(e.getCause(), () -> new IOException(e));
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
