package contentgremlin.http.server;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.eclipse.jetty.io.EofException;
import org.eclipse.jetty.io.RetainableByteBuffer;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.IteratingCallback;
import org.jspecify.annotations.Nullable;

/// Sends pieces of a file one after the other: by the kernel where it can, else through one pooled
/// buffer. No thread waits meanwhile: whoever learns that the socket takes more goes on.
final class FileTransfer extends IteratingCallback {
  /// Up to here, one copy together with the head is cheaper than a call of its own.
  private static final int COPY_MAX = 32 * 1024;

  private static final int BUFFER = 64 * 1024;

  sealed interface Piece {
    /// What stands between spans.
    record Text(ByteBuffer bytes) implements Piece {}

    record Part(ByteRanges.Span span) implements Piece {}
  }

  private final Exchange out;
  private final WatchedEndPoint connection;
  private final OpenFiles.Use file;
  private final Deque<Piece> pieces;
  private final Callback done;
  private @Nullable RetainableByteBuffer copied;
  private boolean isBegun;

  /// @param file closed at the end, however it comes
  /// @param done called once, at the end
  FileTransfer(Exchange out, OpenFiles.Use file, List<Piece> pieces, Callback done) {
    this.out = out;
    this.connection = WatchedEndPoint.of(out.jettyRequest());
    this.file = file;
    this.pieces = new ArrayDeque<>(pieces);
    this.done = done;
  }

  /// Reading may wait for the disk.
  @Override
  public InvocationType getInvocationType() {
    return InvocationType.BLOCKING;
  }

  @Override
  protected Action process() throws IOException {
    var piece = pieces.poll();
    if (piece == null) {
      return isBegun ? Action.SUCCEEDED : send(null);
    }
    return switch (piece) {
      case Piece.Text(var bytes) -> send(bytes);
      case Piece.Part(var span) -> part(span);
    };
  }

  private Action part(ByteRanges.Span span) throws IOException {
    if (connection.canSendFiles() && span.length() > COPY_MAX) {
      int size = (int) Math.min(FileSlice.SIZE_MAX, span.length());
      var slice = FileSlice.of(file.channel(), span.start(), size);
      keepRest(span, size);
      connection.announce(slice);
      return send(slice.marker());
    }
    var buffer = copy(span);
    keepRest(span, buffer.remaining());
    return send(buffer);
  }

  private void keepRest(ByteRanges.Span span, int taken) {
    if (span.length() > taken) {
      pieces.addFirst(new Piece.Part(new ByteRanges.Span(span.start() + taken, span.end())));
    }
  }

  private Action send(@Nullable ByteBuffer content) {
    isBegun = true;
    out.sent += content == null ? 0 : content.remaining();
    out.jettyResponse().write(pieces.isEmpty(), content, this);
    return Action.SCHEDULED;
  }

  private ByteBuffer copy(ByteRanges.Span span) throws IOException {
    if (copied == null) {
      var pool = out.jettyRequest().getComponents().getByteBufferPool();
      copied = pool.acquire((int) Math.min(BUFFER, span.length()), true);
    }
    var buffer = copied.getByteBuffer();
    read(file.channel(), span, buffer);
    return buffer;
  }

  private static void read(FileChannel channel, ByteRanges.Span span, ByteBuffer buffer)
      throws IOException {
    buffer.clear();
    buffer.limit((int) Math.min(buffer.capacity(), span.length()));
    while (buffer.hasRemaining()) {
      if (channel.read(buffer, span.start() + buffer.position()) < 0) {
        throw new EofException("The file ends before byte " + span.end() + ".");
      }
    }
    buffer.flip();
  }

  @Override
  protected void onCompleted(@Nullable Throwable cause) {
    if (copied != null) {
      copied.release();
    }
    file.close();
    if (cause == null) {
      done.succeeded();
    } else {
      done.failed(cause);
    }
  }
}
