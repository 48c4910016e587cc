package contentgremlin.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// One system call after the other fails, or is the server's last one, while a song is uploaded and
/// published. Errors are told clearly, nothing acknowledged is lost, and trying again works.
class FaultTest {
  /// The server writes all its files by this call, its database too. The plain write goes to
  /// sockets and wakes up threads, which says nothing of disks.
  private static final String WRITES = "pwrite64";

  private static final String FORCES = "fsync,fdatasync";
  private static final String RENAMES = "rename,renameat,renameat2";
  private static final String OTHERS = "mkdir,mkdirat,ftruncate,unlink,unlinkat";
  private static final List<String> ALL = List.of(WRITES, FORCES, RENAMES, OTHERS);

  private static final Duration ERRORS_MAX = Duration.ofSeconds(35);
  private static final Duration KILLS_MAX = Duration.ofSeconds(25);
  private static final Duration SOAK_MAX = Duration.ofHours(3);

  /// What could not store its end is looked at again a minute later: nobody waits for that here.
  private static final Duration SETTLE_MAX = Duration.ofSeconds(6);

  private static final Duration END_MAX = Duration.ofMinutes(5);

  @TempDir private Path folder;
  private Ledger ledger;
  private MediaPool media;
  private final Random random = new Random(Profile.seed());

  @BeforeEach
  void needStrace() {
    var complaint = Strace.complaint();
    assumeTrue(
        complaint.isEmpty(), () -> Profile.skipped("failing system calls, since " + complaint));
    ledger = new Ledger(folder.resolve("ledger"));
    media = new MediaPool(new Samples(folder));
  }

  /// A call, and the thing that happens to its n-th one.
  private record Point(String calls, int number, String fault) {
    String words() {
      return fault + ":when=" + number;
    }
  }

  @Test
  void any_write_force_or_rename_may_fail_and_nothing_acknowledged_is_lost() throws Exception {
    try (var gremlin = new Gremlin(folder.resolve("home")).serve()) {
      var client = new PatientClient(gremlin, ledger);
      client.api().set("disk-reserve", "0");
      var points = new ArrayList<Point>();
      for (var calls : ALL) {
        int range = range(gremlin, client, calls);
        for (int number = 1; number <= range; number++) {
          points.add(new Point(calls, number, "error=EIO"));
          points.add(new Point(calls, number, "error=ENOSPC"));
        }
      }
      int tried = 0;
      long struck = 0;
      long end = System.nanoTime() + (Profile.isSoak() ? SOAK_MAX : ERRORS_MAX).toNanos();
      var chosen = spread(points);
      for (var point : chosen) {
        if (System.nanoTime() > end && struck > 0) {
          break;
        }
        tried++;
        struck += fail(gremlin, client, point, tried);
      }
      finish(gremlin, client);
      Profile.report(
          "failing calls: tried %d of %d fault points, %d calls failed; %s; faults found: %d"
              .formatted(tried, points.size(), struck, client.answers(), ledger.faults().size()));
      assertThat(ledger.faults()).as(ledger::faultsInWords).isEmpty();
      assertThat(struck).as("calls that failed").isPositive();
    }
  }

  /// One client uploads while the fault lies in wait; the server must stay.
  private long fail(Gremlin gremlin, PatientClient client, Point point, int tried)
      throws IOException {
    ledger.note("point " + tried + ": " + point);
    var strace = publish(gremlin, client, point.calls(), point.words(), tried);
    if (client.deaths() > 0) {
      ledger.fault("the server died of " + point);
    }
    return strace.struck();
  }

  @Test
  void any_force_or_rename_may_be_the_servers_last_act() throws Exception {
    try (var gremlin = new Gremlin(folder.resolve("home")).serve()) {
      var client = new PatientClient(gremlin, ledger);
      client.api().set("disk-reserve", "0");
      var points = new ArrayList<Point>();
      for (var calls : List.of(FORCES, RENAMES)) {
        int range = range(gremlin, client, calls);
        for (int number = 1; number <= range; number++) {
          points.add(new Point(calls, number, "signal=KILL"));
        }
      }
      int tried = 0;
      int died = 0;
      long end = System.nanoTime() + (Profile.isSoak() ? SOAK_MAX : KILLS_MAX).toNanos();
      for (var point : spread(points)) {
        if (System.nanoTime() > end && died > 0) {
          break;
        }
        tried++;
        died += kill(gremlin, client, point, tried) ? 1 : 0;
      }
      finish(gremlin, client);
      Profile.report(
          "killed at a call: tried %d of %d fault points, the server died at %d; faults found: %d"
              .formatted(tried, points.size(), died, ledger.faults().size()));
      assertThat(ledger.faults()).as(ledger::faultsInWords).isEmpty();
      assertThat(died).as("deaths of the server").isPositive();
    }
  }

  private boolean kill(Gremlin gremlin, PatientClient client, Point point, int tried) {
    ledger.note("point " + tried + ": " + point);
    int deaths = client.deaths();
    publish(gremlin, client, point.calls(), point.words(), tried);
    return client.deaths() > deaths;
  }

  /// Uploads one song under strace, and waits until it is settled.
  private Strace publish(
      Gremlin gremlin, PatientClient client, String calls, String fault, int number) {
    var song = media.song(random, number);
    var strace = Strace.attach(gremlin.pid(), calls, fault, folder.resolve("strace-" + number));
    try (strace) {
      client.settle(client.upload(song, random), SETTLE_MAX);
    }
    return strace;
  }

  /// How many of these calls one thread makes at most for an upload and its publishing.
  private int range(Gremlin gremlin, PatientClient client, String calls) throws IOException {
    var strace = publish(gremlin, client, calls, "", 0);
    int range = strace.callsOfOneThread(calls);
    ledger.note("one thread calls " + calls + " up to " + range + " times");
    return range;
  }

  /// All in their order, or those that time allows, from everywhere.
  private List<Point> spread(List<Point> points) {
    var chosen = new ArrayList<>(points);
    if (!Profile.isSoak()) {
      Collections.shuffle(chosen, random);
    }
    return chosen;
  }

  private void finish(Gremlin gremlin, PatientClient client) throws Exception {
    client.retryAllFailed(END_MAX);
    var audit = new Audit(gremlin, client.api(), ledger);
    audit.awaitIdle();
    audit.whole();
    gremlin.stop();
    audit.stopped();
    assertThat(new TreeSet<>(ledger.items.keySet())).isNotEmpty();
  }
}
