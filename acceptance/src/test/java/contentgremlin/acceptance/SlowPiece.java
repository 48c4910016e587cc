package contentgremlin.acceptance;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;

/// Zeroes up to a point, and then nothing more until the connection ends.
final class SlowPiece extends InputStream {
  private final long most;
  private long given;
  private volatile long idleSince = Long.MAX_VALUE;

  SlowPiece(long most) {
    this.most = most;
  }

  /// Long enough ago for the server to have forced what came.
  boolean isThrough() {
    return System.nanoTime() - idleSince > Duration.ofSeconds(1).toNanos();
  }

  @Override
  public int read() {
    return 0;
  }

  @Override
  public int read(byte[] buffer, int from, int count) throws IOException {
    if (given >= most) {
      idleSince = Math.min(idleSince, System.nanoTime());
      try {
        Thread.sleep(Duration.ofMinutes(5));
      } catch (InterruptedException e) {
        throw new IOException(e);
      }
    }
    given += count;
    return count;
  }
}
