package contentgremlin.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import contentgremlin.acceptance.Moments.Moment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The server is killed again and again, at random and at chosen points, while people upload, edit
/// and cancel and while everything is encoded. What it acknowledged must be there at the end.
class CrashLoopTest {
  private static final int KILLS = 20;

  /// A point at which nobody comes by in time is left out; the kill then comes at once.
  private static final long POINT_MAX_MS = 3_000;

  private static final int RANDOM_MAX_MS = 2_500;
  private static final int START_MAX_MS = 900;

  /// Of 100 kills: at a random time, and while the server still starts.
  private static final int AT_RANDOM = 25;

  private static final int STARTING = 15;
  private static final List<Moment> MOMENTS = List.of(Moment.values());

  @TempDir private Path folder;

  private final Map<String, Integer> struck = new TreeMap<>();

  @Test
  void nothing_acknowledged_is_lost_and_nothing_is_done_twice_however_often_the_server_dies()
      throws Exception {
    long began = System.nanoTime();
    Profile.report("crash loop: -Dcontentgremlin.seed=" + Profile.seed());
    var home = folder.resolve("home");
    var ledger = new Ledger(folder.resolve("ledger"));
    var media = new MediaPool(new Samples(folder));
    int kills;
    try (var gremlin = new Gremlin(home).serve()) {
      var load = new Load(gremlin, media, folder, ledger, Profile.seed());
      var audit = new Audit(gremlin, load.api, ledger);
      load.api.set("disk-reserve", "0");
      try (var _ = new ToolWatch(home, ledger)) {
        load.start();
        kills = killAgainAndAgain(gremlin, load, audit);
        load.finish();
        audit.awaitIdle();
      }
      load.finishListening(Audit.newestEvent(home));
      audit.whole();
      gremlin.stop();
      audit.stopped();
      audit.age();
      gremlin.serve();
      audit.awaitTidy();
      audit.quick();
    }
    long seconds = Duration.ofNanos(System.nanoTime() - began).toSeconds();
    Profile.report(
        "crash loop: %d kills in %d s %s; %s; faults found: %d"
            .formatted(kills, seconds, struck, ledger.counts(), ledger.faults().size()));
    assertThat(ledger.faults()).as(ledger::faultsInWords).isEmpty();
    assertThat(ledger.items).as("items that were acknowledged").isNotEmpty();
  }

  private int killAgainAndAgain(Gremlin gremlin, Load load, Audit audit) throws Exception {
    var random = new Random(Profile.seed());
    long end = System.nanoTime() + Profile.killsMax().toNanos();
    int kills = 0;
    while (kills < Profile.kills(KILLS) && System.nanoTime() < end) {
      kills++;
      int what = random.nextInt(100);
      if (what < STARTING) {
        strike(gremlin, "at random");
        gremlin.start();
        Thread.sleep(random.nextInt(START_MAX_MS));
        kills++;
        strike(gremlin, "while starting");
      } else if (what < STARTING + AT_RANDOM) {
        Thread.sleep(random.nextInt(RANDOM_MAX_MS));
        strike(gremlin, "at random");
      } else {
        killAt(MOMENTS.get(random.nextInt(MOMENTS.size())), gremlin, load);
      }
      load.ledger.note("kill " + kills);
      gremlin.serve();
      audit.quick();
    }
    return kills;
  }

  private void killAt(Moment moment, Gremlin gremlin, Load load) throws Exception {
    boolean came =
        moment.isInTheHome()
            ? awaitTrace(moment, gremlin.home().resolve("content"))
            : load.moments.await(moment, gremlin::kill, POINT_MAX_MS);
    if (gremlin.isAlive()) {
      strike(gremlin, came ? moment.name() : "at random");
    } else {
      struck.merge(moment.name(), 1, Integer::sum);
    }
  }

  private void strike(Gremlin gremlin, String when) {
    gremlin.kill();
    struck.merge(when, 1, Integer::sum);
  }

  /// Looks all the time, to strike as soon as the trace is there.
  private static boolean awaitTrace(Moment moment, Path content) throws IOException {
    long end = System.nanoTime() + POINT_MAX_MS * 1_000_000;
    var before = traces(moment, content);
    while (System.nanoTime() < end) {
      if (!before.containsAll(traces(moment, content))) {
        return true;
      }
      Thread.onSpinWait();
    }
    return false;
  }

  private static Set<Path> traces(Moment moment, Path content) {
    var found = new HashSet<Path>();
    if (moment == Moment.TOOLS_ENDED) {
      for (var job : list(content.resolve("job"))) {
        for (var attempt : list(job)) {
          if (Files.exists(attempt.resolve("status"))) {
            found.add(attempt);
          }
        }
      }
    } else if (moment == Moment.RENDITION_MOVED) {
      list(content.resolve("rendition")).forEach(item -> found.addAll(list(item)));
    } else {
      for (var first : list(content.resolve("original"))) {
        list(first).forEach(second -> found.addAll(list(second)));
      }
    }
    return found;
  }

  private static Set<Path> list(Path folder) {
    try (Stream<Path> entries = Files.list(folder)) {
      return new HashSet<>(entries.toList());
    } catch (IOException | java.io.UncheckedIOException _) {
      return Set.of(); // not there, or not any more
    }
  }
}
