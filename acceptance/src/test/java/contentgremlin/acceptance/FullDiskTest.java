package contentgremlin.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The disk becomes full, of bytes or of inodes, at random moments of uploads, edits and encodes.
/// That is said clearly, nothing acknowledged is lost, and all goes on by itself when there is
/// room.
class FullDiskTest {
  private static final int ROUNDS = 6;
  private static final int ROUNDS_SOAK = 60;
  private static final int FULL_MS_MAX = 2_500;
  private static final int ROOM_MS_MAX = 1_500;
  private static final int INODES_LEFT_MAX = 40;
  private static final int BYTES_LEFT_MAX = 300_000;

  @TempDir private Path folder;
  private final Random random = new Random(Profile.seed());
  private Path disk;
  private boolean mounted;

  @BeforeEach
  void needRoot() throws IOException {
    var complaint = Mounts.complaint(folder);
    assumeTrue(complaint.isEmpty(), () -> Profile.skipped("a full disk, since " + complaint));
    disk = Files.createDirectories(folder.resolve("disk"));
    Mounts.run("mount", "-t", "tmpfs", "-o", "size=96m,nr_inodes=6000", "tmpfs", disk.toString());
    mounted = true;
  }

  @AfterEach
  void unmount() {
    if (mounted) {
      Mounts.unmount(disk);
    }
  }

  @Test
  void below_the_reserve_uploads_are_refused_in_words_before_a_byte_is_sent() throws Exception {
    try (var gremlin = new Gremlin(disk.resolve("home")).loggingTo(folder).serve()) {
      var api = new Api(gremlin); // the disk is smaller than the default reserve
      var answer =
          api.send(
              "POST",
              "/api/v1/uploads",
              BodyPublishers.noBody(),
              "Tus-Resumable",
              "1.0.0",
              "Upload-Length",
              "1000");
      assertThat(answer.status()).isEqualTo(507);
      assertThat(answer.json().get("detail").asString()).isNotBlank();
      assertThat(gremlin.home().resolve("content/incoming"))
          .satisfiesAnyOf(
              path -> assertThat(path).doesNotExist(), path -> assertThat(path).isEmptyDirectory());
    }
  }

  @Test
  void a_disk_that_is_full_again_and_again_loses_nothing_and_goes_on_by_itself() throws Exception {
    long began = System.nanoTime();
    Profile.report("full disk: -Dcontentgremlin.seed=" + Profile.seed());
    var ledger = new Ledger(folder.resolve("ledger"));
    var media = new MediaPool(new Samples(folder));
    int rounds = Profile.isSoak() ? ROUNDS_SOAK : ROUNDS;
    try (var gremlin = new Gremlin(disk.resolve("home")).loggingTo(folder).serve()) {
      var load = new Load(gremlin, media, folder, ledger, Profile.seed());
      load.tolerateFullDisk();
      load.api.set("disk-reserve", "0");
      var audit = new Audit(gremlin, load.api, ledger);
      load.start();
      for (int round = 0; round < rounds; round++) {
        Thread.sleep(random.nextInt(ROOM_MS_MAX));
        if (round % 2 == 0) {
          fillBytes();
        } else {
          fillInodes();
        }
      }
      load.finish();
      audit.awaitIdle();
      load.finishListening(Audit.newestEvent(gremlin.home()));
      audit.whole();
      gremlin.stop();
      audit.stopped();
    }
    long seconds = Duration.ofNanos(System.nanoTime() - began).toSeconds();
    Profile.report(
        "full disk: full %d times in %d s, half of them of inodes; refused %d times; %s; faults"
                .formatted(rounds, seconds, ledger.refused.get(), ledger.counts())
            + " found: "
            + ledger.faults().size());
    assertThat(ledger.faults()).as(ledger::faultsInWords).isEmpty();
    assertThat(ledger.items).isNotEmpty();
  }

  /// Takes all room but a little, for a while.
  private void fillBytes() throws Exception {
    var filler = disk.resolve("filler");
    try (var channel =
        FileChannel.open(filler, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      var zeroes = ByteBuffer.allocate(64 << 10);
      long left = random.nextInt(BYTES_LEFT_MAX);
      while (disk.toFile().getUsableSpace() > left) {
        channel.write(zeroes.rewind());
      }
    } catch (IOException _) {
      // full
    }
    Thread.sleep(random.nextInt(FULL_MS_MAX));
    Files.delete(filler);
  }

  private void fillInodes() throws Exception {
    var files = new ArrayList<Path>();
    var place = Files.createDirectories(disk.resolve("fillers"));
    try {
      while (true) {
        files.add(Files.createFile(place.resolve("" + files.size())));
      }
    } catch (IOException _) {
      // full
    }
    int left = Math.min(files.size(), random.nextInt(INODES_LEFT_MAX));
    delete(files.subList(0, left));
    Thread.sleep(random.nextInt(FULL_MS_MAX));
    delete(files.subList(left, files.size()));
  }

  private static void delete(List<Path> files) throws IOException {
    for (var file : files) {
      Files.delete(file);
    }
  }
}
