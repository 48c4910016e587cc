package contentgremlin.acceptance.browser;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
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

/// The packaged program's pages in Chromium; what is done there stands in `acceptance/browser`.
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
final class BrowserTest {
  private static final Duration SCRIPT_MAX = Duration.ofMinutes(8);
  private static final String NAME = "mira";
  private static final String PASSWORD = "correct horse battery staple";

  @TempDir static Path folder;
  private static Packaged program;
  private static Path film;
  private static Path song;
  private static Path picture;

  @BeforeAll
  static void open() throws IOException, InterruptedException {
    program = new Packaged(folder);
    film =
        program.ffmpeg(
            "film.mp4",
            "-f lavfi -i testsrc2=s=640x360:r=25 -f lavfi -i sine=440 -t 12 -c:v libx264"
                + " -preset ultrafast -pix_fmt yuv420p -c:a aac");
    song = program.ffmpeg("song.flac", "-f lavfi -i sine=330:d=20");
    picture = program.ffmpeg("picture.jpg", "-f lavfi -i mandelbrot=s=1600x1000 -frames:v 1");
    program.serve();
    program.run("user", "add", NAME, "--role", "administrator", "--password=" + PASSWORD);
    program.run("add", "--wait", film.toString(), song.toString(), picture.toString());
  }

  @AfterAll
  static void close() throws InterruptedException {
    program.stop();
  }

  @Test
  @Order(1)
  void peopleUploadPlaySeekAndLookWithAndWithoutScript() throws Exception {
    script("use.mjs", film.toString(), song.toString(), picture.toString());
  }

  @Test
  @Order(2)
  void everyPageIsAccessibleKeepsToItselfAndFits() throws Exception {
    script("pages.mjs");
  }

  private static void script(String name, String... more) throws IOException, InterruptedException {
    var command = new ArrayList<>(List.of("sh", "browser/run.sh", name));
    command.addAll(List.of(program.address(), NAME, PASSWORD));
    command.addAll(List.of(more));
    var ran = program.command(command, SCRIPT_MAX);
    assertThat(ran.code()).as(ran.said()).isZero();
  }
}
