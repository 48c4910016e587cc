package contentgremlin.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

class MirroredPlaybackTest {
  private static final String PICTURES = "testsrc2=s=320x180:d=3";

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

  private void film(String name, String... codec) throws Exception {
    var arguments = new String[4 + codec.length];
    System.arraycopy(new String[] {"-f", "lavfi", "-i", PICTURES}, 0, arguments, 0, 4);
    System.arraycopy(codec, 0, arguments, 4, codec.length);
    server.make(name, arguments);
  }

  private static String id(JsonNode item) {
    return item.path("id").asString();
  }

  private String page(JsonNode item) throws Exception {
    return server.text("/items/" + id(item));
  }

  private String kinds(JsonNode item) throws Exception {
    var kinds = new StringBuilder();
    server.jobs(id(item)).forEach(job -> kinds.append(job.path("kind").asString()).append(' '));
    return kinds.toString();
  }

  @Test
  void what_a_browser_can_play_is_played_as_it_is() throws Exception {
    film("Film.mp4", "-c:v", "libx264", "-pix_fmt", "yuv420p", "-movflags", "+faststart");
    server.make("Song.mp3", "-f", "lavfi", "-i", "sine=d=2", "-c:a", "libmp3lame");
    server.addLibrary();
    var film = server.read("Film");
    var song = server.read("Song");

    assertThat(page(film)).contains("<video").contains("/media/" + id(film) + "/original\"");
    assertThat(page(song)).contains("<audio").contains("/media/" + id(song) + "/original\"");
    var part = server.get("/media/" + id(film) + "/original", "Range", "bytes=4-7");
    assertThat(part.statusCode()).isEqualTo(206);
    assertThat(new String(part.body(), UTF_8)).isEqualTo("ftyp");
    server.send("POST", "/api/v1/items/" + id(film) + "/demand", "{}");
    assertThat(kinds(film)).doesNotContain("transcode");
    assertThat(kinds(song)).isEmpty();
  }

  @Test
  void the_first_look_at_what_no_browser_plays_has_a_stream_made() throws Exception {
    film("Old.mkv", "-c:v", "mpeg4");
    server.addLibrary();
    var film = server.read("Old");
    assertThat(kinds(film)).isEmpty();
    server.set("encoder-places", "0"); // so that we see it being prepared, however fast it is

    assertThat(page(film)).contains("Being prepared").doesNotContain("<video");
    assertThat(page(film)).contains("Being prepared");
    server.set("encoder-places", "1");
    var made =
        MirroredServer.until(() -> {
          var now = server.item(id(film));
          return now.path("links").has("hls") ? now : null;
        });

    assertThat(made.path("state").asString()).isEqualTo("published");
    assertThat(made.path("title").asString()).isEqualTo("Old");
    assertThat(page(film)).contains("<video").contains("/hls/master.m3u8");
    assertThat(server.get("/media/" + id(film) + "/hls/master.m3u8").statusCode()).isEqualTo(200);
    assertThat(kinds(film).split("transcode", -1)).hasSize(2);
  }

  @Test
  void a_demand_has_a_stream_made_and_the_settings_can_forbid_it() throws Exception {
    server.make("Old.wma", "-f", "lavfi", "-i", "sine=d=2", "-c:a", "wmav2");
    server.addLibrary();
    var song = server.read("Old");
    server.send("PUT", "/api/v1/settings/library-renditions", "{\"value\":\"never\"}");
    server.send("POST", "/api/v1/items/" + id(song) + "/demand", "{}");
    assertThat(page(song)).doesNotContain("Being prepared");
    assertThat(kinds(song)).isEmpty();

    server.set("encoder-places", "0"); // so that we see it being prepared, however fast it is
    server.send("PUT", "/api/v1/settings/library-renditions", "{\"value\":\"demand\"}");
    server.send("POST", "/api/v1/items/" + id(song) + "/demand", "{}");

    assertThat(page(song)).contains("Being prepared");
    server.set("encoder-places", "1");
    MirroredServer.until(() -> page(song).contains("<audio") ? song : null);
    assertThat(server.item(id(song)).path("state").asString()).isEqualTo("published");
  }

