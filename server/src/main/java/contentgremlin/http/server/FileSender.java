package contentgremlin.http.server;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.io.EofException;

/// Moves bytes of a file into an answer: by the kernel where it can, else through pooled buffers.
final class FileSender {
  /// Up to here, one copy together with the head is cheaper than a call of its own.
  private static final int COPY_MAX = 32 * 1024;

  private static final int BUFFER = 64 * 1024;

  private FileSender() {}

  static void send(Exchange out, FileChannel file, ByteRanges.Span span, boolean isLast)
      throws IOException {
    var connection = WatchedEndPoint.of(out.jettyRequest());
    if (connection.canSendFiles() && span.length() > COPY_MAX) {
      sendSlices(out, connection, file, span, isLast);
    } else {
      copy(out, file, span, isLast);
    }
  }

  private static void sendSlices(
      Exchange out,
      WatchedEndPoint connection,
      FileChannel file,
      ByteRanges.Span span,
      boolean isLast)
      throws IOException {
    long position = span.start();
    while (position < span.end()) {
      int size = (int) Math.min(FileSlice.SIZE_MAX, span.end() - position);
      var slice = FileSlice.of(file, position, size);
      position += size;
      connection.announce(slice);
      Content.Sink.write(out.jettyResponse(), isLast && position == span.end(), slice.marker());
      out.sent += size;
    }
  }

  private static void copy(Exchange out, FileChannel file, ByteRanges.Span span, boolean isLast)
      throws IOException {
    var pool = out.jettyRequest().getComponents().getByteBufferPool();
    var pooled = pool.acquire((int) Math.min(BUFFER, span.length()), true);
    try {
      long position = span.start();
      while (position < span.end()) {
        var buffer = pooled.getByteBuffer();
        read(file, position, span.end(), buffer);
        position += buffer.remaining();
        int size = buffer.remaining();
        Content.Sink.write(out.jettyResponse(), isLast && position == span.end(), buffer);
        out.sent += size;
      }
    } finally {
      pooled.release();
    }
  }

  private static void read(FileChannel file, long from, long end, ByteBuffer buffer)
      throws IOException {
    buffer.clear();
    buffer.limit((int) Math.min(buffer.capacity(), end - from));
    while (buffer.hasRemaining()) {
      if (file.read(buffer, from + buffer.position()) < 0) {
        throw new EofException("The file ends before byte " + end + ".");
      }
    }
    buffer.flip();
  }
}
