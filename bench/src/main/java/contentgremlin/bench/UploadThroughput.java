package contentgremlin.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// One upload of 2 GiB by a single tus PATCH: received, hashed and forced to the disk by us,
/// against (a) writing, hashing (SHA-256) and forcing the same bytes in one plain loop, and (b) the
/// npm package `@tus/server`, which hashes and forces nothing. Each runs in turn, several rounds;
/// the medians are compared.
///
/// Usage: [GIBIBYTES [ROUNDS]]. The property `bench.folder` says where to write. Without npm, or
/// when it can't install the package, (b) is left out.
public final class UploadThroughput {
  private static final int BLOCK_BYTES = 1 << 20;

  /// The first argument of the process that is our side.
  private static final String SERVE = "--serve";

  private static final int ANSWER_BYTES_MAX = 16 * 1024;

  private final Path folder;
  private final long bytes;
  private final ByteBuffer block = ByteBuffer.allocateDirect(BLOCK_BYTES);

  private UploadThroughput(Path folder, long bytes) {
    this.folder = folder;
    this.bytes = bytes;
    var random = new byte[BLOCK_BYTES];
    new Random(1).nextBytes(random);
    block.put(random).flip();
  }

  /// A measured rival.
  private interface Rival {
    String name();

    /// Nanoseconds.
    long run() throws Exception;

    /// Processor time of the serving process so far, in nanoseconds.
    long processorTime();
  }

  public static void main(String[] arguments) throws Exception {
    if (arguments.length == 2 && arguments[0].equals(SERVE)) {
      UploadServer.serve(Path.of(arguments[1]));
      return;
    }
    double gibibytes = arguments.length > 0 ? Double.parseDouble(arguments[0]) : 2;
    int rounds = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 3;
    var base = Path.of(System.getProperty("bench.folder", System.getProperty("java.io.tmpdir")));
    var folder = Files.createTempDirectory(base, "upload-throughput");
    try {
      new UploadThroughput(folder, (long) (gibibytes * (1L << 30))).compare(rounds);
    } finally {
      removeTree(folder);
    }
  }

  private void compare(int rounds) throws Exception {
    var rivals = new ArrayList<Rival>();
    rivals.add(new Plain());
    try (var ours = startOurs();
        var npm = startNpm()) {
      rivals.add(ours);
      if (npm != null) {
        rivals.add(npm);
      }
      var times = new ArrayList<List<Long>>();
      rivals.forEach(_ -> times.add(new ArrayList<>()));
      var used = new long[rivals.size()];
      for (int round = 0; round < rounds; round++) {
        for (int i = 0; i < rivals.size(); i++) {
          long before = rivals.get(i).processorTime();
          times.get(i).add(rivals.get(i).run());
          used[i] += rivals.get(i).processorTime() - before;
        }
      }
      report(rivals, times, used);
    }
  }

  private void report(List<Rival> rivals, List<List<Long>> times, long[] used) {
    var rates = new double[rivals.size()];
    for (int i = 0; i < rates.length; i++) {
      var sorted = times.get(i).stream().sorted().toList();
      rates[i] = bytes / (double) (1 << 20) / (sorted.get(sorted.size() / 2) / 1e9);
      double perGibibyte = used[i] / 1e9 / sorted.size() / (bytes / (double) (1L << 30));
      System.out.println(
          "%-36s %8.0f MiB/s, %.2f s of processor per GiB"
              .formatted(rivals.get(i).name(), rates[i], perGibibyte));
    }
    System.out.println(
        "ours / plain write + SHA-256 + force: %.2f (aim: at least 0.70)"
            .formatted(rates[1] / rates[0]));
    System.out.println(
        rates.length > 2
            ? "ours / @tus/server: %.2f (aim: at least 1.00)".formatted(rates[1] / rates[2])
            : "@tus/server was left out: npm could not install it");
  }

  /// What has to be done to the bytes anyway, by one thread.
  private final class Plain implements Rival {
    @Override
    public String name() {
      return "plain write + SHA-256 + force";
    }

    @Override
    public long run() throws IOException, NoSuchAlgorithmException {
      var file = folder.resolve("plain");
      var digest = MessageDigest.getInstance("SHA-256");
      var copy = new byte[BLOCK_BYTES];
      long begun = System.nanoTime();
      try (var channel =
          FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
        for (long left = bytes; left > 0; left -= BLOCK_BYTES) {
          var next = block.duplicate();
          next.get(copy);
          channel.write(next.rewind());
          digest.update(copy);
        }
        digest.digest();
        channel.force(true);
      }
      long took = System.nanoTime() - begun;
      Files.delete(file);
      return took;
    }

    @Override
    public long processorTime() {
      return UploadThroughput.processorTime(ProcessHandle.current());
    }
  }

  private static long processorTime(ProcessHandle process) {
    return process.info().totalCpuDuration().orElse(Duration.ZERO).toNanos();
  }

