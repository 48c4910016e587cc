package contentgremlin.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// The server is killed while it works; what it had acknowledged goes on.
class SuddenDeathTest {
  /// Encoding it takes much longer than asking, killing and starting again.
  private static final int FILM_SECONDS = 120;

  private static final Duration PUBLISH_MAX = Duration.ofMinutes(4);

  @TempDir private Path folder;

  @Test
  void a_transcoder_outlives_the_server_and_is_adopted_by_the_next_one() throws Exception {
    var film = new Samples(folder).film("film.mp4", FILM_SECONDS, 1280, 720);
    try (var gremlin = new Gremlin(folder.resolve("home")).serve()) {
      var id = gremlin.must("add", "--json", film.toString()).json().get(0).get("id").asString();
      var before =
          Await.until(
              "the transcode to run", Duration.ofSeconds(60), () -> process(gremlin, "transcode"));

      gremlin.kill();
      assertThat(ProcessHandle.of(before.get("pid").asLong())).isPresent();
      gremlin.serve();

      var after = process(gremlin, "transcode");
      assertThat(after).as("the running transcode after the restart").isEqualTo(before);
      Await.untilTrue(
          "the film to be published",
          PUBLISH_MAX,
          () -> gremlin.item(id).get("state").asString().equals("published"));
    }
  }

  private static @org.jspecify.annotations.Nullable JsonNode process(Gremlin gremlin, String kind) {
    for (var job : gremlin.must("jobs", "--json").json()) {
      if (job.get("kind").asString().equals(kind)
          && job.has("process")
          && Encoder.is(job.get("process").get("pid").asLong())) {
        return job.get("process");
      }
    }
    return null;
  }
}
