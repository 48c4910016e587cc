package contentgremlin.http.media;

import static org.assertj.core.api.Assertions.assertThat;

import contentgremlin.account.AccountId;
import contentgremlin.account.Role;
import contentgremlin.http.server.ItemServer;
import contentgremlin.http.server.RawClient;
import contentgremlin.item.Item;
import contentgremlin.item.ItemId;
import contentgremlin.item.MediaFacts;
import contentgremlin.item.Rendition;
import contentgremlin.item.Source;
import contentgremlin.item.Visibility;
import contentgremlin.job.JobId;
import contentgremlin.store.DatabaseTesting;
import contentgremlin.vault.StoredFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MediaRoutesTest {
  private static final JobId JOB = new JobId(12);

  private static final String MASTER =
      """
      #EXTM3U
      #EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID="a",NAME="x, y",URI="audio-1/index.m3u8"
      #EXT-X-STREAM-INF:BANDWIDTH=1,CODECS="avc1.64001f,mp4a.40.2"
      720/index.m3u8
      """;

  @TempDir private Path home;
  private ItemServer server;
  private RawClient client;
  private AccountId owner;

  @BeforeEach
  void start() throws IOException {
    server =
        new ItemServer(
            home,
            (database, vault) ->
                new MediaRoutes(database, vault, NoLibraries.pictures(database, vault)).routes());
    client = server.connect();
    owner =
        server.database.write(tables ->
            tables.accounts().add("owner", Role.UPLOADER, -1, DatabaseTesting.NOON_KEPT).id());
  }

  @AfterEach
  void stop() throws IOException {
    client.close();
    server.close();
  }

  private void add(String id, Visibility visibility, @Nullable String format) throws IOException {
    var item = item(id, visibility, format);
    server.database.write(tables -> {
      tables.items().add(item);
      return id;
    });
    var original = server.vault.original(item);
    Files.createDirectories(original.getParent());
    Files.writeString(original, "the original");
  }

  private Item item(String id, Visibility visibility, @Nullable String format) {
    var item = DatabaseTesting.item(id, owner, DatabaseTesting.NOON_KEPT);
    return item.described(item.title(), item.description(), item.tags(), visibility)
        .probed(item.type(), new MediaFacts(format, Duration.ofSeconds(1), 10, 10))
        .from(new Source.Owned(DatabaseTesting.digest(id.hashCode()), "My film.mp4", 12, ""));
  }

  private void render(String id, Rendition.Kind kind, Map<String, String> files)
      throws IOException {
    var stored = new ArrayList<StoredFile>();
    int number = 0;
    for (var file : files.entrySet()) {
      var path = Rendition.folder(new ItemId(id), kind, JOB) + "/" + file.getKey();
      Files.createDirectories(server.vault.path(path).getParent());
      Files.writeString(server.vault.path(path), file.getValue());
      stored.add(
          new StoredFile(
              path,
              file.getValue().length(),
              DatabaseTesting.digest(++number),
              file.getKey().endsWith("avif") ? "image/avif" : "image/jpeg",
              DatabaseTesting.NOON_KEPT));
    }
    var rendition =
        new Rendition(
            new ItemId(id), kind, JOB, DatabaseTesting.NOON_KEPT, Map.of(), List.copyOf(stored));
    server.database.write(tables -> tables.items().putRendition(rendition));
  }

  @Test
  void anOriginalIsShown() throws IOException {
    add("film", Visibility.PUBLIC, "video/mp4");

    var answer = client.get("/media/film/original", "Range: bytes=4-7");

    assertThat(answer.status()).isEqualTo(206);
    assertThat(answer.text()).isEqualTo("orig");
    assertThat(answer.header("content-type")).isEqualTo("video/mp4");
    assertThat(answer.header("content-disposition")).startsWith("inline; filename=\"My film.mp4\"");
    assertThat(client.get("/media/film/original?download").header("content-disposition"))
        .startsWith("attachment; filename=\"My film.mp4\"");
  }

  @ParameterizedTest
  @ValueSource(strings = {"text/html", "image/svg+xml", "application/xml", "application/zip", "?"})
  void whatCouldCarryAScriptIsSavedAndSandboxed(String format) throws IOException {
    add("odd", Visibility.PUBLIC, format.equals("?") ? null : format);

    var answer = client.get("/media/odd/original");

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.header("content-disposition")).startsWith("attachment");
    assertThat(answer.header("content-security-policy")).contains("sandbox");
    assertThat(answer.header("x-content-type-options")).isEqualTo("nosniff");
  }

  @Test
  void aPrivateItemIsNotThereForOthers() throws IOException {
    add("diary", Visibility.PRIVATE, "video/mp4");
    render("diary", Rendition.Kind.HLS, Map.of("master.m3u8", MASTER, "720/index.m3u8", "#EXTM3U"));
    render("diary", Rendition.Kind.POSTER, Map.of("poster.jpg", "jpg", "thumbnail.jpg", "jpg"));

    for (var path :
        List.of(
            "original",
            "poster",
            "thumbnail",
            "hls/master.m3u8",
            "hls/12/720/index.m3u8",
            "r/hls-12/720/index.m3u8")) {
      assertThat(client.get("/media/diary/" + path).status()).as(path).isEqualTo(404);
      assertThat(client.get("/media/diary/" + path, "As: 99").status()).as(path).isEqualTo(404);
      var own = client.get("/media/diary/" + path, "As: " + owner.value());
      assertThat(own.status()).as(path).isEqualTo(200);
      assertThat(own.header("cache-control")).as(path).startsWith("private");
    }
  }

  @Test
  void rightsThatChangeCountAtOnce() throws IOException {
    add("film", Visibility.PUBLIC, "video/mp4");
    assertThat(client.get("/media/film/original").status()).isEqualTo(200);

    server.database.write(tables -> {
      tables.items().update(item("film", Visibility.PRIVATE, "video/mp4"));
      return "";
    });

    assertThat(client.get("/media/film/original").status()).isEqualTo(404);
  }

  @Test
  void aMasterPlaylistLeadsBelowItsJob() throws IOException {
    add("film", Visibility.PUBLIC, "video/mp4");
    render("film", Rendition.Kind.HLS, Map.of("master.m3u8", MASTER, "720/00001.m4s", "segment"));

    var master = client.get("/media/film/hls/master.m3u8");
    var segment = client.get("/media/film/hls/12/720/00001.m4s");

    assertThat(master.header("content-type")).isEqualTo("application/vnd.apple.mpegurl");
    assertThat(master.text())
        .contains("URI=\"12/audio-1/index.m3u8\"")
        .contains("\n12/720/index.m3u8\n")
        .contains("NAME=\"x, y\"");
    assertThat(segment.text()).isEqualTo("segment");
    assertThat(segment.header("content-type")).isEqualTo("video/iso.segment");
    assertThat(segment.header("cache-control")).contains("immutable");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          image/avif,image/webp,*/*       | image/avif
          image/avif;q=0,image/webp,*/*   | image/jpeg
          image/webp,*/*                  | image/jpeg
          */*                             | image/jpeg
          """)
  void aPosterComesInTheBestFormatThatABrowserNames(String accept, String type) throws IOException {
    add("film", Visibility.PUBLIC, "video/mp4");
    render("film", Rendition.Kind.POSTER, Map.of("poster.jpg", "jpg", "poster.avif", "avif"));

    var answer = client.get("/media/film/poster", "Accept: " + accept);

    assertThat(answer.header("content-type")).isEqualTo(type);
    assertThat(answer.header("vary")).isEqualTo("Accept");
  }

  @Test
  void whatDoesNotExistIsAProblem() throws IOException {
    add("film", Visibility.PUBLIC, "video/mp4");
    for (var path :
        List.of(
            "/media/none/original",
            "/media/film/poster",
            "/media/film/hls/master.m3u8",
            "/media/film/hls/12/x",
            "/media/film/r/hls-12/",
            "/media/film/r/nonsense-12/x",
            "/media/film/r/hls-x/y",
            "/media/film/r/-/y")) {
      var answer = client.get(path);
      assertThat(answer.status()).as(path).isEqualTo(404);
      assertThat(answer.header("content-type")).isEqualTo("application/problem+json");
    }
  }

  @Test
  void anOriginalThatIsLostIsAProblemToo() throws IOException {
    add("film", Visibility.PUBLIC, "video/mp4");
    Files.delete(server.vault.original(item("film", Visibility.PUBLIC, "video/mp4")));

    assertThat(client.get("/media/film/original").status()).isEqualTo(404);
  }
}
