package contentgremlin.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Thousands of clients that send their request a byte at a time, and one that is in a hurry: what
/// it waits for an answer, before and meanwhile.
public final class SlowConnections {
  private static final int SLOW = 10_000;
  private static final int ASKED = 500;

  private SlowConnections() {}

  public static void main(String[] arguments) throws Exception {
    var folder = Files.createTempDirectory("gremlin-bench");
    try {
      run(folder);
    } finally {
      RangeThroughput.remove(folder);
    }
  }

  private static void run(Path folder) throws IOException, InterruptedException {
    var file = Files.write(folder.resolve("file.mp4"), new byte[1]);
    try (var server = Contender.ours(folder, file)) {
      ask(server);
      System.out.printf("nobody else:            %s%n", ask(server));
      var slow = new ArrayList<SocketChannel>();
      try {
        connect(server, slow);
        System.out.printf("%,d silent connections: %s%n", slow.size(), ask(server));
        trickle(slow);
        System.out.printf("  after one byte each:  %s%n", ask(server));
        trickle(slow);
        System.out.printf(
            "  after another:        %s, %.0f MiB resident%n",
            ask(server), server.residentMebibytes());
      } finally {
        for (var channel : slow) {
          channel.close();
        }
      }
    }
  }

  private static void connect(Contender server, List<SocketChannel> slow) throws IOException {
    var address = new InetSocketAddress(InetAddress.getLoopbackAddress(), server.port());
    for (int i = 0; i < SLOW; i++) {
      slow.add(SocketChannel.open(address));
    }
  }

  private static void trickle(List<SocketChannel> slow) {
    for (var channel : slow) {
      try {
        channel.write(ByteBuffer.wrap("G".getBytes(StandardCharsets.US_ASCII)));
      } catch (IOException _) {
        // The server had enough of it.
      }
    }
  }

  private static String ask(Contender server) throws InterruptedException {
    var head = "GET " + server.json() + " HTTP/1.1\r\nHost: bench\r\nConnection: close\r\n\r\n";
    var millis = new double[ASKED];
    for (int i = 0; i < ASKED; i++) {
      long begun = System.nanoTime();
      Load.run(server.port(), 1, 1, _ -> head);
      millis[i] = (System.nanoTime() - begun) / 1e6;
    }
    Arrays.sort(millis);
    return "%.2f ms median, %.2f ms at the 99th percentile"
        .formatted(millis[ASKED / 2], millis[ASKED * 99 / 100]);
  }
}