  private Served startOurs() throws IOException {
    var home = Files.createDirectory(folder.resolve("ours"));
    return new Served(
        "ours: tus, hashed and durable",
        "/api/v1/uploads",
        home.resolve("content/incoming"),
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "--enable-native-access=ALL-UNNAMED",
            "-cp",
            System.getProperty("java.class.path"),
            UploadThroughput.class.getName(),
            SERVE,
            home.toString()));
  }

  private @Nullable Served startNpm() throws Exception {
    var installed = install();
    if (installed == null) {
      return null;
    }
    var target = Files.createDirectory(folder.resolve("npm"));
    return new Served(
        "npm: @tus/server, @tus/file-store",
        "/files",
        target,
        List.of("node", installed.resolve("tus-server.mjs").toString(), target.toString()));
  }

  /// Installs the peer beside the build's other products.
  ///
  /// @return null if that can't be done here
  private static @Nullable Path install() throws Exception {
    var classes =
        Path.of(UploadThroughput.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    var module = classes.resolve("../..").normalize();
    var installed = Files.createDirectories(module.resolve("target/js"));
    for (var name : List.of("package.json", "package-lock.json", "tus-server.mjs")) {
      Files.copy(
          module.resolve("src/main/js").resolve(name),
          installed.resolve(name),
          StandardCopyOption.REPLACE_EXISTING);
    }
    if (Files.isDirectory(installed.resolve("node_modules"))) {
      return installed;
    }
    try {
      var npm =
          new ProcessBuilder("npm", "ci", "--no-audit", "--no-fund")
              .directory(installed.toFile())
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      return npm.waitFor() == 0 ? installed : null;
    } catch (IOException _) {
      return null;
    }
  }

  /// A server in a process of its own.
  private final class Served implements Rival, AutoCloseable {
    private final String name;
    private final String path;
    private final Path target;
    private final Process process;
    private final int port;

    Served(String name, String path, Path target, List<String> command) throws IOException {
      this.name = name;
      this.path = path;
      this.target = target;
      this.process =
          new ProcessBuilder(command).redirectError(folder.resolve("errors").toFile()).start();
      var output =
          new BufferedReader(
              new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
      this.port = Integer.parseInt(Objects.requireNonNull(output.readLine(), "no port").strip());
    }

    @Override
    public String name() {
      return name;
    }

    @Override
    public long run() throws IOException {
      long took;
      try (var socket =
          SocketChannel.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), port))) {
        long begun = System.nanoTime();
        var location = field(ask(socket, "POST", path, "Upload-Length: " + bytes, 0), "location");
        var address = location.substring(location.indexOf(path));
        var answer =
            ask(
                socket,
                "PATCH",
                address,
                "Upload-Offset: 0\r\nContent-Type: application/offset+octet-stream",
                bytes);
        took = System.nanoTime() - begun;
        if (!answer.startsWith("HTTP/1.1 204")) {
          throw new IOException(name + " answered " + answer);
        }
      }
      removeTree(target);
      Files.createDirectories(target);
      return took;
    }

    @Override
    public long processorTime() {
      return UploadThroughput.processorTime(process.toHandle());
    }

    private String ask(SocketChannel socket, String method, String to, String headers, long length)
        throws IOException {
      var head =
          "%s %s HTTP/1.1\r\nHost: localhost\r\nTus-Resumable: 1.0.0\r\n%s\r\nContent-Length: %d\r\n\r\n"
              .formatted(method, to, headers, length);
      writeAll(socket, ByteBuffer.wrap(head.getBytes(StandardCharsets.US_ASCII)));
      for (long left = length; left > 0; left -= BLOCK_BYTES) {
        writeAll(socket, block.duplicate());
      }
      return readHead(socket);
    }

    private static void writeAll(SocketChannel socket, ByteBuffer buffer) throws IOException {
      while (buffer.hasRemaining()) {
        socket.write(buffer);
      }
    }

    /// Neither server's answers have a body here.
    private static String readHead(SocketChannel socket) throws IOException {
      var answer = ByteBuffer.allocate(ANSWER_BYTES_MAX);
      while (true) {
        if (socket.read(answer) < 0) {
          throw new IOException("the server closed the connection");
        }
        var text = new String(answer.array(), 0, answer.position(), StandardCharsets.US_ASCII);
        if (text.contains("\r\n\r\n")) {
          return text;
        }
      }
    }

    private static String field(String head, String name) throws IOException {
      return Arrays.stream(head.split("\r\n", -1))
          .filter(line -> line.toLowerCase(Locale.ROOT).startsWith(name + ":"))
          .map(line -> line.substring(name.length() + 1).strip())
          .findFirst()
          .orElseThrow(() -> new IOException("no " + name + " in " + head));
    }

    @Override
    public void close() throws IOException {
      process.getOutputStream().close();
      try {
        if (!process.waitFor(10, TimeUnit.SECONDS)) {
          process.destroyForcibly();
        }
      } catch (InterruptedException _) {
        process.destroyForcibly();
        Thread.currentThread().interrupt();
      }
    }
  }

  private static void removeTree(Path root) throws IOException {
    try (var files = Files.walk(root)) {
      for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
