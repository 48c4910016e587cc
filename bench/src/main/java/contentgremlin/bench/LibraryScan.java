package contentgremlin.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// A library's first scan against mpd and minidlna, its unchanged rescan against find, and how soon
/// live changes show.
///
/// Arguments: `first [FILES]`, `rescan FILES…`, `live`; none: all with their usual numbers.
public final class LibraryScan {
  private static final int ROUNDS = 3;
  private static final int FIRST_FILES = 20_000;
  private static final int RESCAN_FILES = 200_000;
  private static final int PER_FOLDER = 100;
  private static final int LIVE_CHANGES = 100;
  private static final long LIMIT_SECONDS = 600;
  private static final long START_LIMIT_SECONDS = 20;

  private final Path folder;
  private final Path programs =
      Path.of(System.getProperty("contentgremlin.package")).resolve("programs");

  private LibraryScan(Path folder) {
    this.folder = folder;
  }

  public static void main(String[] arguments) throws Exception {
    var folder = Files.createTempDirectory("library");
    try {
      var bench = new LibraryScan(folder);
      var what = arguments.length == 0 ? "all" : arguments[0];
      if (what.equals("all") || what.equals("first")) {
        bench.first(arguments.length > 1 ? Integer.parseInt(arguments[1]) : FIRST_FILES);
      }
      if (what.equals("rescan")) {
        for (var files : Arrays.asList(arguments).subList(1, arguments.length)) {
          bench.rescan(Integer.parseInt(files));
        }
      } else if (what.equals("all")) {
        bench.rescan(RESCAN_FILES);
      }
      if (what.equals("all") || what.equals("live")) {
        bench.live();
      }
    } finally {
      remove(folder);
    }
  }

  /// @param wall seconds
  /// @param processor seconds, of all processes together
  private record Cost(double wall, double processor) {}

  private interface Work {
    void run() throws Exception;
  }

  private static Cost measure(ProcessHandle process, Work work) throws Exception {
    double before = ProcessTimes.processor(process);
    long start = System.nanoTime();
    work.run();
    double wall = (System.nanoTime() - start) / 1e9;
    return new Cost(wall, ProcessTimes.processor(process) - before);
  }

  private static void print(String name, Cost cost) {
    System.out.printf(
        "%-44s %7.2f s wall %7.2f s processor%n", name, cost.wall(), cost.processor());
  }

  private void first(int files) throws Exception {
    var root = folder.resolve("music");
    int albums = new AudioTree(programs).make(root, files);
    System.out.printf("first scan of %d tagged files in %d albums%n", files, albums);
    var ratios = new ArrayList<Double>();
    for (int round = 1; round <= ROUNDS; round++) {
      var ours = ours(root, files, albums);
      if (Files.isExecutable(Path.of("/usr/bin/mpd"))) {
        ratios.add(ours.wall() / mpd(root).wall());
      }
      if (Files.isExecutable(Path.of("/usr/sbin/minidlnad"))) {
        minidlna(root);
      }
    }
    ratios.stream()
        .sorted()
        .skip(ratios.size() / 2)
        .findFirst()
        .ifPresent(ratio -> System.out.printf("wall time against mpd's, median: %.2f%n", ratio));
    remove(root);
  }

  private Cost ours(Path root, int files, int albums) throws Exception {
    var home = Files.createTempDirectory(folder, "home");
    try (var server = new PackagedServer(home)) {
      var cost = measure(server.process(), () -> server.add("music", root));
      print("contentgremlin", cost);
      var library = server.get("/api/v1/libraries/music");
      if (library.path("files").asInt(0) != files || countAlbums(server) != albums) {
        throw new IllegalStateException("it has not found everything: " + library);
      }
      return cost;
    } finally {
      remove(home);
    }
  }

  private static int countAlbums(PackagedServer server) throws Exception {
    int count = 0;
    var after = "";
    do {
      var page = server.get("/api/v1/albums?limit=200" + after);
      count += page.path("albums").size();
      var next = page.path("next").asString("");
      after = next.isEmpty() ? "" : "&after=" + next;
    } while (!after.isEmpty());
    return count;
  }

