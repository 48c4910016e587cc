package contentgremlin.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// How soon a new file is described that somebody demands, with nothing else to do against with
/// many thousand items waiting; and how many items a second are described in the background.
///
/// Arguments: `[WAITING]`
public final class DemandLatency {
  private static final int WAITING = 100_000;
  private static final int PER_FOLDER = 1_000;
  private static final int DEMANDS = 50;
  private static final int WARM_UP = 10;
  private static final long RATE_SECONDS = 30;

  /// A picture of one point (GIF89a).
  private static final byte[] POINT =
      HexFormat.of()
          .parseHex(
              "47494638396101000100800000ffffff00000021f90401000000002c00000000010001000002024401003b");

  private final Path folder;
  private final Path programs =
      Path.of(System.getProperty("contentgremlin.package")).resolve("programs");

  private DemandLatency(Path folder) {
    this.folder = folder;
  }

  public static void main(String[] arguments) throws Exception {
    int waiting = arguments.length > 0 ? Integer.parseInt(arguments[0]) : WAITING;
    var folder = Files.createTempDirectory("demand");
    try {
      new DemandLatency(folder).compare(waiting);
    } finally {
      LibraryScan.remove(folder);
    }
  }

  private void compare(int waiting) throws Exception {
    var songs = folder.resolve("songs");
    new AudioTree(programs).make(songs, WARM_UP + DEMANDS);
    var files = PackagedServer.leaves(songs, ".mp3");
    double idle = idle(files);
    double busy = busy(files, waiting);
    System.out.printf(
        "from demand to ENDED: %.1f ms with an empty queue, %.1f ms with %d items waiting:"
            + " %+.1f ms%n",
        idle, busy, waiting, busy - idle);
  }

  private double idle(List<Path> files) throws Exception {
    var home = Files.createDirectory(folder.resolve("home-idle"));
    var root = Files.createDirectory(folder.resolve("library-idle"));
    try (var server = new PackagedServer(home)) {
      server.add("music", root);
      return median(server, root, files);
    }
  }

  private double busy(List<Path> files, int waiting) throws Exception {
    var home = Files.createDirectory(folder.resolve("home-busy"));
    var root = Files.createDirectory(folder.resolve("library-busy"));
    for (int i = 0; i < waiting; i++) {
      var place = root.resolve("points-" + i / PER_FOLDER);
      if (i % PER_FOLDER == 0) {
        Files.createDirectory(place);
      }
      Files.write(place.resolve("point-" + i + ".gif"), POINT);
    }
    try (var server = new PackagedServer(home)) {
      server.add("music", root);
      double median = median(server, root, files);
      long before = described(server);
      long left = waiting(server);
      TimeUnit.SECONDS.sleep(RATE_SECONDS);
      System.out.printf(
          "%d items waited after the demands; %.0f items a second described in the background;"
              + " %d MiB at most%n",
          left,
          (described(server) - before) / (double) RATE_SECONDS,
          ProcessTimes.peakMebibytes(server.process().pid()));
      return median;
    }
  }

  private static double median(PackagedServer server, Path root, List<Path> files)
      throws Exception {
    var times = new ArrayList<Double>();
    for (var file : files) {
      var target = root.resolve(file.getFileName());
      Files.copy(file, target);
      times.add(demand(server, target));
    }
    times.subList(0, WARM_UP).clear();
    times.sort(Comparator.naturalOrder());
    return times.get(times.size() / 2);
  }

  /// @return milliseconds until the stream said that all is known
  private static double demand(PackagedServer server, Path file)
      throws IOException, InterruptedException {
    long start = System.nanoTime();
    try (var lines =
        new BufferedReader(
            new InputStreamReader(
                server.stream("/api/v1/demand", "{\"path\":\"%s\"}".formatted(file)),
                StandardCharsets.UTF_8))) {
      for (var line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.equals("event: ENDED")) {
          return (System.nanoTime() - start) / 1e6;
        }
      }
    }
    throw new IOException("the stream ended too early");
  }

  private static long described(PackagedServer server) throws IOException, InterruptedException {
    return server.get("/api/v1/grabbers").path("ended").asLong(0);
  }

  private static long waiting(PackagedServer server) throws IOException, InterruptedException {
    return server.get("/api/v1/grabbers").path("waiting").asLong(0);
  }
}
