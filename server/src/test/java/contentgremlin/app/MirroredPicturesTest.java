package contentgremlin.app;

import static org.assertj.core.api.Assertions.assertThat;

import contentgremlin.enrich.ProviderServer;
import contentgremlin.enrich.Said;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

class MirroredPicturesTest {
  private static final String[] TONE = {"-f", "lavfi", "-i", "sine=d=1", "-c:a", "libmp3lame"};

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

  private void tone(String name) throws Exception {
    server.make(name, TONE);
  }

  private byte[] picture(String name, int width, int height) throws Exception {
    var file =
        server.make(
            name, "-f", "lavfi", "-i", "testsrc2=s=" + width + "x" + height, "-frames:v", "1");
    return Files.readAllBytes(file);
  }

  private HttpResponse<byte[]> thumbnail(JsonNode item, String... headers) throws Exception {
    return server.get("/media/" + item.path("id").asString() + "/thumbnail", headers);
  }

  private static boolean isLinked(JsonNode item) {
    return item.path("links").has("thumbnail") && item.path("links").has("poster");
  }

  /// Once it was scaled.
  private HttpResponse<byte[]> scaled(JsonNode item) throws Exception {
    return MirroredServer.until(() -> {
      var answer = thumbnail(item, "Accept", "image/avif");
      return answer.headers().firstValue("content-type").orElse("").equals("image/avif")
          ? answer
          : null;
    });
  }

  @Test
  void a_song_shows_the_cover_beside_it_at_once_and_a_small_one_soon() throws Exception {
    tone("Album/One.mp3");
    var cover = picture("Album/Cover.jpg", 900, 900);
    picture("Album/back.jpg", 100, 100);
    server.addLibrary();
    var song = server.read("One");

    assertThat(isLinked(song)).isTrue();
    var whole = thumbnail(song);
    assertThat(whole.statusCode()).isEqualTo(200);
    assertThat(whole.headers().firstValue("content-type")).contains("image/jpeg");
    assertThat(whole.body()).isEqualTo(cover);
    assertThat(whole.headers().firstValue("etag").orElseThrow()).startsWith("\"");
    assertThat(scaled(song).body().length).isLessThan(cover.length);
    assertThat(server.jobs(song.path("id").asString())).hasSize(1);
  }

  @Test
  void discs_of_a_box_show_the_box_and_songs_without_a_picture_show_none() throws Exception {
    tone("Box/CD 1/First.mp3");
    var cover = picture("Box/folder.png", 300, 300);
    tone("Loose/Alone.mp3");
    server.addLibrary();
    var song = server.read("First");
    var alone = server.read("Alone");

    assertThat(isLinked(song)).isTrue();
    assertThat(thumbnail(song).body()).isEqualTo(cover);
    assertThat(isLinked(alone)).isFalse();
    assertThat(thumbnail(alone).statusCode()).isEqualTo(404);
    assertThat(server.jobs(alone.path("id").asString())).isEmpty();
  }

  @Test
  void a_picture_inside_of_a_song_is_taken_out() throws Exception {
    var cover = picture("Art/folder.jpg", 600, 600);
    server.make(
        "Songs/Inside.mp3",
        "-f",
        "lavfi",
        "-i",
        "sine=d=1",
        "-i",
        server.root.resolve("Art/folder.jpg").toString(),
        "-map",
        "0:a",
        "-map",
        "1:v",
        "-c:a",
        "libmp3lame",
        "-c:v",
        "copy",
        "-disposition:v",
        "attached_pic",
        "-id3v2_version",
        "3");
    server.addLibrary();
    var song = server.read("Inside");

    assertThat(isLinked(song)).isTrue();
    var first = thumbnail(song);
    assertThat(first.statusCode()).isEqualTo(200);
    assertThat(first.body()).isEqualTo(cover);
    assertThat(scaled(song).body().length).isLessThan(cover.length);
    try (var left = Files.list(server.content().resolve("job"))) {
      assertThat(left.map(path -> path.getFileName().toString()))
          .noneMatch(name -> name.startsWith("cover-"));
    }
  }

