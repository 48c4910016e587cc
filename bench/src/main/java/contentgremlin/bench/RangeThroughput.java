package contentgremlin.bench;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Random;

/// Random ranges of a big file, against nginx with sendfile.
public final class RangeThroughput {
  private static final int MIB = 1 << 20;
  private static final int FILE_MIB = 1024;
  private static final int ROUNDS = 7;
  private static final int CONNECTIONS = 4;

  private static final int WARM_UP_SECONDS = 20;

  /// In each round, over all connections.
  private static final int ROUND_MIB = 4 * 1024;

  private RangeThroughput() {}

  public static void main(String[] arguments) throws Exception {
    if (!Contender.hasNginx()) {
      System.out.println("ranges: skipped, since nginx is not installed (Debian: nginx-light)");
      return;
    }
    var folder = Files.createTempDirectory("gremlin-bench");
    try {
      run(folder);
    } finally {
      remove(folder);
    }
  }

  private static void run(Path folder) throws IOException, InterruptedException {
    var file = folder.resolve("file.mp4");
    write(file);
    try (var ours = Contender.ours(folder, file);
        var nginx = Contender.nginx(folder, file, new byte[0])) {
      var duel = new Duel(ours, nginx, ROUNDS);
      duel.warmUp(WARM_UP_SECONDS, server -> ask(server, 1));
      duel.fight("ranges of 8 MiB of a 1 GiB file", "GiB", server -> ask(server, 8));
      duel.fight("ranges of 1 MiB of a 1 GiB file", "GiB", server -> ask(server, 1));
    }
  }

  private static double ask(Contender server, int mebibytes) throws InterruptedException {
    long size = (long) mebibytes * MIB;
    long places = (long) FILE_MIB * MIB - size;
    int requests = ROUND_MIB / mebibytes / CONNECTIONS;
    long bytes =
        Load.run(
            server.port(),
            CONNECTIONS,
            requests,
            random -> {
              long start = random % places;
              return "GET %s HTTP/1.1\r\nHost: bench\r\nRange: bytes=%d-%d\r\n\r\n"
                  .formatted(server.ranges(), start, start + size - 1);
            });
    return (double) bytes / MIB / 1024;
  }

  private static void write(Path file) throws IOException {
    var block = new byte[MIB];
    var random = new Random(1);
    try (OutputStream out = Files.newOutputStream(file)) {
      for (int i = 0; i < FILE_MIB; i++) {
        random.nextBytes(block);
        out.write(block);
      }
    }
  }

  static void remove(Path folder) throws IOException {
    try (var paths = Files.walk(folder)) {
      for (var path : paths.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(path);
      }
    }
  }
}
