package contentgremlin.engine.arrival;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import contentgremlin.extension.ForeignFolder;
import contentgremlin.extension.ForeignFolder.Found;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OwnFolderTest {
  private static final List<String> FILM = List.of("entries", "1", "film.webm");

  @TempDir Path folder;
  private Path media;
  private ForeignFolder open;

  @BeforeEach
  void fill() throws IOException {
    media = folder.toRealPath().resolve("media");
    write("public/entries/1/film.webm");
    write("queue/2/half.webm");
    write("paste.ini");
    open = OwnFolder.at(media).folder(List.of("public")).orElseThrow();
  }

  private void write(String path) throws IOException {
    var file = media.resolve(path);
    Files.createDirectories(file.getParent());
    Files.writeString(file, path);
  }

  private static String content(Found found) throws IOException {
    var file = (OwnFile) ((Found.At) found).file();
    try (var channel = file.open()) {
      return new String(Channels.newInputStream(channel).readAllBytes(), UTF_8);
    }
  }

  @Test
  void a_file_is_found_below_the_folder_and_read() throws IOException {
    assertThat(content(open.file(FILM))).isEqualTo("public/entries/1/film.webm");
    assertThat(((Found.At) open.file(FILM)).file().name()).isEqualTo("film.webm");
    assertThat(((Found.At) open.file(FILM)).file().text()).isEqualTo("public/entries/1/film.webm");
    assertThat(OwnFolder.at(media).names()).containsExactly("paste.ini", "public", "queue");
    assertThat(OwnFolder.at(media).folder(List.of("none"))).isEmpty();
  }

  @Test
  void what_is_beside_the_folder_is_not_in_it() throws IOException {
    assertThat(open.file(List.of("paste.ini"))).isInstanceOf(Found.Missing.class);
    assertThat(open.file(List.of("..", "paste.ini"))).isInstanceOf(Found.Refused.class);
    assertThat(open.file(List.of("", "etc", "passwd"))).isInstanceOf(Found.Refused.class);
    assertThat(open.file(List.of("../paste.ini"))).isInstanceOf(Found.Refused.class);
    assertThat(open.file(List.of(""))).isInstanceOf(Found.Nothing.class);
    assertThat(open.file(List.of("entries"))).isInstanceOf(Found.Refused.class);
  }

  @Test
  void a_link_leads_nowhere_but_to_what_is_in_the_same_folder() throws IOException {
    var shown = media.resolve("public");
    Files.createSymbolicLink(shown.resolve("inside.webm"), shown.resolve("entries/1/film.webm"));
    Files.createSymbolicLink(shown.resolve("beside.ini"), media.resolve("paste.ini"));
    Files.createSymbolicLink(shown.resolve("queued"), media.resolve("queue"));
    Files.createSymbolicLink(media.resolve("out"), folder.toRealPath());

    assertThat(content(open.file(List.of("inside.webm")))).isEqualTo("public/entries/1/film.webm");
    assertThat(open.file(List.of("beside.ini"))).isInstanceOf(Found.Refused.class);
    assertThat(open.file(List.of("queued", "2", "half.webm"))).isInstanceOf(Found.Refused.class);
    var out = OwnFolder.at(media).folder(List.of("out")).orElseThrow();
    Files.writeString(folder.resolve("secret.txt"), "secret");
    assertThat(out.file(List.of("secret.txt"))).isInstanceOf(Found.Refused.class);
    assertThatThrownBy(out::names).isInstanceOf(IOException.class);
  }

  @Test
  void a_folder_that_is_exchanged_for_a_link_after_a_file_was_found_leads_nowhere()
      throws IOException {
    var found = (Found.At) open.file(FILM);
    var entries = media.resolve("public/entries");
    Files.move(entries, media.resolve("moved"));
    Files.createSymbolicLink(entries, media.resolve("moved"));

    assertThatThrownBy(() -> content(found)).isInstanceOf(IOException.class);
  }

  @Test
  void a_file_that_is_exchanged_for_a_link_after_it_was_found_leads_nowhere() throws IOException {
    var found = (Found.At) open.file(FILM);
    var film = media.resolve("public/entries/1/film.webm");
    Files.delete(film);
    Files.createSymbolicLink(film, media.resolve("paste.ini"));

    assertThatThrownBy(() -> content(found)).isInstanceOf(IOException.class);
  }
}
