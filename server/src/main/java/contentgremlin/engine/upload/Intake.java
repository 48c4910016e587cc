package contentgremlin.engine.upload;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.security.MessageDigest;
import java.time.InstantSource;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Takes the bytes of one request: reads, writes, has them hashed and now and then made durable.
/// Begins with a small buffer; a request that brings much gets large ones, as long as there are
/// some. Used by one thread, once.
final class Intake {
  private static final int SMALL_BUFFER_BYTES = 1 << 16;
  private static final int LARGE_BUFFER_BYTES = 1 << 19;
  private static final int LARGE_BUFFERS = 4;

  /// A request that has brought so much is worth large buffers.
  private static final long LARGE_AFTER_BYTES = 1 << 20;

  private static final long HASHER_WAIT_MS = 100;

  /// A slow client's bytes do not wait longer than this for the buffer to be full.
  private static final long WRITE_AFTER_MS = 1_000;

  private final FileChannel channel;
  private final Gate gate;
  private final Semaphore largeBuffers;
  private final InstantSource time;
  private final TrailingDigest digest;
  private final Checkpoints checkpoints;
  private final @Nullable MessageDigest checksum;
  private final BlockingQueue<byte[]> free = new ArrayBlockingQueue<>(LARGE_BUFFERS);
  private final long start;
  private byte[] buffer = new byte[SMALL_BUFFER_BYTES];
  private long position;
  private boolean large;
  private boolean ended;
  private @Nullable IOException readFailure;
  private @Nullable IOException writeFailure;

  /// @param checksum if not null, nothing counts before the caller has compared it: no checkpoint
  ///   is made, nothing hashed
  Intake(
      FileChannel channel,
      long start,
      Gate gate,
      Semaphore largeBuffers,
      InstantSource time,
      TrailingDigest digest,
      Checkpoints checkpoints,
      @Nullable MessageDigest checksum) {
    this.channel = channel;
    this.start = start;
    this.position = start;
    this.gate = gate;
    this.largeBuffers = largeBuffers;
    this.time = time;
    this.digest = digest;
    this.checkpoints = checkpoints;
    this.checksum = checksum;
  }

  /// Takes at most `limit` bytes. How it went is told by the other methods.
  void take(InputStream body, long limit) {
    long end = limit > Long.MAX_VALUE - start ? Long.MAX_VALUE : start + limit;
    try {
      while (!ended && position < end && !checkpoints.mustStop()) {
        int count = fill(body, end - position);
        if (count > 0) {
          write(count);
        }
      }
    } finally {
      if (large) {
        largeBuffers.release();
      }
    }
  }

  /// The end of what was written.
  long position() {
    return position;
  }

  @Nullable IOException readFailure() {
    return readFailure;
  }

  @Nullable IOException writeFailure() {
    return writeFailure;
  }

  private int fill(InputStream body, long room) {
    int limit = (int) Math.min(room, buffer.length);
    int filled = 0;
    long begun = time.millis();
    try {
      while (filled < limit && time.millis() - begun < WRITE_AFTER_MS) {
        int count = gate.read(body, buffer, filled, limit - filled);
        if (count < 0) {
          ended = true;
          break;
        }
        filled += count;
      }
    } catch (IOException e) {
      readFailure = e;
      ended = true;
    }
    return filled;
  }

  private void write(int count) {
    try {
      var bytes = ByteBuffer.wrap(buffer, 0, count);
      while (bytes.hasRemaining()) {
        channel.write(bytes, position + bytes.position());
      }
    } catch (IOException e) {
      // What a partial write left behind the old position is not counted, and overwritten later.
      writeFailure = e;
      ended = true;
      return;
    }
    if (checksum != null) {
      checksum.update(buffer, 0, count);
      position += count;
      return;
    }
    handOver(count);
    checkpoints.wrote(position);
  }

  private void handOver(int count) {
    enlarge();
    var next = large ? nextBuffer() : null;
    long offset = position;
    position += count;
    if (next == null) {
      digest.wrote(position);
      return;
    }
    digest.wrote(new TrailingDigest.Piece(buffer, count, offset, free::offer));
    buffer = next;
  }

  /// Waiting a moment for the hasher is cheaper than its reading the bytes again; but one that has
  /// much to catch up with is not waited for.
  private byte @Nullable [] nextBuffer() {
    if (!digest.isClose()) {
      return free.poll();
    }
    try {
      return free.poll(HASHER_WAIT_MS, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      // Not passed on: an interrupt would close the file before what came is durable.
      readFailure = new InterruptedIOException(String.valueOf(e.getMessage()));
      ended = true;
      return null;
    }
  }

  /// The small buffer stays one of the pool; it is dropped when it comes back.
  private void enlarge() {
    if (!large && position - start >= LARGE_AFTER_BYTES && largeBuffers.tryAcquire()) {
      large = true;
      for (int i = 0; i < LARGE_BUFFERS; i++) {
        free.add(new byte[LARGE_BUFFER_BYTES]);
      }
    }
  }
}
