package contentgremlin.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// From a file on somebody's disk to something that plays.
class PublishingTest {
  @TempDir private static Path folder;
  private static Gremlin gremlin;
  private static Samples samples;
  private static final HttpClient CLIENT =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

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
  void a_film_a_song_and_a_photo_are_published_with_all_that_plays_them() throws Exception {
    var film = samples.film("Our Film.mp4", 6, 640, 360);
    var song = samples.song("tone.mp3", 4);
    var photo = samples.photo("fractal.jpg", 900, 600);

    var added =
        gremlin.must("add", "--wait", "--json", film.toString(), song.toString(), photo.toString());

    var items = added.json();
    assertThat(items).hasSize(3);
    assertThat(items)
        .allSatisfy(item -> assertThat(item.get("state").asString()).isEqualTo("published"));
    var id = items.get(0).get("id").asString();
    assertThat(items.get(0).get("title").asString()).isEqualTo("Our Film");
    assertThat(items.get(1).get("type").asString()).isEqualTo("audio");
    assertThat(items.get(2).get("type").asString()).isEqualTo("image");

    var master = get("/media/" + id + "/hls/master.m3u8");
    assertThat(master.statusCode()).isEqualTo(200);
    assertThat(master.body()).contains("#EXT-X-STREAM-INF").contains("CODECS=\"avc1.");
    assertThat(playedSeconds(id, master.body())).isBetween(5.8, 6.3);
    for (var item : items) {
      assertThat(status("/media/" + item.get("id").asString() + "/original")).isEqualTo(200);
    }
    assertThat(status("/media/" + id + "/poster")).isEqualTo(200);
    assertThat(status("/media/" + id + "/thumbnail")).isEqualTo(200);
  }

  @Test
  void the_original_comes_back_byte_by_byte_and_identical_bytes_are_stored_once() throws Exception {
    var photo = samples.photo("twice.png", 300, 200);
    var first = gremlin.must("add", "--wait", "--json", photo.toString()).json().get(0);
    gremlin.must("add", "--wait", "--json", photo.toString());

    var request = HttpRequest.newBuilder(uri("/media/" + first.get("id").asString() + "/original"));
    var bytes = CLIENT.send(request.build(), BodyHandlers.ofByteArray()).body();

    assertThat(Arrays.equals(bytes, Files.readAllBytes(photo))).isTrue();
    Await.untilTrue(
        "the second copy to be dropped",
        java.time.Duration.ofSeconds(60),
        () -> isThereOnce(Files.size(photo)));
  }

  /// Sum of the segments that the first rung lists, each of which must be there.
  private static double playedSeconds(String id, String master) throws Exception {
    var rung = master.lines().filter(line -> !line.isEmpty() && !line.startsWith("#")).findFirst();
    var base = "/media/" + id + "/hls/" + rung.orElseThrow();
    double seconds = 0;
    for (var line : get(base).body().lines().toList()) {
      if (line.startsWith("#EXTINF:")) {
        seconds += Double.parseDouble(line.substring(8, line.indexOf(',')));
      } else if (!line.isEmpty() && !line.startsWith("#")) {
        assertThat(status(URI.create(base).resolve(line).getPath())).isEqualTo(200);
      }
    }
    return seconds;
  }

  /// Files that go while they are looked at are not gone yet.
  private static boolean isThereOnce(long size) throws IOException {
    try {
      return originalsOfSize(size).size() == 1 && incoming().isEmpty();
    } catch (UncheckedIOException | NoSuchFileException _) {
      return false;
    }
  }

  private static List<Path> originalsOfSize(long size) throws IOException {
    try (var files = Files.walk(gremlin.home().resolve("content/original"))) {
      return files
          .filter(file -> Files.isRegularFile(file) && file.toFile().length() == size)
          .toList();
    }
  }

  private static List<Path> incoming() throws IOException {
    try (var files = Files.list(gremlin.home().resolve("content/incoming"))) {
      return files.toList();
    }
  }

  private static int status(String path) throws Exception {
    return CLIENT
        .send(HttpRequest.newBuilder(uri(path)).build(), BodyHandlers.discarding())
        .statusCode();
  }

  private static HttpResponse<String> get(String path) throws Exception {
    return CLIENT.send(HttpRequest.newBuilder(uri(path)).build(), BodyHandlers.ofString());
  }

  private static URI uri(String path) {
    return URI.create(gremlin.address() + path);
  }
}
