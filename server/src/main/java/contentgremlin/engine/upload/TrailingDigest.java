package contentgremlin.engine.upload;

import contentgremlin.vault.Digest;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The SHA-256 of a growing file, a little behind its writer. Pieces that are handed over are
/// hashed from memory; what was not handed over (the writer was faster, or an earlier run of the
/// server wrote it) is read from the file. So hashing never holds up receiving, and a digest whose
/// state was lost is made up for in the background. Thread-safe.
final class TrailingDigest {
  private static final int READ_BYTES = 1 << 18;
  private static final long CLOSE_BYTES = 4 << 20;

  /// Bytes that were just written at `offset`; `recycle` gets the buffer back.
  @SuppressWarnings("ArrayRecordComponent") // a buffer that wanders, never compared
  record Piece(byte[] bytes, int length, long offset, Consumer<byte[]> recycle) {}

  private final Path file;
  private final Executor threads;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition moved = lock.newCondition();
  private final Queue<Piece> pieces = new ArrayDeque<>();
  private MessageDigest digest = Checksum.Algorithm.SHA256.open();
  private long hashed;
  private long written;
  private boolean working;
  private boolean abandoned;
  private @Nullable Exception failure;

  TrailingDigest(Path file, Executor threads) {
    this.file = file;
    this.threads = threads;
  }

  /// The file ends at `offset` now. If it was cut shorter than what is hashed, starts afresh.
  void restartAt(long offset) throws InterruptedException {
    lock.lock();
    try {
      if (hashed > offset || written > offset) {
        written = Math.min(written, offset);
        while (working) {
          moved.await();
        }
        if (hashed > offset) {
          digest = Checksum.Algorithm.SHA256.open();
          hashed = 0;
        }
      }
      failure = null;
      written = offset;
      wake();
    } finally {
      lock.unlock();
    }
  }

  /// The file has grown; the new bytes will be read from it.
  void wrote(long end) {
    lock.lock();
    try {
      written = end;
      wake();
    } finally {
      lock.unlock();
    }
  }

  /// The file has grown by this piece.
  void wrote(Piece piece) {
    lock.lock();
    try {
      written = piece.offset() + piece.length();
      pieces.add(piece);
      wake();
    } finally {
      lock.unlock();
    }
  }

  /// Whether the hashing has not fallen far behind the writing.
  boolean isClose() {
    lock.lock();
    try {
      return written - hashed <= CLOSE_BYTES;
    } finally {
      lock.unlock();
    }
  }

  /// Waits until all `length` bytes are hashed.
  ///
  /// @throws IOException if the file could not be read
  Digest await(long length) throws IOException, InterruptedException {
    lock.lock();
    try {
      while (hashed < length && failure == null && !abandoned) {
        moved.await();
      }
      if (abandoned) {
        throw new IOException(file + " was removed while it was hashed");
      }
      if (failure != null) {
        throw new IOException("can't hash " + file, failure);
      }
      // A copy, so that whoever asks again gets the same answer.
      return Digest.of(((MessageDigest) digest.clone()).digest());
    } catch (CloneNotSupportedException e) {
      throw new IllegalStateException("SHA-256 of every Java runtime can be cloned", e);
    } finally {
      lock.unlock();
    }
  }

  /// Stops soon; for a file that is to be removed.
  void abandon() {
    lock.lock();
    try {
      abandoned = true;
      written = 0;
      moved.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private void wake() {
    if (!working && !abandoned && failure == null && (hashed < written || !pieces.isEmpty())) {
      // First: if it is refused, nobody waits for work that never begins.
      threads.execute(this::work);
      working = true;
    }
  }

  private void work() {
    try (var reader = new Reader()) {
      for (var next = next(); next != null; next = next()) {
        switch (next) {
          case Step.Hash(var piece) -> {
            digest.update(piece.bytes(), 0, piece.length());
            advance(piece.length());
            piece.recycle().accept(piece.bytes());
          }
          case Step.Read(var from, var to) -> advance(reader.hash(from, to));
        }
      }
    } catch (IOException | RuntimeException e) {
      fail(e);
    }
  }

  private sealed interface Step {
    record Hash(Piece piece) implements Step {}

    record Read(long from, long to) implements Step {}
  }

  private @Nullable Step next() {
    lock.lock();
    try {
      var piece = pieces.peek();
      while (piece != null && piece.offset() < hashed) {
        pieces.remove();
        piece.recycle().accept(piece.bytes());
        piece = pieces.peek();
      }
      if (piece != null && piece.offset() == hashed) {
        return new Step.Hash(pieces.remove());
      }
      long end = piece == null ? written : Math.min(written, piece.offset());
      if (hashed < end) {
        return new Step.Read(hashed, end);
      }
      pieces.clear();
      working = false;
      moved.signalAll();
      return null;
    } finally {
      lock.unlock();
    }
  }

  private void advance(int bytes) {
    lock.lock();
    try {
      hashed += bytes;
      moved.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private void fail(Exception e) {
    lock.lock();
    try {
      failure = e;
      digest = Checksum.Algorithm.SHA256.open();
      hashed = 0;
      pieces.clear();
      working = false;
      moved.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /// Opens the file only if it must be read.
  private final class Reader implements AutoCloseable {
    private @Nullable FileChannel channel;
    private ByteBuffer buffer = ByteBuffer.allocate(0);

    /// Hashes some of these bytes, and returns how many.
    int hash(long from, long to) throws IOException {
      if (channel == null) {
        channel = FileChannel.open(file, StandardOpenOption.READ);
        buffer = ByteBuffer.allocate(READ_BYTES);
      }
      buffer.clear().limit((int) Math.min(READ_BYTES, to - from));
      int count = channel.read(buffer, from);
      if (count <= 0) {
        throw new IOException(file + " ends at " + from + ", but should go on to " + to);
      }
      digest.update(buffer.array(), 0, count);
      return count;
    }

    @Override
    public void close() throws IOException {
      if (channel != null) {
        channel.close();
      }
    }
  }
}
