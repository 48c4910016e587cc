package contentgremlin.http.server;

import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;
import org.jspecify.annotations.Nullable;

/// The body of a request; reading waits for the client, but not for one that is slower than any
/// real line. Used by one thread.
final class BodyStream extends InputStream {
  private final Request request;
  private final Limits limits;
  private @Nullable InputStream source;
  private long bytes;
  private long waitedNanos;
  private boolean ended;
  private boolean failed;
  private boolean tooSlow;

  BodyStream(Request request, Limits limits) {
    this.request = request;
    this.limits = limits;
  }

  /// The client went away, was too slow, or sent what is no body.
  boolean hasFailed() {
    return failed;
  }

  boolean wasTooSlow() {
    return tooSlow;
  }

  @Override
  public int read() throws IOException {
    var one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    if (source == null) {
      source = Content.Source.asInputStream(request);
    }
    long before = System.nanoTime();
    try {
      int count = source.read(buffer, offset, length);
      note(count, System.nanoTime() - before);
      return count;
    } catch (IOException e) {
      failed = true;
      tooSlow |= e.getCause() instanceof TimeoutException;
      throw new IOException("The body of the request broke off after " + bytes + " bytes.", e);
    }
  }

  private void note(int count, long nanos) throws IOException {
    if (count < 0) {
      ended = true;
      return;
    }
    bytes += count;
    waitedNanos += nanos;
    boolean isPatienceOver = waitedNanos > limits.bodyGrace().toNanos();
    if (isPatienceOver && bytes * 1e9 / waitedNanos < limits.bodyRate()) {
      tooSlow = true;
      throw new IOException("The body came at less than " + limits.bodyRate() + " bytes/s.");
    }
  }

  /// Whether the connection can't be used for another request.
  boolean leavesRest() {
    return failed || isUnread();
  }

  /// Whether bytes may still come that nobody has asked for.
  boolean isUnread() {
    if (ended || failed) {
      return false;
    }
    var headers = request.getHeaders();
    return headers.getLongField(HttpHeader.CONTENT_LENGTH) > bytes
        || headers.contains(HttpHeader.TRANSFER_ENCODING);
  }

  /// The client waits for our word before it sends: there is nothing to take off the line.
  boolean isHeldBack() {
    return source == null && request.getHeaders().contains(HttpHeader.EXPECT);
  }

  /// Takes what is left, within limits, so that a client that is still sending gets to read our
  /// answer before the connection goes.
  void drain() throws InterruptedException {
    long deadline = System.nanoTime() + Limits.DRAIN_TIME.toNanos();
    long taken = 0;
    while (taken <= Limits.DRAIN_SIZE) {
      var chunk = request.read();
      if (chunk == null) {
        var arrived = new Semaphore(0);
        request.demand(arrived::release);
        if (!arrived.tryAcquire(deadline - System.nanoTime(), TimeUnit.NANOSECONDS)) {
          return;
        }
        continue;
      }
      taken += chunk.remaining();
      chunk.release();
      if (chunk.isLast() || Content.Chunk.isFailure(chunk)) {
        return;
      }
    }
  }
}
