package contentgremlin.process;

import contentgremlin.job.ProcessIdentity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.UUID;

/// A control group of the kernel's, for tests that hold back real processes by it. Needs root and
/// control groups of either version; whoever lacks them gets nothing.
public final class TestCgroup implements AutoCloseable {
  private static final Path ROOT = Path.of("/sys/fs/cgroup");
  private static final int PERIOD_MICROS = 100_000;

  private final Path folder;

  private TestCgroup(Path folder) {
    this.folder = folder;
  }

  /// Whose processes get this share of one core together.
  public static Optional<TestCgroup> quota(double share) {
    int micros = (int) (PERIOD_MICROS * share);
    return in(ROOT, "cpu.max", micros + " " + PERIOD_MICROS)
        .or(() -> in(ROOT.resolve("cpu"), "cpu.cfs_quota_us", "" + micros));
  }

  /// Whose processes can be frozen, so that they get nothing at all.
  public static Optional<TestCgroup> freezer() {
    return in(ROOT, "cgroup.freeze", "0")
        .or(() -> in(ROOT.resolve("unified"), "cgroup.freeze", "0"));
  }

  private static Optional<TestCgroup> in(Path parent, String file, String value) {
    var group = new TestCgroup(parent.resolve("contentgremlin-test-" + UUID.randomUUID()));
    try {
      Files.createDirectory(group.folder);
    } catch (IOException _) {
      return Optional.empty();
    }
    try {
      group.write(file, value);
      return Optional.of(group);
    } catch (IOException _) {
      group.remove();
      return Optional.empty();
    }
  }

  /// A process and what it starts from now on.
  public void add(ProcessIdentity process) throws IOException {
    write("cgroup.procs", "" + process.pid());
  }

  public void freeze() throws IOException {
    write("cgroup.freeze", "1");
  }

  private void write(String file, String value) throws IOException {
    if (!Files.exists(folder.resolve(file))) {
      throw new IOException(folder + " has no " + file);
    }
    Files.writeString(folder.resolve(file), value);
  }

  /// Its processes have to have ended.
  @Override
  public void close() {
    if (Files.exists(folder.resolve("cgroup.freeze"))) {
      try {
        write("cgroup.freeze", "0");
      } catch (IOException _) {
        // then nothing was frozen
      }
    }
    remove();
  }

  private void remove() {
    try {
      Files.deleteIfExists(folder);
    } catch (IOException e) {
      System.out.println("left behind: " + e.getMessage());
    }
  }
}
