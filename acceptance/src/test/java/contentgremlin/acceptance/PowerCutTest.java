package contentgremlin.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import contentgremlin.acceptance.Moments.Moment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The power fails: whatever was not forced to the disk is gone, and every process with it.
///
/// The home lies on an ext4 of its own, which is told to shut down without writing anything more,
/// as file system tests do it. Then it is mounted again, replays its journal, and what is there is
/// what a machine would find after a power cut. The server sees another boot id each time.
class PowerCutTest {
  private static final int CUTS = 4;
  private static final int CUTS_SOAK = 40;
  private static final long POINT_MAX_MS = 4_000;

  /// What a disk must have kept is most interesting right after it was acknowledged.
  private static final List<Moment> POINTS =
      List.of(
          Moment.PIECE_ACKNOWLEDGED,
          Moment.LAST_BYTE_ACKNOWLEDGED,
          Moment.EDIT_ACKNOWLEDGED,
          Moment.ITEM_PUBLISHED,
          Moment.JOB_SUCCEEDED,
          Moment.UPLOAD_CREATED,
          Moment.JOB_STARTED);

  @TempDir private Path folder;
  private final Random random = new Random(Profile.seed());
  private Path disk;
  private Path image;
  private boolean mounted;

  @BeforeEach
  void makeDisk() throws IOException {
    var complaint = Mounts.complaint(folder);
    assumeTrue(complaint.isEmpty(), () -> Profile.skipped("power cuts, since " + complaint));
    disk = Files.createDirectories(folder.resolve("disk"));
    image = folder.resolve("image");
    var made = Mounts.tried("truncate", "-s", "512M", image.toString());
    var formatted = made.isEmpty() ? Mounts.tried("mkfs.ext4", "-q", "-F", image.toString()) : made;
    assumeTrue(formatted.isEmpty(), () -> Profile.skipped("power cuts, since " + formatted));
    var complaintOfLoop = Mounts.tried(mount());
    assumeTrue(
        complaintOfLoop.isEmpty(), () -> Profile.skipped("power cuts, since " + complaintOfLoop));
    mounted = true;
  }

  /// Without the kindness of forcing what replaces another file by itself.
  private String[] mount() {
    return new String[] {"mount", "-o", "loop,noauto_da_alloc", image.toString(), disk.toString()};
  }

  @AfterEach
  void unmount() {
    if (mounted) {
      Mounts.unmount(disk);
    }
  }

  @Test
  void what_was_acknowledged_survives_a_power_cut() throws Exception {
    long began = System.nanoTime();
    Profile.report("power cuts: -Dcontentgremlin.seed=" + Profile.seed());
    var ledger = new Ledger(folder.resolve("ledger"));
    var media = new MediaPool(new Samples(folder));
    int cuts = Profile.isSoak() ? CUTS_SOAK : CUTS;
    try (var gremlin = new Gremlin(disk.resolve("home")).loggingTo(folder)) {
      boot(gremlin);
      var load = new Load(gremlin, media, folder, ledger, Profile.seed());
      load.withoutCommands(); // they look at this machine's boot id
      load.api.set("disk-reserve", "0");
      var audit = new Audit(gremlin, load.api, ledger);
      load.start();
      for (int cut = 0; cut < cuts; cut++) {
        var point = POINTS.get(random.nextInt(POINTS.size()));
        if (!load.moments.await(point, () -> cut(gremlin), POINT_MAX_MS)) {
          cut(gremlin);
        }
        ledger.note("power cut " + cut + " at " + point);
        gremlin.kill();
        gremlin.endTools();
        Mounts.unmount(disk);
        awaitLoopFree();
        Mounts.run(mount());
        boot(gremlin);
        audit.quick();
      }
      load.finish();
      audit.awaitIdle();
      load.finishListening(Audit.newestEvent(gremlin.home()));
      audit.whole();
      gremlin.stop();
      audit.stopped();
    }
    Profile.report(
        "power cuts: %d in %d s; %s; faults found: %d"
            .formatted(
                cuts,
                Duration.ofNanos(System.nanoTime() - began).toSeconds(),
                ledger.counts(),
                ledger.faults().size()));
    assertThat(ledger.faults()).as(ledger::faultsInWords).isEmpty();
    assertThat(ledger.items).isNotEmpty();
  }

  /// First of all nobody says anything any more: to an fsync(2) that is under way while ext4 is
  /// shut down, Linux 6.18 may answer that all is well (in 72 of 231 tries with nothing but loops
  /// of writes), and so would the server, which no machine without power can do.
  private void cut(Gremlin gremlin) {
    gremlin.freeze();
    FileSystems.shutDown(disk);
  }

  /// The next start is one of another boot, as far as it can see.
  private void boot(Gremlin gremlin) throws IOException {
    var id = Files.writeString(folder.resolve("boot-id"), UUID.randomUUID() + "\n");
    gremlin.under(
        "unshare",
        "-m",
        "sh",
        "-c",
        "mount --bind \"$0\" /proc/sys/kernel/random/boot_id && exec \"$@\"",
        id.toString());
    gremlin.serve();
  }

  /// The old one must be gone with all its memory, else the next mount would be the same.
  private void awaitLoopFree() {
    Await.untilTrue(
        "the loop device to be free",
        Duration.ofSeconds(60),
        () -> {
          var process = new ProcessBuilder("losetup", "-j", image.toString()).start();
          return process.getInputStream().readAllBytes().length == 0 && process.waitFor() == 0;
        });
  }
}
