package contentgremlin.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// A server in a process of its own, and the processor time that it takes.
///
/// @param ranges path of a file of many bytes
/// @param json path of a small document
record Contender(String name, Process process, int port, String ranges, String json)
    implements AutoCloseable {
  /// The kernel's unit of processor time; fixed for programs whatever its own clock is.
  private static final double TICKS_PER_SECOND = 100;

  static Contender ours(Path folder, Path file) throws IOException {
    var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    var process =
        new ProcessBuilder(
                java,
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                MediaServer.class.getName(),
                Files.createDirectory(folder.resolve("home")).toString(),
                file.toString())
            .redirectError(folder.resolve("gremlin.log").toFile())
            .start();
    var line = process.inputReader().readLine();
    if (line == null) {
      throw new IOException(
          "The server did not start: " + Files.readString(folder.resolve("gremlin.log")));
    }
    return new Contender(
        "contentgremlin", process, Integer.parseInt(line), MediaServer.RANGES, MediaServer.JSON);
  }

  static boolean hasNginx() {
    return Files.isExecutable(Path.of("/usr/sbin/nginx"));
  }

  /// @param json the body of the small document
  static Contender nginx(Path folder, Path file, byte[] json) throws IOException {
    int port = freePort();
    var root = Files.createDirectory(folder.resolve("nginx"));
    Files.createLink(root.resolve("ranges.mp4"), file);
    Files.write(root.resolve("small.json"), json);
    var configuration = root.resolve("nginx.conf");
    Files.writeString(
        configuration,
        """
        daemon off;
        user %s;
        worker_processes %d;
        pid %s/nginx.pid;
        error_log %s/error.log;
        events { worker_connections 4096; }
        http {
          types { video/mp4 mp4; application/json json; }
          sendfile on;
          tcp_nopush on;
          keepalive_requests 100000000;
          open_file_cache max=100;
          access_log %s/access.log;
          client_body_temp_path %s; proxy_temp_path %s; fastcgi_temp_path %s;
          uwsgi_temp_path %s; scgi_temp_path %s;
          server { listen 127.0.0.1:%d; root %s; }
        }
        """
            .formatted(
                System.getProperty("user.name"),
                Runtime.getRuntime().availableProcessors(),
                root,
                root,
                root,
                root,
                root,
                root,
                root,
                root,
                port,
                root));
    var process =
        new ProcessBuilder("/usr/sbin/nginx", "-e", root + "/error.log", "-c", configuration + "")
            .redirectErrorStream(true)
            .redirectOutput(root.resolve("output.log").toFile())
            .start();
    awaitPort(port);
    return new Contender("nginx", process, port, "/ranges.mp4", "/small.json");
  }

  private static int freePort() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private static void awaitPort(int port) throws IOException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
    while (true) {
      try (var _ = new Socket(InetAddress.getLoopbackAddress(), port)) {
        return;
      } catch (IOException e) {
        if (System.nanoTime() > deadline) {
          throw new IOException("nginx did not start", e);
        }
        Thread.onSpinWait();
      }
    }
  }

  /// Seconds that the process and its children have used so far, in user and kernel mode.
  double processorSeconds() throws IOException {
    double seconds = processorSeconds(process.pid());
    for (var child : process.descendants().toList()) {
      seconds += processorSeconds(child.pid());
    }
    return seconds;
  }

  private static double processorSeconds(long pid) throws IOException {
    var stat = Files.readString(Path.of("/proc", String.valueOf(pid), "stat"));
    // The second field is a name that may contain anything; numbers start behind it.
    var fields = List.of(stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1));
    return (Long.parseLong(fields.get(11)) + Long.parseLong(fields.get(12))) / TICKS_PER_SECOND;
  }

  /// Mebibytes of memory that the process and its children hold.
  double residentMebibytes() throws IOException {
    double kibibytes = residentKibibytes(process.pid());
    for (var child : process.descendants().toList()) {
      kibibytes += residentKibibytes(child.pid());
    }
    return kibibytes / 1024;
  }

  private static double residentKibibytes(long pid) throws IOException {
    try (var lines =
        Files.lines(Path.of("/proc", String.valueOf(pid), "status"), StandardCharsets.UTF_8)) {
      return lines
          .filter(line -> line.startsWith("VmRSS:"))
          .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")))
          .sum();
    }
  }

  @Override
  public void close() {
    process.destroy();
    try {
      process.waitFor();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}
