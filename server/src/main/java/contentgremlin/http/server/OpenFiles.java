package contentgremlin.http.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Files that are being sent, and those that were a moment ago: a player asks for many ranges of
/// one file. Thread-safe.
final class OpenFiles implements AutoCloseable {
  /// Kept open though nobody reads them.
  static final int IDLE_MAX = 128;

  /// How long a file is kept open, or believed to be the same, after it was opened. Short: a
  /// removed file takes its room until then.
  private static final long AGE_NANOS = 5_000_000_000L;

  private final Map<Path, Entry> entries = new HashMap<>();
  private boolean closed;

  private static final class Entry {
    final FileChannel channel;
    final long size;
    final Instant modified;
    final long opened = System.nanoTime();
    int users;
    boolean isForgotten;

    Entry(FileChannel channel, long size, Instant modified) {
      this.channel = channel;
      this.size = size;
      this.modified = modified;
    }

    boolean isOld() {
      return System.nanoTime() - opened > AGE_NANOS;
    }
  }

  /// A use of a file; MUST be closed.
  final class Use implements AutoCloseable {
    private final Entry entry;

    private Use(Entry entry) {
      this.entry = entry;
    }

    FileChannel channel() {
      return entry.channel;
    }

    long size() {
      return entry.size;
    }

    Instant modified() {
      return entry.modified;
    }

    @Override
    public void close() {
      release(entry);
    }
  }

  /// @throws NoSuchFileException if it is not there, or is no file
  Use open(Path path) throws IOException {
    var known = take(path);
    return new Use(known != null ? known : add(path, openFile(path)));
  }

  private static Entry openFile(Path path) throws IOException {
    var attributes = Files.readAttributes(path, BasicFileAttributes.class);
    if (!attributes.isRegularFile()) {
      throw new NoSuchFileException(path.toString());
    }
    var channel = FileChannel.open(path, StandardOpenOption.READ);
    return new Entry(channel, channel.size(), attributes.lastModifiedTime().toInstant());
  }

  private synchronized @Nullable Entry take(Path path) {
    var entry = entries.get(path);
    if (entry == null || entry.isOld()) {
      return null;
    }
    entry.users++;
    return entry;
  }

  private synchronized Entry add(Path path, Entry entry) {
    entry.users++;
    if (closed) {
      entry.isForgotten = true;
      return entry;
    }
    var before = entries.put(path, entry);
    if (before != null) {
      forget(before);
    }
    if (entries.size() > IDLE_MAX) {
      forgetIdle(false);
    }
    return entry;
  }

  private synchronized void release(Entry entry) {
    entry.users--;
    closeIfDone(entry);
  }

  /// Lets go of what nobody has used for a while.
  synchronized void sweep() {
    forgetIdle(true);
  }

  private void forgetIdle(boolean onlyOld) {
    entries
        .values()
        .removeIf(entry -> {
          boolean goes = entry.users == 0 && (!onlyOld || entry.isOld());
          if (goes) {
            forget(entry);
          }
          return goes;
        });
  }

  private void forget(Entry entry) {
    entry.isForgotten = true;
    closeIfDone(entry);
  }

  private static void closeIfDone(Entry entry) {
    if (entry.isForgotten && entry.users == 0) {
      try {
        entry.channel.close();
      } catch (IOException e) {
        throw new UncheckedIOException("Could not close a file that was only read", e);
      }
    }
  }

  @Override
  public synchronized void close() {
    closed = true;
    entries.values().forEach(this::forget);
    entries.clear();
  }
}
