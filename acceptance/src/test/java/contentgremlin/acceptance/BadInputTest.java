package contentgremlin.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Whatever is thrown at it ends in a final state with a reason, and the server goes on serving.
class BadInputTest {
  @TempDir private static Path folder;
  private static Gremlin gremlin;
  private static Samples samples;

  @BeforeAll
  static void serve() {
    samples = new Samples(folder);
    gremlin = new Gremlin(folder.resolve("home")).serve();
  }

  @AfterAll
  static void stop() {
    gremlin.close();
  }

  @Test
  void a_file_of_zero_bytes_fails_with_a_reason() {
    fails(samples.bytes("nothing.mp4", new byte[0]));
  }

  @Test
  void noise_fails_with_a_reason() {
    var noise = new byte[100_000];
    new Random(7).nextBytes(noise);
    fails(samples.bytes("noise.mkv", noise));
  }

  @Test
  void an_archive_that_calls_itself_a_film_fails_with_a_reason() {
    fails(samples.zip("film.mp4"));
  }

  @Test
  void a_film_that_was_cut_off_fails_with_a_reason() {
    var film = samples.film("whole.mp4", 8, 320, 240);
    fails(samples.truncated(film, "half.mp4", 0.4));
  }

  @Test
  void a_playlist_that_points_at_other_files_publishes_nothing_of_them() {
    var list =
        samples.text("list.m3u8", "#EXTM3U\n#EXTINF:1,\nfile:///etc/passwd\n#EXT-X-ENDLIST\n");
    var item = gremlin.run("add", "--wait", "--json", list.toString()).json().get(0);
    assertThat(item.get("type").asString()).isNotIn("video", "audio");
  }

  @Test
  void a_picture_named_like_a_film_is_published_as_the_picture_it_is() {
    var photo = samples.photo("photo.png", 320, 200);
    var lie = photo.resolveSibling("lie.mp4");
    assertThat(photo.toFile().renameTo(lie.toFile())).isTrue();
    var item = gremlin.must("add", "--wait", "--json", lie.toString()).json().get(0);
    assertThat(item.get("type").asString()).isEqualTo("image");
    assertThat(item.get("state").asString()).isEqualTo("published");
  }

  @Test
  void markup_in_a_title_stays_text() {
    var photo = samples.photo("markup.png", 64, 64);
    var item =
        gremlin
            .must(
                "add", "--wait", "--json", "--title", "<script>alert(1)</script>", photo.toString())
            .json()
            .get(0);
    assertThat(item.get("title").asString()).isEqualTo("<script>alert(1)</script>");
  }

  private static void fails(Path file) {
    var ran = gremlin.run("add", "--wait", "--json", file.toString());
    assertThat(ran.exit()).isEqualTo(1);
    var id = ran.json().get(0).get("id").asString();
    var item = gremlin.item(id);
    assertThat(item.get("state").asString()).isEqualTo("failed");
    assertThat(item.get("reason").asString()).isNotBlank();
    assertThat(gremlin.must("status").exit()).isZero();
  }
}
