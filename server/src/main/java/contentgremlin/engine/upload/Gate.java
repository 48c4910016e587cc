package contentgremlin.engine.upload;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// The one request that adds bytes to an upload reads its body through this, so that a newer one
/// can end it: its client may be long gone without the connection showing it. Thread-safe.
final class Gate {
  private final ReentrantLock lock = new ReentrantLock();
  private final CountDownLatch left = new CountDownLatch(1);
  private @Nullable Thread reader;
  private boolean closed;
  private final AtomicLong received = new AtomicLong();

  /// @throws InterruptedIOException once the gate is closed
  int read(InputStream body, byte[] buffer, int offset, int length) throws IOException {
    enter();
    int count;
    try {
      count = body.read(buffer, offset, length);
    } finally {
      leaveRead();
    }
    if (count > 0) {
      received.addAndGet(count);
    }
    return count;
  }

  private void enter() throws InterruptedIOException {
    lock.lock();
    try {
      if (closed) {
        throw new InterruptedIOException("another request goes on with this upload");
      }
      reader = Thread.currentThread();
    } finally {
      lock.unlock();
    }
  }

  /// An interrupt must reach nothing but the reading: it would close the file being written.
  private void leaveRead() {
    lock.lock();
    try {
      reader = null;
      if (Thread.interrupted()) {
        closed = true;
      }
    } finally {
      lock.unlock();
    }
  }

  /// Bytes that came so far: if this stands still, the client may be gone.
  long received() {
    return received.get();
  }

  /// Ends the reading; what came is still kept by the request that it was for.
  void close() {
    lock.lock();
    try {
      closed = true;
      if (reader != null) {
        reader.interrupt();
      }
    } finally {
      lock.unlock();
    }
  }

  void leave() {
    left.countDown();
  }

  boolean awaitLeft(long milliseconds) throws InterruptedException {
    return left.await(milliseconds, TimeUnit.MILLISECONDS);
  }
}
