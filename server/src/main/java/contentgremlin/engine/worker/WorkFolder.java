package contentgremlin.engine.worker;

import contentgremlin.job.Supervisor;
import contentgremlin.worker.Lease;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Where a worker keeps what it is working on: one folder for each lease, with its input and its
/// attempt. One worker at a time uses it. Thread-safe.
public final class WorkFolder implements AutoCloseable {
  private static final String LOCK = "lock";
  private static final String LEASES = "leases";

  /// Left on the disk for everybody else.
  private static final long RESERVE_BYTES = 512L << 20;

  /// Below this a tool that failed may well have failed for want of room.
  static final long ROOM_BYTES_MIN = 8 << 20;

  /// An input and what comes of it: streams of all sizes are hardly larger than the original.
  private static final int SHARE_OF_INPUT = 3;

  private static final Duration END_MAX = Duration.ofSeconds(10);
  private static final Duration POLL = Duration.ofMillis(20);

  private final Path root;
  private final long bytesMax;
  private final FileChannel channel;

  private WorkFolder(Path root, long bytesMax, FileChannel channel) {
    this.root = root;
    this.bytesMax = bytesMax;
    this.channel = channel;
  }

  /// Takes the folder; what an earlier worker left in it is ended and removed.
  ///
  /// @param bytesMax how much may lie in it
  /// @throws IOException with words for a person, if it can't be had
  public static WorkFolder open(Path root, long bytesMax, Supervisor supervisor)
      throws IOException, InterruptedException {
    Files.createDirectories(root.resolve(LEASES));
    var channel =
        FileChannel.open(root.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    if (!isLocked(channel)) {
      channel.close();
      throw new IOException(
          "another worker uses the folder %s; give this one a folder of its own".formatted(root));
    }
    var folder = new WorkFolder(root, bytesMax, channel);
    folder.tidy(supervisor);
    return folder;
  }

  private static boolean isLocked(FileChannel channel) throws IOException {
    try {
      FileLock lock = channel.tryLock();
      return lock != null;
    } catch (OverlappingFileLockException _) {
      return false; // by another worker in this very process
    }
  }

  /// Tools outlive a worker that is killed. Nobody waits for what they make.
  private void tidy(Supervisor supervisor) throws IOException, InterruptedException {
    for (var old : leases()) {
      var attempt = old.resolve("attempt");
      var leader = supervisor.started(attempt);
      if (leader.isPresent() && supervisor.isGroupAlive(attempt, leader.get())) {
        supervisor.signal(attempt, leader.get(), true);
        long deadline = System.nanoTime() + END_MAX.toNanos();
        while (supervisor.isGroupAlive(attempt, leader.get()) && System.nanoTime() < deadline) {
          Thread.sleep(POLL);
        }
      }
      remove(old);
    }
  }

  private List<Path> leases() throws IOException {
    try (var paths = Files.list(root.resolve(LEASES))) {
      return paths.toList();
    }
  }

  /// How large an input may be that is taken now.
  ///
  /// @param places how many jobs share the room
  public long space(int places) throws IOException {
    long free = Files.getFileStore(root).getUsableSpace() - RESERVE_BYTES;
    long mine = bytesMax - size(root.resolve(LEASES));
    return Math.max(0, Math.min(free, Math.min(mine, bytesMax / places)) / SHARE_OF_INPUT);
  }

  private static long size(Path folder) throws IOException {
    var count = new Count();
    Files.walkFileTree(folder, count);
    return count.bytes;
  }

  private static final class Count extends SimpleFileVisitor<Path> {
    private long bytes;

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
      bytes += attributes.size();
      return FileVisitResult.CONTINUE;
    }

    /// Others work here meanwhile.
    @Override
    public FileVisitResult visitFileFailed(Path file, IOException failure) {
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException failure) {
      return FileVisitResult.CONTINUE;
    }
  }

  /// New folders for one lease.
  Desk desk(Lease lease) throws IOException {
    var desk = new Desk(root.resolve(LEASES).resolve(lease.text()));
    Files.createDirectories(desk.attempt());
    Files.createDirectories(desk.input());
    return desk;
  }

  /// The place where one job is done.
  record Desk(Path folder) {
    Path attempt() {
      return folder.resolve("attempt");
    }

    Path input() {
      return folder.resolve("input");
    }

    void remove() throws IOException {
      WorkFolder.remove(folder);
    }
  }

  private static void remove(Path folder) throws IOException {
    try {
      Files.walkFileTree(folder, new Removal());
    } catch (NoSuchFileException _) {
      // somebody was faster
    }
  }

  private static final class Removal extends SimpleFileVisitor<Path> {
    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
      Files.deleteIfExists(file);
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException failure)
        throws IOException {
      if (failure != null) {
        throw failure;
      }
      Files.deleteIfExists(folder);
      return FileVisitResult.CONTINUE;
    }
  }

  /// Frees the folder for another worker.
  @Override
  public void close() throws IOException {
    channel.close();
  }
}
