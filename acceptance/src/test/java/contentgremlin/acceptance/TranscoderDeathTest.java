package contentgremlin.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import contentgremlin.acceptance.ToolWatch.Seen;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The transcoders are killed, whole groups of them, only the wrapper or only the tool: at the
/// start, in the middle and while the result is checked. Every film is published all the same, and
/// nothing is left running.
class TranscoderDeathTest {
  private static final int FILM_SECONDS = 60;

  /// Nearly, so that there is something left to be cut off.
  private static final Duration HALF = Duration.ofSeconds(FILM_SECONDS * 2 / 5);

  /// A film may be done before anybody looks; then another one is tried.
  private static final int TRIES_MAX = 4;

  private static final Duration END_MAX = Duration.ofMinutes(8);
  private static final Duration LEFT_MAX = Duration.ofSeconds(60);

  @TempDir private Path folder;
  private final Random random = new Random(Profile.seed());
  private final Map<String, Integer> struck = new TreeMap<>();

  private enum Victim {
    GROUP,
    WRAPPER,
    TOOL
  }

  private enum Point {
    BEFORE_PROGRESS,
    HALF_WAY,
    CHECK
  }

  /// What is to happen to a transcoder.
  private record Case(Victim victim, Point point) {}

  private enum Struck {
    YES,
    NOT_YET,
    TOO_LATE
  }

  @Test
  void every_film_is_published_whoever_kills_its_transcoder_and_when() throws Exception {
    long began = System.nanoTime();
    Profile.report("transcoders: -Dcontentgremlin.seed=" + Profile.seed());
    var home = folder.resolve("home");
    var ledger = new Ledger(folder.resolve("ledger"));
    var film = new Samples(folder).film("film.mp4", FILM_SECONDS, 480, 270);
    int rounds = Profile.isSoak() ? Math.max(1, Math.min(Profile.kills(0), 90) / 9) : 1;
    int kills = 0;
    try (var gremlin = new Gremlin(home).serve()) {
      var client = new PatientClient(gremlin, ledger);
      client.api().set("disk-reserve", "0");
      client.api().set("encoder-places", "2");
      var audit = new Audit(gremlin, client.api(), ledger);
      try (var _ = new ToolWatch(home, ledger)) {
        for (int round = 0; round < rounds; round++) {
          kills += round(gremlin, client, film);
        }
        audit.awaitIdle();
      }
      // Whoever has just told its end needs a moment for it.
      Await.untilTrue(
          "no process to be left",
          LEFT_MAX,
          () -> ToolWatch.processes(home.resolve("content/job")).isEmpty());
      audit.whole();
      gremlin.stop();
      audit.stopped();
    }
    Profile.report(
        "transcoders: %d kills of %d in %d s %s; faults found: %d"
            .formatted(
                kills,
                rounds * 9,
                Duration.ofNanos(System.nanoTime() - began).toSeconds(),
                struck,
                ledger.faults().size()));
    assertThat(ledger.faults()).as(ledger::faultsInWords).isEmpty();
    assertThat(kills).as("kills; the rest was too late").isGreaterThan(rounds * 4);
  }

  private int round(Gremlin gremlin, PatientClient client, Path film) throws Exception {
    List<Case> wanted = new ArrayList<>();
    for (var victim : Victim.values()) {
      for (var point : Point.values()) {
        wanted.add(new Case(victim, point));
      }
    }
    int all = wanted.size();
    for (int tries = 0; tries < TRIES_MAX && !wanted.isEmpty(); tries++) {
      wanted = missed(gremlin, client, film, wanted);
    }
    return all - wanted.size();
  }

  /// Uploads a film for each, and strikes.
  ///
  /// @return those for which it was too late
  private List<Case> missed(Gremlin gremlin, PatientClient client, Path film, List<Case> wanted)
      throws Exception {
    var films = new LinkedHashMap<String, Case>();
    for (var one : wanted) {
      var name = "film-" + one.victim() + "-" + one.point();
      var media = MediaPool.longFilm(Files.readAllBytes(film), random, name);
      films.put(client.upload(media, random), one);
    }
    var missed = new ArrayList<Case>();
    long end = System.nanoTime() + END_MAX.toNanos();
    try (var database = HomeDatabase.open(gremlin.home())) {
      while (!films.isEmpty() && System.nanoTime() < end) {
        for (var item : List.copyOf(films.keySet())) {
          var one = Objects.requireNonNull(films.get(item));
          var struck = strike(gremlin.home(), database, item, one);
          if (struck != Struck.NOT_YET) {
            films.remove(item);
          }
          if (struck == Struck.TOO_LATE) {
            missed.add(one);
          }
        }
        Thread.onSpinWait();
      }
    }
    missed.addAll(films.values());
    return missed;
  }

  private Struck strike(Path home, HomeDatabase database, String item, Case one)
      throws IOException {
    var jobs =
        database.rows(
            """
            SELECT id, attempt, state FROM job WHERE item = '%s' AND kind = 'transcode'
            """
                .formatted(item));
    if (jobs.isEmpty()) {
      return Struck.NOT_YET;
    }
    var state = jobs.getFirst().get(2);
    if (state.equals("succeeded") || state.equals("failed")) {
      return Struck.TOO_LATE;
    }
    var attempt = jobs.getFirst().get(0) + "/attempt-" + jobs.getFirst().get(1);
    var attemptFolder = home.resolve("content/job").resolve(attempt);
    var process = AttemptLog.processes(attemptFolder);
    if (!state.equals("running") || !isThere(process, attemptFolder, one.point())) {
      return Struck.NOT_YET;
    }
    if (!kill(process, attemptFolder, one.victim())) {
      return Struck.NOT_YET;
    }
    struck.merge(one.victim() + " " + one.point(), 1, Integer::sum);
    return Struck.YES;
  }

  private static boolean isThere(List<String> process, Path attempt, Point point)
      throws IOException {
    var media = AttemptLog.encoded(attempt);
    return switch (point) {
      case BEFORE_PROGRESS -> process.size() == 2 && media.isZero();
      case HALF_WAY -> process.size() == 2 && media.compareTo(HALF) > 0;
      case CHECK -> process.size() > 2;
    };
  }

  /// @param process its lines as they were a moment ago: the folder may be gone by now
  private static boolean kill(List<String> process, Path attempt, Victim victim) {
    long wrapper = Long.parseLong(process.getFirst().split(" ", -1)[1]);
    long tool = Long.parseLong(process.getLast().split(" ", -1)[1]);
    return switch (victim) {
      case WRAPPER -> end(wrapper);
      case TOOL -> end(tool);
      case GROUP ->
          ToolWatch.processes(attempt.resolve("../..").normalize()).stream()
                  .filter(seen -> seen.group() == wrapper)
                  .map(Seen::pid)
                  .filter(TranscoderDeathTest::end)
                  .count()
              > 0;
    };
  }

  private static boolean end(long pid) {
    return ProcessHandle.of(pid).map(ProcessHandle::destroyForcibly).orElse(false);
  }
}
