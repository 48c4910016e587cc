package contentgremlin.bench;

import contentgremlin.event.Fact;
import contentgremlin.item.ItemId;
import contentgremlin.sql.SqliteDatabase;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/// How long clients wait while the packaged program takes its own place, with a small and with a
/// large database, against the same clients left alone, and against nginx's upgrade of its binary.
public final class UpgradeWindow {
  private static final int ROUNDS = 3;
  private static final List<Long> MEBIBYTES = List.of(10L, 1_024L);
  private static final int EVENT_BYTES = 4_000;
  private static final int EVENTS_AT_ONCE = 2_000;
  private static final Duration ALONE = Duration.ofSeconds(5);
  private static final Duration AFTER = Duration.ofSeconds(2);
  private static final Duration LIMIT = Duration.ofMinutes(5);
  private static final Duration NGINX_LIMIT = Duration.ofSeconds(30);
  private static final double READ_AIM_MS = 100;
  private static final double WRITE_AIM_MS = 250;

  private final Path program;
  private final Path folder;

  private UpgradeWindow(Path program, Path folder) {
    this.program = program;
    this.folder = folder;
  }

  /// @param arguments sizes of databases in MiB; none: a small and a large one
  public static void main(String[] arguments) throws Exception {
    var program = Path.of(System.getProperty("contentgremlin.package"), "bin/gremlin");
    var folder = Files.createTempDirectory("upgrade");
    try {
      var bench = new UpgradeWindow(program, folder);
      for (long size : arguments.length == 0 ? MEBIBYTES : numbers(arguments)) {
        bench.upgrade(size);
      }
      if (Contender.hasNginx()) {
        bench.nginx();
      } else {
        System.out.println("nginx: skipped, since it is not installed (Debian: nginx-light)");
      }
    } finally {
      remove(folder);
    }
  }

  private static List<Long> numbers(String[] arguments) {
    return List.of(arguments).stream().map(Long::valueOf).toList();
  }

  private void upgrade(long mebibytes) throws Exception {
    var home = folder.resolve("home" + mebibytes);
    int port = freePort();
    serve(home, port);
    try {
      gremlin(home, "stop");
      fill(home, mebibytes);
      serve(home, port);
      var secret = Files.readString(home.resolve("operator.secret")).strip();
      var name = "%d MiB of database".formatted(mebibytes);
      measure(name + ", left alone", port, secret, () -> Thread.sleep(ALONE));
      for (int round = 1; round <= ROUNDS; round++) {
        var waits =
            measure(name + ", upgraded", port, secret, () -> gremlin(home, "upgrade", "--again"));
        System.out.printf(
            "  of the aims: reads %.2f, writes %.2f%n",
            waits.readMs() / READ_AIM_MS, waits.writeMs() / WRITE_AIM_MS);
      }
    } finally {
      gremlin(home, "stop", "--now");
    }
  }

  /// Rows that nobody looks at, and that are all to be copied.
  private static void fill(Path home, long mebibytes) {
    var time = InstantSource.system();
    var text = "x".repeat(EVENT_BYTES);
    try (var database = SqliteDatabase.open(home.resolve("db.sqlite"), "bench", time)) {
      long events = mebibytes * (1 << 20) / EVENT_BYTES;
      for (long done = 0; done < events; done += EVENTS_AT_ONCE) {
        database.write(tables -> {
          for (int i = 0; i < EVENTS_AT_ONCE; i++) {
            tables.events().append(new Fact.ItemFailed(new ItemId("bench"), text), time.instant());
          }
          return true;
        });
      }
    }
  }

  /// As a daemon: otherwise it does not upgrade.
  private void nginx() throws Exception {
    int port = freePort();
    var root = Files.createDirectory(folder.resolve("nginx"));
    Files.writeString(root.resolve("small.json"), "{}");
    var configuration = root.resolve("nginx.conf");
    Files.writeString(
        configuration,
        """
        user %s;
        pid nginx.pid;
        worker_processes 2;
        worker_shutdown_timeout 5s;
        events { worker_connections 1024; }
        http {
          access_log off;
          server { listen 127.0.0.1:%d; root %s; }
        }
        """
            .formatted(System.getProperty("user.name"), port, root));
    new ProcessBuilder("/usr/sbin/nginx", "-p", root + "/", "-e", "error.log", "-c", "nginx.conf")
        .inheritIO()
        .start()
        .waitFor();
    try {
      measureReads("nginx, left alone", port, () -> Thread.sleep(ALONE));
      for (int round = 1; round <= ROUNDS; round++) {
        measureReads("nginx, binary upgraded", port, () -> upgradeNginx(root));
      }
    } finally {
      signal("TERM", Files.readString(root.resolve("nginx.pid")).strip());
    }
  }

  /// As its documentation has it: a new master beside the old one, then the old one quits.
  private static void upgradeNginx(Path root) throws Exception {
    var pids = root.resolve("nginx.pid");
    var old = Files.readString(pids).strip();
    signal("USR2", old);
    long end = System.nanoTime() + NGINX_LIMIT.toNanos();
    while (!Files.exists(pids) || Files.readString(pids).strip().equals(old)) {
      if (System.nanoTime() > end) {
        throw new IllegalStateException("nginx does not start its new binary");
      }
      Thread.sleep(10);
    }
    signal("QUIT", old);
    while (Files.exists(Path.of("/proc/" + old)) && System.nanoTime() < end) {
      Thread.sleep(10);
    }
  }

  private static void signal(String name, String pid) throws Exception {
    new ProcessBuilder("kill", "-" + name, pid).inheritIO().start().waitFor();
  }

