package contentgremlin.app;

import static org.assertj.core.api.Assertions.assertThat;

import contentgremlin.enrich.ProviderServer;
import contentgremlin.enrich.Said;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The grabber that is an extension is switched off and on again, in the middle of its work.
class BundledGrabberTest {
  private static final int SONGS = 5;

  @TempDir private Path folder;

  private static String release(int number) {
    return "11111111-2222-4333-8444-55555555555" + number;
  }

  private static List<String> states(MirroredServer server) throws Exception {
    return server
        .json("/api/v1/jobs?limit=200")
        .path("jobs")
        .valueStream()
        .filter(job -> job.path("kind").asString().equals("grab-coverart"))
        .map(job -> job.path("state").asString())
        .toList();
  }

  @Test
  void it_is_gone_from_the_lists_while_it_is_off_and_its_jobs_wait_for_it() throws Exception {
    var asked = new CountDownLatch(1);
    var mayAnswer = new CountDownLatch(1);
    try (var server = new MirroredServer(folder);
        var archive = ProviderServer.start()) {
      for (int number = 0; number < SONGS; number++) {
        server.make(
            "Loose/Song " + number + ".mp3",
            "-f",
            "lavfi",
            "-i",
            "sine=d=1",
            "-metadata",
            "MusicBrainz Album Id=" + release(number));
        archive.on(
            "/release/" + release(number),
            _ -> {
              asked.countDown();
              try {
                mayAnswer.await(60, TimeUnit.SECONDS);
              } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
              }
              return Said.json("{\"images\":[]}");
            });
      }
      server.set("coverart-address", archive.address());
      server.set("providers", "coverart");
      server.addLibrary();
      assertThat(asked.await(60, TimeUnit.SECONDS)).isTrue();
      MirroredServer.until(() -> states(server).size() == SONGS ? SONGS : null);

      server.change("coverart", "disable");

      assertThat(server.json("/api/v1/grabbers").toString()).doesNotContain("coverart");
      assertThat(server.json("/api/v1/settings").toString()).doesNotContain("coverart-address");
      mayAnswer.countDown();
      var waiting =
          MirroredServer.until(() -> {
            var states = new ArrayList<>(states(server));
            return states.contains("parked")
                    && !states.contains("running")
                    && !states.contains("queued")
                ? states
                : null;
          });

      server.change("coverart", "enable");

      assertThat(server.json("/api/v1/grabbers").toString()).contains("coverart");
      MirroredServer.until(() -> states(server).contains("parked") ? null : waiting);
      for (int number = 0; number < SONGS; number++) {
        var song = server.read("Song " + number).path("id").asString();
        MirroredServer.until(() -> {
          var stages = server.json("/api/v1/items/" + song + "/description").path("stages");
          return stages
                  .valueStream()
                  .anyMatch(stage -> stage.path("stage").asString().equals("coverart"))
              ? stages
              : null;
        });
        assertThat(archive.asked("/release/" + release(number)).size()).isBetween(1, 2);
      }
    }
  }
}
