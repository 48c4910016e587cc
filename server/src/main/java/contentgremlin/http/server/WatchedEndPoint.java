package contentgremlin.http.server;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.Arrays;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.io.EofException;
import org.eclipse.jetty.io.ManagedSelector;
import org.eclipse.jetty.io.SocketChannelEndPoint;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.util.thread.Scheduler;
import org.jspecify.annotations.Nullable;

/// A connection that knows how long it has been waiting for a request, and that sends slices of
/// files without taking them into memory.
///
/// Jetty hands on the very buffer that a handler wrote. A slice that was announced is recognised by
/// being that object, and the kernel copies the file's bytes to the socket itself; the buffer only
/// counts them.
final class WatchedEndPoint extends SocketChannelEndPoint {
  private final Connections connections;

  /// When the first byte of a request's head came; 0 if none has.
  private volatile long headSince;

  /// Since when there has been no request.
  private volatile long waitingSince = System.nanoTime();

  private volatile boolean isAnswering;
  private volatile boolean isMultiplexed;
  private volatile @Nullable FileSlice announced;

  WatchedEndPoint(
      SocketChannel channel,
      ManagedSelector selector,
      SelectionKey key,
      Scheduler scheduler,
      Connections connections) {
    super(channel, selector, key, scheduler);
    this.connections = connections;
  }

  static WatchedEndPoint of(Request request) {
    return (WatchedEndPoint) request.getConnectionMetaData().getConnection().getEndPoint();
  }

  @Override
  public void onOpen() {
    connections.add(this);
    super.onOpen();
  }

  @Override
  public void onClose(@Nullable Throwable cause) {
    super.onClose(cause);
    connections.remove(this);
  }

  @Override
  public int fill(ByteBuffer buffer) throws IOException {
    int count = super.fill(buffer);
    if (count > 0 && !isAnswering && headSince == 0) {
      headSince = System.nanoTime();
    }
    return count;
  }

  void requestBegun(Request request) {
    isAnswering = true;
    headSince = 0;
    if (request.getConnectionMetaData().getHttpVersion() == HttpVersion.HTTP_2) {
      isMultiplexed = true;
    }
  }

  void requestEnded() {
    waitingSince = System.nanoTime();
    isAnswering = false;
  }

  /// Whether it could be closed without breaking off an answer. Of a connection that carries many
  /// requests at once we don't know; Jetty's idle time ends those.
  boolean isWaiting() {
    return !isAnswering && !isMultiplexed;
  }

  long waitingSince() {
    return waitingSince;
  }

  boolean isHeadLate(long now, long limitNanos) {
    long since = headSince;
    return isWaiting() && since != 0 && now - since > limitNanos;
  }

  /// Whether slices of files can go straight to the socket: not where they must be framed.
  boolean canSendFiles() {
    return !isMultiplexed;
  }

  /// The next write's content is this slice.
  void announce(FileSlice slice) {
    announced = slice;
  }

  @Override
  public boolean flush(ByteBuffer... buffers) throws IOException {
    var slice = announced;
    if (slice == null || buffers.length == 0 || !slice.isMarkedBy(buffers[buffers.length - 1])) {
      return super.flush(buffers);
    }
    boolean isHeadOut =
        buffers.length == 1 || super.flush(Arrays.copyOf(buffers, buffers.length - 1));
    if (!isHeadOut || !send(slice)) {
      return false;
    }
    announced = null;
    return true;
  }

  private boolean send(FileSlice slice) throws IOException {
    var marker = slice.marker();
    while (marker.hasRemaining()) {
      long from = slice.start() + marker.position();
      int wanted = marker.remaining();
      long count;
      try {
        count = slice.channel().transferTo(from, wanted, getChannel());
      } catch (IOException e) {
        throw new EofException(e);
      }
      if (count <= 0 && slice.channel().size() <= from) {
        throw new EofException("The file ends before byte " + (from + wanted) + ".");
      }
      if (count > 0) {
        notIdle();
        marker.position(marker.position() + (int) count);
      }
      if (count < wanted) {
        return false;
      }
    }
    return true;
  }
}
