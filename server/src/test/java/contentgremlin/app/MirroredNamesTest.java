package contentgremlin.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MirroredNamesTest {
  @TempDir private Path folder;
  private MirroredServer server;

  @BeforeEach
  void start() throws Exception {
    server = new MirroredServer(folder);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private int set(String setting, String json) throws Exception {
    return server
        .send("PUT", "/api/v1/settings/" + setting, "{\"value\":\"" + json + "\"}")
        .statusCode();
  }

  private void song(String name) throws Exception {
    server.make(name, "-f", "lavfi", "-i", "sine=d=1", "-c:a", "libmp3lame");
  }

  @Test
  void own_words_and_patterns_count_for_the_files_of_libraries() throws Exception {
    assertThat(set("name-words", "MyRip, by Anna")).isEqualTo(200);
    assertThat(set("name-patterns", "^(?<track>\\\\d+)!(?<title>.+)$")).isEqualTo(200);
    song("12!Sinnerman.mp3");
    song("03 - Feeling Good by Anna.mp3");
    server.addLibrary();

    assertThat(server.read("Sinnerman").path("type").asString()).isEqualTo("audio");
    assertThat(server.read("Feeling Good").path("type").asString()).isEqualTo("audio");
  }

  @Test
  void a_pattern_that_could_try_forever_is_refused_with_the_reason() throws Exception {
    var answer =
        server.send("PUT", "/api/v1/settings/name-patterns", "{\"value\":\"(?<title>(a+)+)$\"}");

    assertThat(answer.statusCode()).isEqualTo(422);
    assertThat(new String(answer.body(), UTF_8)).contains("(a+)+");
    assertThat(set("name-patterns", "(?<title>")).isEqualTo(422);
    assertThat(set("name-words", "-")).isEqualTo(422);
    assertThat(server.json("/api/v1/settings/name-patterns").path("value").asString()).isEmpty();
  }
}
