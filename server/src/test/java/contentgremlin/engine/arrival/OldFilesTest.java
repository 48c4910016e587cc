package contentgremlin.engine.arrival;

import static org.assertj.core.api.Assertions.assertThat;

import contentgremlin.engine.arrival.OldFiles.Found;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OldFilesTest {
  private static final String FILM = "media_entries/1/film.webm";

  @TempDir Path folder;
  private Path above;
  private Path media;

  @BeforeEach
  void fill() throws IOException {
    above = folder.toRealPath();
    media = above.resolve("media");
    write("public/" + FILM);
    write("queue/media_entries/2/half.webm");
    write("paste.ini");
  }

  private void write(String path) throws IOException {
    var file = media.resolve(path);
    Files.createDirectories(file.getParent());
    Files.writeString(file, path);
  }

  private static void assertFound(Path given, Path file) throws IOException {
    assertThat(OldFiles.in(given).published(FILM)).isEqualTo(new Found.At(file, "film.webm"));
  }

  @Test
  void files_are_found_below_whichever_of_the_folders_is_named() throws IOException {
    var file = media.resolve("public").resolve(FILM);
    assertFound(media, file);
    assertFound(above, file);
    assertFound(media.resolve("public"), file);
  }

  @Test
  void what_lies_beside_the_public_folder_is_not_public() throws IOException {
    for (var given : new Path[] {media, above}) {
      for (var path : new String[] {"paste.ini", "queue/media_entries/2/half.webm"}) {
        var wanted = given.equals(media) ? path : "media/" + path;
        assertThat(OldFiles.in(given).published(wanted)).isInstanceOf(Found.Missing.class);
      }
    }
  }

  @Test
  void a_link_leads_nowhere_but_to_what_is_in_the_same_folder() throws IOException {
    var open = media.resolve("public");
    Files.createSymbolicLink(open.resolve("inside.webm"), open.resolve(FILM));
    Files.createSymbolicLink(open.resolve("beside.ini"), media.resolve("paste.ini"));
    Files.createSymbolicLink(open.resolve("queued"), media.resolve("queue"));
    var files = OldFiles.in(media);
    assertThat(files.published("inside.webm")).isInstanceOf(Found.At.class);
    assertThat(files.published("beside.ini")).isInstanceOf(Found.Refused.class);
    assertThat(files.published("queued/media_entries/2/half.webm"))
        .isInstanceOf(Found.Refused.class);
    assertThat(files.queued("media_entries/2/half.webm")).isInstanceOf(Found.At.class);
  }
}
