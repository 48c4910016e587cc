package contentgremlin.bench;

import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.LongFunction;
import java.util.regex.Pattern;

/// Asks over a few connections at once, each with one request after the other, and throws away what
/// comes.
final class Load {
  private static final int BUFFER = 1 << 20;
  private static final Pattern LENGTH =
      Pattern.compile("\r\ncontent-length: *([0-9]+)", Pattern.CASE_INSENSITIVE);

  private Load() {}

  /// @param requests of each connection
  /// @param head of the request, by a random number
  /// @return bytes of all bodies
  static long run(int port, int connections, int requests, LongFunction<String> head)
      throws InterruptedException {
    try (var threads = Executors.newFixedThreadPool(connections)) {
      List<Future<Long>> running = new ArrayList<>();
      for (int i = 0; i < connections; i++) {
        var random = new Random(i);
        running.add(threads.submit(() -> one(port, requests, head, random)));
      }
      long bytes = 0;
      for (var one : running) {
        bytes += one.get();
      }
      return bytes;
    } catch (ExecutionException e) {
      throw new IllegalStateException("A connection broke", e);
    }
  }

  private static long one(int port, int requests, LongFunction<String> head, Random random) {
    var address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    var buffer = ByteBuffer.allocateDirect(BUFFER);
    try (var channel = SocketChannel.open(address)) {
      long bytes = 0;
      for (int i = 0; i < requests; i++) {
        var request = head.apply(random.nextLong(Long.MAX_VALUE));
        channel.write(ByteBuffer.wrap(request.getBytes(StandardCharsets.US_ASCII)));
        bytes += answer(channel, buffer);
      }
      return bytes;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static long answer(SocketChannel channel, ByteBuffer buffer) throws IOException {
    buffer.clear();
    int end = -1;
    while (end < 0) {
      read(channel, buffer);
      end = headEnd(buffer);
    }
    var head = StandardCharsets.ISO_8859_1.decode(buffer.slice(0, end)).toString();
    var length = LENGTH.matcher(head);
    if (!head.startsWith("HTTP/1.1 20") || !length.find()) {
      throw new IOException("An answer that is none: " + head);
    }
    long body = Long.parseLong(length.group(1));
    for (long left = body - (buffer.position() - end); left > 0; left -= buffer.position()) {
      buffer.clear();
      buffer.limit((int) Math.min(buffer.capacity(), left));
      read(channel, buffer);
    }
    return body;
  }

  private static int headEnd(ByteBuffer buffer) {
    for (int i = 3; i < buffer.position(); i++) {
      if (buffer.get(i) == '\n' && buffer.get(i - 2) == '\n') {
        return i + 1;
      }
    }
    return -1;
  }

  private static void read(SocketChannel channel, ByteBuffer buffer) throws IOException {
    if (channel.read(buffer) < 0) {
      throw new EOFException("The server ended the connection.");
    }
  }
}