  @Test
  void other_bytes_under_the_same_name_are_encoded_anew() throws Exception {
    film("Old.mkv", "-c:v", "mpeg4");
    server.addLibrary();
    var film = server.read("Old");
    page(film);
    MirroredServer.until(() -> server.item(id(film)).path("links").has("hls") ? film : null);

    film("Old.mkv", "-c:v", "mpeg4", "-q:v", "20", "-metadata", "comment=other");

    MirroredServer.until(() -> server.item(id(film)).path("links").has("hls") ? null : film);
    MirroredServer.until(() -> {
      page(film);
      return server.item(id(film)).path("links").has("hls") ? film : null;
    });
  }

  @Test
  void subtitles_beside_a_film_are_its_text_tracks() throws Exception {
    film("Film.mp4", "-c:v", "libx264", "-pix_fmt", "yuv420p");
    Files.writeString(
        server.root.resolve("Film.fr.forced.srt"),
        "1\r\n00:00:00,500 --> 00:00:01,900\r\n<i>Ça va?</i>\r\n\r\n");
    server.addLibrary();
    var film = server.read("Film");

    var page = page(film);
    assertThat(page).contains("srclang=\"fr\"").contains("label=\"Français (forced)\"");
    int at = page.indexOf("/media/" + id(film) + "/text/");
    var address = page.substring(at, page.indexOf('"', at));
    var answer = server.get(address);
    assertThat(answer.headers().firstValue("content-type")).contains("text/vtt; charset=utf-8");
    assertThat(new String(answer.body(), UTF_8))
        .isEqualTo("WEBVTT\n\n00:00:00.500 --> 00:00:01.900\n<i>Ça va?</i>\n");
    assertThat(server.get("/media/" + id(film) + "/text/99999.vtt").statusCode()).isEqualTo(404);
  }

  @Test
  void a_link_in_the_place_of_a_file_leads_nowhere() throws Exception {
    film("Films/Film.mp4", "-c:v", "libx264", "-pix_fmt", "yuv420p");
    server.addLibrary();
    var film = server.read("Film");
    var original = "/media/" + id(film) + "/original";
    assertThat(server.get(original).statusCode()).isEqualTo(200);
    var secret = folder.resolve("elsewhere");
    Files.move(server.root.resolve("Films"), secret);
    Files.createSymbolicLink(server.root.resolve("Films"), secret);

    assertThat(server.get(original).statusCode()).isEqualTo(404);
  }

  @Test
  void a_file_that_is_gone_is_told_of_in_a_sentence() throws Exception {
    film("Film.mp4", "-c:v", "libx264", "-pix_fmt", "yuv420p");
    film("Other.mp4", "-c:v", "libx264", "-pix_fmt", "yuv420p");
    server.addLibrary();
    var film = server.read("Film");
    Files.delete(server.root.resolve("Film.mp4"));

    var answer = server.get("/media/" + id(film) + "/original", "Accept", "application/json");

    assertThat(answer.statusCode()).isIn(404, 503);
    assertThat(new String(answer.body(), UTF_8)).containsPattern("\"detail\":\"(Th|It)[^\"]+\\.\"");
  }

  @Test
  void a_name_that_is_no_text_is_played_and_encoded() throws Exception {
    film("plain.mp4", "-c:v", "libx264", "-pix_fmt", "yuv420p");
    film("old.mkv", "-c:v", "mpeg4");
    rename("plain.mp4", "'Caf\\351.mp4'");
    rename("old.mkv", "'Alt\\344.mkv'");
    server.addLibrary();
    var film = server.read("Café");
    var old = server.read("Altä");

    var part = server.get("/media/" + id(film) + "/original", "Range", "bytes=4-7");
    assertThat(part.statusCode()).isEqualTo(206);
    assertThat(new String(part.body(), UTF_8)).isEqualTo("ftyp");
    page(old);
    MirroredServer.until(() -> server.item(id(old)).path("links").has("hls") ? old : null);
    try (var links = Files.list(server.content().resolve("mirror"))) {
      assertThat(links).hasSize(2).allMatch(Files::isSymbolicLink);
    }
  }

  private void rename(String from, String printf) throws Exception {
    var process =
        new ProcessBuilder("sh", "-c", "mv " + from + " \"$(printf " + printf + ")\"")
            .directory(server.root.toFile())
            .start();
    assertThat(process.waitFor()).isZero();
  }
}
