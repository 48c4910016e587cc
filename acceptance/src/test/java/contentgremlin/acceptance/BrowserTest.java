package contentgremlin.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/// The pages in Chromium; what is done there stands in `acceptance/browser`.
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class BrowserTest {
  private static final Duration SCRIPT_MAX = Duration.ofMinutes(8);
  private static final String NAME = "mira";
  private static final String PASSWORD = "correct horse battery staple";

  @TempDir private static Path folder;
  private static Gremlin gremlin;
  private static Path film;
  private static Path song;
  private static Path photo;

  @BeforeAll
  static void fill() {
    assumeTrue(
        Files.isExecutable(Path.of("/usr/bin/chromium")),
        "SKIPPED: the pages in a browser, since there is no /usr/bin/chromium (apt install"
            + " chromium)");
    var samples = new Samples(folder);
    film = samples.film("film.mp4", 12, 640, 360);
    song = samples.song("song.flac", 20);
    photo = samples.photo("photo.jpg", 1600, 1000);
    gremlin = new Gremlin(folder.resolve("home")).serve();
    gremlin.must("user", "add", NAME, "--role", "administrator", "--password=" + PASSWORD);
    gremlin.must("add", "--wait", film.toString(), song.toString(), photo.toString());
  }

  @AfterAll
  static void stop() {
    if (gremlin != null) {
      gremlin.close();
    }
  }

  @Test
  @Order(1)
  void people_upload_play_seek_and_look_with_and_without_script() {
    script("use.mjs", film.toString(), song.toString(), photo.toString());
  }

  @Test
  @Order(2)
  void every_page_is_accessible_keeps_to_itself_and_fits() {
    script("pages.mjs");
  }

  private static void script(String name, String... more) {
    var command = new ArrayList<>(List.of("sh", "browser/run.sh", name));
    command.addAll(List.of(gremlin.address(), NAME, PASSWORD));
    command.addAll(List.of(more));
    var ran = gremlin.run(command, SCRIPT_MAX);
    assertThat(ran.exit()).as(ran.out() + ran.error()).isZero();
  }
}
