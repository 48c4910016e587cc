package contentgremlin.engine.media;

import static org.assertj.core.api.Assertions.assertThat;

import contentgremlin.item.MediaType;
import contentgremlin.item.Rendition.Kind;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FilmTest {
  @TempDir Path folder;
  private Bench bench;

  @BeforeEach
  void open() {
    bench = new Bench(folder.resolve("home"));
  }

  @AfterEach
  void close() {
    bench.close();
  }

  private Path make(String name, String... arguments) throws Exception {
    return Bench.make(folder.resolve(name), arguments);
  }

  @Test
  void a_film_gets_a_ladder_a_poster_and_sprites() throws Exception {
    var file =
        make(
            "walk.mp4",
            "-f",
            "lavfi",
            "-i",
            "testsrc2=s=854x480:r=25:d=5",
            "-f",
            "lavfi",
            "-i",
            "sine=d=5",
            "-metadata",
            "title=A walk",
            "-metadata",
            "location=+48.1-011.5/",
            "-preset",
            "ultrafast");
    var outcome = bench.process(file);

    assertThat(outcome.failure()).isEmpty();
    assertThat(outcome.kinds()).containsExactly("probe", "poster", "transcode", "sprites");
    assertThat(outcome.item().type()).isEqualTo(MediaType.VIDEO);
    assertThat(outcome.item().title()).isEqualTo("A walk");
    assertThat(outcome.item().facts().duration()).hasMillis(5000);
    String master = outcome.text(Kind.HLS, "master.m3u8");
    assertThat(Files.exists(folder)).isTrue();
  }
}
