package contentgremlin.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// How long the packaged program takes from its start to its first answer, and how much memory it
/// then holds: on a fresh home and on one that exists, with its cache and without.
public final class StartUp {
  private static final int RUNS = 7;
  private static final Duration START_LIMIT = Duration.ofSeconds(30);
  private static final Duration STOP_LIMIT = Duration.ofSeconds(30);
  private static final double AIM_SECONDS = 0.5;
  private static final double AIM_MIB = 120;

  private final Path program;
  private final Path folder;

  private StartUp(Path program, Path folder) {
    this.program = program;
    this.folder = folder;
  }

  /// @param seconds from the start of the process to the whole first answer
  /// @param mebibytes resident after that answer
  private record Run(double seconds, double mebibytes) {}

  public static void main(String[] arguments) throws Exception {
    var program = Path.of(System.getProperty("contentgremlin.package"), "bin/gremlin");
    var folder = Files.createTempDirectory("startup");
    try {
      new StartUp(program, folder).compare();
    } finally {
      remove(folder);
    }
  }

  private void compare() throws Exception {
    var fresh = measure("fresh home", true, "");
    var existing = measure("existing home", false, "");
    var slow = measure("existing home, no cache", false, "-XX:AOTMode=off");
    System.out.printf(
        "first answer, existing home, of that without cache: %.2f%n",
        existing.seconds() / slow.seconds());
    System.out.printf(
        "of the aims (%.1f s, %.0f MiB): time %.2f fresh, %.2f existing; memory %.2f%n",
        AIM_SECONDS,
        AIM_MIB,
        fresh.seconds() / AIM_SECONDS,
        existing.seconds() / AIM_SECONDS,
        existing.mebibytes() / AIM_MIB);
  }

  /// The first run is not counted: it reads the files into the page cache.
  private Run measure(String name, boolean fresh, String options) throws Exception {
    var runs = new ArrayList<Run>();
    for (int i = 0; i <= RUNS; i++) {
      var home = folder.resolve(fresh ? "fresh" + i : "existing");
      var run = run(home, options);
      if (i > 0) {
        runs.add(run);
      }
    }
    var median =
        new Run(
            median(runs.stream().map(Run::seconds).toList()),
            median(runs.stream().map(Run::mebibytes).toList()));
    System.out.printf(
        "%-24s %.3f s, %.0f MiB resident (medians of %d)%n",
        name, median.seconds(), median.mebibytes(), RUNS);
    return median;
  }

  private Run run(Path home, String options) throws Exception {
    int port = freePort();
    var builder =
        new ProcessBuilder(
            program.toString(),
            "serve",
            "--home",
            home.toString(),
            "--listen",
            "127.0.0.1:" + port);
    builder.environment().put("GREMLIN_JAVA_OPTIONS", options);
    builder.redirectErrorStream(true).redirectOutput(folder.resolve("log").toFile());
    long start = System.nanoTime();
    var process = builder.start();
    try {
      awaitAnswer(process, port, start);
      double seconds = (System.nanoTime() - start) / 1e9;
      return new Run(seconds, resident(process.pid()));
    } finally {
      process.destroy();
      if (!process.waitFor(STOP_LIMIT.toSeconds(), TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    }
  }

  private void awaitAnswer(Process process, int port, long start) throws Exception {
    while (!answers(port)) {
      if (!process.isAlive() || System.nanoTime() - start > START_LIMIT.toNanos()) {
        throw new IllegalStateException(
            "no answer from " + program + ":\n" + Files.readString(folder.resolve("log")));
      }
      Thread.sleep(1); // between looks; the port is not open yet
    }
  }

  /// One request over a plain socket: another client's own start would be measured too.
  private static boolean answers(int port) throws IOException {
    try (var socket = new Socket()) {
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      var request = "GET / HTTP/1.1\r\nHost: 127.0.0.1:" + port + "\r\nConnection: close\r\n\r\n";
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      var answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return answer.startsWith("HTTP/1.1 200");
    } catch (SocketException _) {
      return false;
    }
  }

  private static int freePort() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  /// proc(5): VmRSS, in KiB.
  private static double resident(long pid) throws IOException {
    return Files.readAllLines(Path.of("/proc/" + pid + "/status")).stream()
        .filter(line -> line.startsWith("VmRSS:"))
        .mapToDouble(line -> Double.parseDouble(line.replaceAll("\\D", "")) / 1024)
        .findFirst()
        .orElseThrow();
  }

  private static double median(List<Double> values) {
    return values.stream().sorted().toList().get(values.size() / 2);
  }

  private static void remove(Path folder) throws IOException {
    try (var files = Files.walk(folder)) {
      for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