  /// Its database protocol: "update" answers a number, and "status" has it while it works.
  private Cost mpd(Path root) throws Exception {
    var state = Files.createTempDirectory(folder, "mpd");
    int port = freePort();
    var configuration = state.resolve("mpd.conf");
    Files.writeString(
        configuration,
        """
        music_directory "%s"
        db_file "%s/database"
        log_file "%s/log"
        bind_to_address "127.0.0.1"
        port "%d"
        auto_update "no"
        audio_output {
          type "null"
          name "none"
        }
        """
            .formatted(root, state, state, port));
    var process =
        new ProcessBuilder("/usr/bin/mpd", "--no-daemon", configuration.toString())
            .redirectErrorStream(true)
            .redirectOutput(state.resolve("output").toFile())
            .start();
    try (var socket = connect(port)) {
      var in =
          new java.io.BufferedReader(
              new java.io.InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
      in.readLine();
      ask(socket, in, "status"); // what it does by itself at the start is over when it answers
      while (ask(socket, in, "status").contains("updating_db")) {
        TimeUnit.MILLISECONDS.sleep(10);
      }
      var cost =
          measure(
              process.toHandle(),
              () -> {
                ask(socket, in, "rescan");
                while (ask(socket, in, "status").contains("updating_db")) {
                  TimeUnit.MILLISECONDS.sleep(10);
                }
              });
      print("mpd", cost);
      return cost;
    } finally {
      process.destroy();
      process.waitFor();
      remove(state);
    }
  }

  private static String ask(Socket socket, java.io.BufferedReader in, String command)
      throws IOException {
    socket.getOutputStream().write((command + "\n").getBytes(StandardCharsets.UTF_8));
    var answer = new StringBuilder();
    for (var line = in.readLine(); line != null; line = in.readLine()) {
      if (line.equals("OK") || line.startsWith("ACK")) {
        break;
      }
      answer.append(line).append('\n');
    }
    return answer.toString();
  }

  private static Socket connect(int port) throws Exception {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(START_LIMIT_SECONDS);
    while (true) {
      try {
        return new Socket(InetAddress.getLoopbackAddress(), port);
      } catch (IOException e) {
        if (System.nanoTime() > end) {
          throw e;
        }
        TimeUnit.MILLISECONDS.sleep(20);
      }
    }
  }

  /// It tells in its log when it has finished.
  private void minidlna(Path root) throws Exception {
    var state = Files.createTempDirectory(folder, "minidlna");
    var configuration = state.resolve("minidlna.conf");
    Files.writeString(
        configuration,
        """
        media_dir=A,%s
        db_dir=%s
        log_dir=%s
        port=%d
        network_interface=lo
        inotify=no
        log_level=general,artwork,database,inotify,scanner,metadata,http,ssdp,tivo=info
        """
            .formatted(root, state, state, freePort()));
    long start = System.nanoTime();
    var process =
        new ProcessBuilder(
                "/usr/sbin/minidlnad",
                "-S",
                "-f",
                configuration.toString(),
                "-P",
                state.resolve("pid").toString())
            .redirectErrorStream(true)
            .redirectOutput(state.resolve("output").toFile())
            .start();
    try {
      long end = start + TimeUnit.SECONDS.toNanos(LIMIT_SECONDS);
      while (!log(state).contains("finished")) {
        if (System.nanoTime() > end || !process.isAlive()) {
          System.out.println("minidlna did not finish:\n" + log(state));
          return;
        }
        TimeUnit.MILLISECONDS.sleep(10);
      }
      double wall = (System.nanoTime() - start) / 1e9;
      print("minidlna, with its start", new Cost(wall, ProcessTimes.processor(process.toHandle())));
    } finally {
      process.destroy();
      process.waitFor();
      remove(state);
    }
  }

  private static String log(Path state) throws IOException {
    var text = new StringBuilder();
    for (var name : List.of("output", "minidlna.log")) {
      var file = state.resolve(name);
      text.append(Files.exists(file) ? Files.readString(file) : "");
    }
    return text.toString();
  }

  /// Small pictures: what is in them plays no part in a rescan.
  private void rescan(int files) throws Exception {
    var root = Files.createDirectory(folder.resolve("many"));
    for (int made = 0; made < files; made++) {
      var place =
          root.resolve(
              "%04d/%03d"
                  .formatted(made / (PER_FOLDER * PER_FOLDER), made / PER_FOLDER % PER_FOLDER));
      if (made % PER_FOLDER == 0) {
        Files.createDirectories(place);
      }
      Files.write(place.resolve("%07d.jpg".formatted(made)), new byte[] {1, 2, 3});
    }
    System.out.printf("unchanged rescan of %d files%n", files);
    var home = Files.createTempDirectory(folder, "home");
    try (var server = new PackagedServer(home)) {
      print("contentgremlin, first", measure(server.process(), () -> server.add("many", root)));
      ProcessTimes.forgetPeak(server.process().pid());
      var ratios = new ArrayList<Double>();
      for (int round = 1; round <= ROUNDS; round++) {
        var ours = measure(server.process(), () -> server.scan("many"));
        print("contentgremlin, unchanged", ours);
        ratios.add(ours.wall() / find(root).wall());
      }
      ratios.sort(Comparator.naturalOrder());
      System.out.printf(
          "wall time against find's, median: %.2f; at most %d MiB resident%n",
          ratios.get(ROUNDS / 2), ProcessTimes.peakMebibytes(server.process().pid()));
    } finally {
      remove(home);
      remove(root);
    }
  }

  private static Cost find(Path root) throws Exception {
    long start = System.nanoTime();
    new ProcessBuilder("find", root.toString(), "-printf", "%s %T@ %i %p\n")
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .start()
        .waitFor();
    var cost = new Cost((System.nanoTime() - start) / 1e9, 0);
    System.out.printf("%-44s %7.2f s wall%n", "find -printf '%s %T@ %i %p'", cost.wall());
    return cost;
  }

  private void live() throws Exception {
    var root = folder.resolve("live");
    new AudioTree(programs).make(root, LIVE_CHANGES);
    var songs = PackagedServer.leaves(root, ".mp3");
    var home = Files.createTempDirectory(folder, "home");
    System.out.printf("live changes, %d of each, until the API shows them%n", LIVE_CHANGES);
    try (var server = new PackagedServer(home)) {
      server.add("live", root);
      var created = new ArrayList<Double>();
      var renamed = new ArrayList<Double>();
      var deleted = new ArrayList<Double>();
      for (int i = 0; i < LIVE_CHANGES; i++) {
        var first = root.resolve("created%d.mp3".formatted(i));
        var second = root.resolve("renamed%d.mp3".formatted(i));
        var song = songs.get(i);
        created.add(until(server, () -> Files.copy(song, first), "created" + i, "published"));
        renamed.add(until(server, () -> Files.move(first, second), "renamed" + i, "published"));
        deleted.add(until(server, () -> Files.delete(second), "renamed" + i, "missing"));
      }
      printMedian("create", created);
      printMedian("rename", renamed);
      printMedian("delete", deleted);
    } finally {
      remove(home);
      remove(root);
    }
  }

  /// The newest item is the one that changes.
  private static double until(PackagedServer server, Work change, String name, String state)
      throws Exception {
    change.run();
    long start = System.nanoTime();
    long end = start + TimeUnit.SECONDS.toNanos(LIMIT_SECONDS);
    while (System.nanoTime() < end) {
      var item = server.get("/api/v1/items?limit=1").path("items").path(0);
      if (item.path("path").asString("").endsWith(name + ".mp3")
          && item.path("state").asString("").equals(state)) {
        return (System.nanoTime() - start) / 1e6;
      }
      TimeUnit.MILLISECONDS.sleep(1);
    }
    throw new IllegalStateException(name + " does not become " + state);
  }

  private static void printMedian(String name, List<Double> millis) {
    millis.sort(Comparator.naturalOrder());
    System.out.printf(
        "%-10s median %.1f ms, 95 %% under %.1f ms%n",
        name, millis.get(millis.size() / 2), millis.get(millis.size() * 95 / 100));
  }

  private static int freePort() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  static void remove(Path path) throws IOException {
    if (!Files.exists(path)) {
      return;
    }
    try (var all = Files.walk(path)) {
      all.sorted(Comparator.reverseOrder())
          .forEach(one -> {
            try {
              Files.deleteIfExists(one);
            } catch (IOException e) {
              throw new UncheckedIOException(e);
            }
          });
    }
  }
}