  @Test
  void a_song_without_a_picture_shows_the_one_that_somebody_elsewhere_has() throws Exception {
    var release = "11111111-2222-4333-8444-555555555555";
    server.make(
        "Loose/Alone.mp3",
        "-f",
        "lavfi",
        "-i",
        "sine=d=2",
        "-metadata",
        "MusicBrainz Album Id=" + release);
    var cover = picture("Elsewhere/a.jpg", 500, 500);
    try (var archive = ProviderServer.start()) {
      var images =
          "{\"images\":[{\"front\":true,\"image\":\"%s/a.jpg\",\"thumbnails\":{}}]}"
              .formatted(archive.address());
      archive.on("/release/" + release, Said.json(images));
      archive.on("/a.jpg", Said.bytes("image/jpeg", cover));
      server.set("coverart-address", archive.address());
      server.set("providers", "coverart");
      server.addLibrary();
      var song = server.read("Alone");

      var shown =
          MirroredServer.until(() -> {
            var answer = thumbnail(song);
            return answer.statusCode() == 200 ? answer : null;
          });

      assertThat(shown.headers().firstValue("content-type")).isPresent();
      assertThat(scaled(song).body().length).isLessThan(cover.length);
      assertThat(isLinked(server.item(song.path("id").asString()))).isTrue();
      assertThat(archive.asked("/a.jpg")).hasSize(1);
      assertThat(archive.asked().getFirst().header("user-agent")).startsWith("Contentgremlin/1");
    }
  }

  @Test
  void another_cover_takes_the_place_of_the_first_one() throws Exception {
    tone("Album/One.mp3");
    picture("Album/cover.jpg", 500, 500);
    server.addLibrary();
    var song = server.read("One");
    assertThat(thumbnail(song).statusCode()).isEqualTo(200);
    var before = scaled(song).body();

    var cover = picture("Album/cover.jpg", 640, 360);

    MirroredServer.until(() -> {
      var now = scaled(song).body();
      return java.util.Arrays.equals(now, before) ? null : now;
    });
    assertThat(cover).isNotEmpty();
  }

  @Test
  void a_film_shows_its_poster_else_a_picture_out_of_it() throws Exception {
    var film = new String[] {"-f", "lavfi", "-i", "testsrc2=s=320x180:d=3", "-c:v", "libx264"};
    server.make("Films/With.mkv", film);
    var poster = picture("Films/With-poster.png", 200, 300);
    server.make("Films/Without.mkv", film);
    server.addLibrary();
    var with = server.read("With");
    var without = server.read("Without");

    assertThat(thumbnail(with).body()).isEqualTo(poster);
    assertThat(isLinked(without)).isTrue();
    var pending = thumbnail(without);
    assertThat(pending.statusCode()).isEqualTo(404);
    assertThat(pending.headers().firstValue("content-type")).contains("image/svg+xml");
    assertThat(pending.headers().firstValue("cache-control")).contains("no-store");
    assertThat(scaled(without).body()).isNotEmpty();
    var item = server.item(without.path("id").asString());
    assertThat(item.path("state").asString()).isEqualTo("published");
    assertThat(item.path("title").asString()).isEqualTo("Without");
  }

  @Test
  void a_photo_is_shown_as_it_is_until_it_was_scaled_whoever_asks_how_often() throws Exception {
    var photo = picture("Photos/Hill.jpg", 1600, 1200);
    server.addLibrary();
    var item = server.read("Hill");

    try (var many = Executors.newVirtualThreadPerTaskExecutor()) {
      var asked = new ArrayList<Callable<HttpResponse<byte[]>>>();
      for (int number = 0; number < 100; number++) {
        asked.add(() -> thumbnail(item));
      }
      for (var answer : many.invokeAll(asked)) {
        assertThat(answer.get().statusCode()).isEqualTo(200);
      }
    }

    assertThat(scaled(item).body().length).isLessThan(photo.length);
    var kinds = new ArrayList<String>();
    server.jobs(item.path("id").asString()).forEach(job -> kinds.add(job.path("kind").asString()));
    assertThat(kinds).containsExactlyInAnyOrder("probe", "image");
    var after = server.item(item.path("id").asString());
    assertThat(after.path("width").asInt()).isEqualTo(1600);
    assertThat(after.path("state").asString()).isEqualTo("published");
  }

  @Test
  void nothing_outside_of_a_library_is_shown_for_its_picture() throws Exception {
    tone("Album/One.mp3");
    picture("Album/cover.jpg", 300, 300);
    server.addLibrary();
    var song = server.read("One");
    var secret = folder.resolve("secret.jpg");
    Files.move(server.root.resolve("Album/cover.jpg"), secret);
    Files.createSymbolicLink(server.root.resolve("Album/cover.jpg"), secret);

    assertThat(thumbnail(song).statusCode()).isEqualTo(404);
  }
}