  private interface Event {
    void happen() throws Exception;
  }

  /// The longest waits, in milliseconds.
  private record Waits(double readMs, double writeMs) {}

  private static Waits measure(String name, int port, String secret, Event event) throws Exception {
    var kept = new Client(port, secret, true);
    var single = new Client(port, secret, false);
    var writer = new Client(port, secret, true);
    var over = new AtomicBoolean();
    var threads =
        List.of(
            Thread.ofPlatform().start(() -> kept.readUntil(over, "/health/live")),
            Thread.ofPlatform().start(() -> single.readUntil(over, "/health/live")),
            Thread.ofPlatform().start(() -> writer.writeUntil(over)));
    during(event, over, threads);
    var waits = new Waits(Math.max(kept.longest(), single.longest()), writer.longest());
    System.out.printf(
        "%-36s reads: %d, longest %.0f ms; writes: %d, longest %.0f ms; failed: %d%n",
        name,
        kept.count + single.count,
        waits.readMs(),
        writer.count,
        waits.writeMs(),
        kept.failed + single.failed + writer.failed);
    return waits;
  }

  private static void measureReads(String name, int port, Event event) throws Exception {
    var kept = new Client(port, "", true);
    var single = new Client(port, "", false);
    var over = new AtomicBoolean();
    var threads =
        List.of(
            Thread.ofPlatform().start(() -> kept.readUntil(over, "/small.json")),
            Thread.ofPlatform().start(() -> single.readUntil(over, "/small.json")));
    during(event, over, threads);
    System.out.printf(
        "%-36s reads: %d, longest %.0f ms; failed: %d%n",
        name,
        kept.count + single.count,
        Math.max(kept.longest(), single.longest()),
        kept.failed + single.failed);
  }

  private static void during(Event event, AtomicBoolean over, List<Thread> threads)
      throws Exception {
    Thread.sleep(AFTER);
    event.happen();
    Thread.sleep(AFTER);
    over.set(true);
    for (var thread : threads) {
      thread.join();
    }
  }

  /// Asks again a millisecond after each answer. Its own first requests, which load its classes,
  /// are not counted.
  private static final class Client {
    private static final int WARM_UP = 200;

    private final HttpClient client =
        HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final int port;
    private final String secret;
    private final boolean keeps;
    private long longestNanos;
    private int count;
    private int failed;

    Client(int port, String secret, boolean keeps) {
      this.port = port;
      this.secret = secret;
      this.keeps = keeps;
    }

    void readUntil(AtomicBoolean over, String path) {
      var request = request(path).GET().build();
      askUntil(over, () -> request);
    }

    void writeUntil(AtomicBoolean over) {
      askUntil(
          over,
          () ->
              request("/api/v1/settings/site-name")
                  .header("Content-Type", "application/json")
                  .PUT(BodyPublishers.ofString("{\"value\":\"site " + count + "\"}"))
                  .build());
    }

    private interface Asking {
      HttpRequest next();
    }

    private void askUntil(AtomicBoolean over, Asking asking) {
      while (!over.get()) {
        long start = System.nanoTime();
        boolean answered = ask(asking.next());
        failed += answered ? 0 : 1;
        count++;
        if (count > WARM_UP) {
          longestNanos = Math.max(longestNanos, System.nanoTime() - start);
        }
        try {
          TimeUnit.MILLISECONDS.sleep(1);
        } catch (InterruptedException _) {
          return;
        }
      }
    }

    private boolean ask(HttpRequest request) {
      try {
        if (keeps) {
          return client.send(request, BodyHandlers.ofString()).statusCode() < 400;
        }
        return askAlone(request.uri());
      } catch (IOException e) {
        System.out.println("  failed: " + e);
        return false;
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }

    /// A connection of its own, without the cost of a client of its own.
    private static boolean askAlone(URI uri) throws IOException {
      try (var socket = new java.net.Socket(InetAddress.getLoopbackAddress(), uri.getPort())) {
        var head = "GET " + uri.getPath() + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n";
        socket.getOutputStream().write(head.getBytes(java.nio.charset.StandardCharsets.US_ASCII));
        return new String(
                socket.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8)
            .startsWith("HTTP/1.1 2");
      }
    }

    private HttpRequest.Builder request(String path) {
      return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
          .header("Authorization", "Bearer " + secret);
    }

    double longest() {
      return longestNanos / 1e6;
    }
  }

  private void serve(Path home, int port) throws Exception {
    var log = folder.resolve("log" + port);
    var command =
        List.of(
            program.toString(),
            "serve",
            "--home",
            home.toString(),
            "--listen",
            "127.0.0.1:" + port);
    var process =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
    long end = System.nanoTime() + LIMIT.toNanos();
    while (!Files.readString(log).contains("serves at")) {
      if (!process.isAlive() || System.nanoTime() > end) {
        throw new IllegalStateException("it does not serve:\n" + Files.readString(log));
      }
      Thread.sleep(10);
    }
  }

  private void gremlin(Path home, String... words) throws Exception {
    var command = new ArrayList<>(List.of(program.toString()));
    command.addAll(List.of(words));
    command.addAll(List.of("--home", home.toString()));
    var output = folder.resolve("command");
    var process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    if (!process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS) || process.exitValue() != 0) {
      throw new IllegalStateException(command + ":\n" + Files.readString(output));
    }
  }

  private static int freePort() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private static void remove(Path folder) throws IOException {
    try (var files = Files.walk(folder)) {
      for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
