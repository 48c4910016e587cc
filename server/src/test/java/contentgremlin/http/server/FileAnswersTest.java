package contentgremlin.http.server;

import static org.assertj.core.api.Assertions.assertThat;

import contentgremlin.http.Response;
import contentgremlin.http.Route;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FileAnswersTest {
  private static final int BIG = 20_000_000;
  private static final Duration WAIT_MAX = Duration.ofSeconds(20);

  @TempDir private static Path folder;
  private static byte[] big;
  private RunningServer running;
  private RawClient client;

  @BeforeAll
  static void write() throws IOException {
    big = new byte[BIG];
    new Random(7).nextBytes(big);
    Files.write(folder.resolve("big"), big);
    Files.writeString(folder.resolve("small"), "0123456789");
    Files.writeString(folder.resolve("empty"), "");
  }

  @BeforeEach
  void start() throws IOException {
    running =
        new RunningServer(
            Route.get(
                "/{name}",
                request ->
                    new Response.File(
                        200,
                        List.of(),
                        folder.resolve(request.parameter("name")),
                        "video/mp4",
                        "tag",
                        Response.File.Cache.IMMUTABLE,
                        request.query("download").orElse(null))));
    client = running.connect();
  }

  @AfterEach
  void stop() throws IOException {
    client.close();
    running.close();
  }

  @Test
  void aWholeFileBringsItsValidators() throws IOException {
    var answer = client.get("/small");

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.text()).isEqualTo("0123456789");
    assertThat(answer.header("etag")).isEqualTo("\"tag\"");
    assertThat(answer.header("accept-ranges")).isEqualTo("bytes");
    assertThat(answer.header("cache-control")).contains("immutable");
    assertThat(answer.headers()).containsKey("last-modified");
    assertThat(client.get("/empty").header("content-length")).isEqualTo("0");
    assertThat(client.get("/absent").status()).isEqualTo(404);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          bytes=0-0          | 206 | bytes 0-0/10 | 0
          bytes=0-           | 206 | bytes 0-9/10 | 0123456789
          bytes=3-5          | 206 | bytes 3-5/10 | 345
          bytes=8-99         | 206 | bytes 8-9/10 | 89
          bytes=9-           | 206 | bytes 9-9/10 | 9
          bytes=-3           | 206 | bytes 7-9/10 | 789
          bytes=-99          | 206 | bytes 0-9/10 | 0123456789
          bytes=2-99999999999999999999 | 206 | bytes 2-9/10 | 23456789
          BYTES=3-5          | 206 | bytes 3-5/10 | 345
          bytes= 3-5 ,       | 206 | bytes 3-5/10 | 345
          bytes=2-4,3-6      | 206 | bytes 2-6/10 | 23456
          bytes=50-60,1-2    | 206 | bytes 1-2/10 | 12
          bytes=10-          | 416 | bytes */10   |
          bytes=50-60        | 416 | bytes */10   |
          bytes=-0           | 416 | bytes */10   |
          bytes=5-3          | 200 |              | 0123456789
          bytes=a-b          | 200 |              | 0123456789
          bytes=-            | 200 |              | 0123456789
          bytes=             | 200 |              | 0123456789
          bytes=1            | 200 |              | 0123456789
          pages=1-2          | 200 |              | 0123456789
          """)
  void ranges(String range, int status, String contentRange, String body) throws IOException {
    var answer = client.get("/small", "Range: " + range);

    assertThat(answer.status()).isEqualTo(status);
    assertThat(answer.headers().get("content-range")).isEqualTo(contentRange);
    assertThat(answer.text()).isEqualTo(body == null ? "" : body);
  }

  @Test
  void severalRangesComeInParts() throws IOException {
    var answer = client.get("/small", "Range: bytes=0-1,4-5,-1");

    assertThat(answer.status()).isEqualTo(206);
    var boundary = answer.header("content-type").replace("multipart/byteranges; boundary=", "");
    assertThat(answer.text())
        .isEqualTo(
            part(boundary, "0-1", "01")
                + part(boundary, "4-5", "45")
                + part(boundary, "9-9", "9")
                + "\r\n--"
                + boundary
                + "--\r\n");
  }

  private static String part(String boundary, String range, String content) {
    return "\r\n--%s\r\nContent-Type: video/mp4\r\nContent-Range: bytes %s/10\r\n\r\n%s"
        .formatted(boundary, range, content);
  }

  @Test
  void manyBigPartsAreTheRightBytes() throws IOException {
    var answer = client.get("/big", "Range: bytes=100000-4999999,6000000-6000001,-7000000");

    assertThat(answer.status()).isEqualTo(206);
    var text = new String(answer.body(), StandardCharsets.ISO_8859_1);
    assertThat(text)
        .contains(latin(100_000, 5_000_000))
        .contains(latin(6_000_000, 6_000_002))
        .contains(latin(BIG - 7_000_000, BIG));
  }

  private String latin(int from, int to) {
    return new String(big, from, to - from, StandardCharsets.ISO_8859_1);
  }

  @Test
  void tooManyRangesAreNotWorthTheTrouble() throws IOException {
    assertThat(client.get("/small", "Range: bytes=" + "0-0,".repeat(500) + "1-1").status())
        .isEqualTo(200);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          If-None-Match: "tag"               | 304
          If-None-Match: W/"tag"             | 304
          If-None-Match: "x", "tag"          | 304
          If-None-Match: *                   | 304
          If-None-Match: "other"             | 200
          If-Match: "tag"                    | 200
          If-Match: *                        | 200
          If-Match: W/"tag"                  | 412
          If-Match: "other"                  | 412
          If-Modified-Since: @               | 304
          If-Modified-Since: Sat, 01 Jan 2000 00:00:00 GMT   | 200
          If-Modified-Since: yesterday       | 200
          If-Unmodified-Since: @             | 200
          If-Unmodified-Since: Sat, 01 Jan 2000 00:00:00 GMT | 412
          """)
  void conditions(String header, int status) throws IOException {
    var modified = client.get("/small").header("last-modified");

    var answer = client.get("/small", header.replace("@", modified));

    assertThat(answer.status()).isEqualTo(status);
    assertThat(answer.header("etag")).isEqualTo("\"tag\"");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          "tag"                         | 206
          "other"                       | 200
          W/"tag"                       | 200
          @                             | 206
          Sat, 01 Jan 2000 00:00:00 GMT | 200
          """)
  void rangesOfAnotherVersionGetTheWhole(String condition, int status) throws IOException {
    var modified = client.get("/small").header("last-modified");

    var answer =
        client.get("/small", "Range: bytes=1-2", "If-Range: " + condition.replace("@", modified));

    assertThat(answer.status()).isEqualTo(status);
  }

  @Test
  void headHasTheHeadersOfGetAndKnowsNoRanges() throws IOException {
    for (var path : List.of("/small", "/big")) {
      var get = client.get(path).headers();
      var head = client.request("HEAD", path, "Range: bytes=0-1").headers();
      get.remove("date");
      head.remove("date");
      assertThat(head).isEqualTo(get);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 32_768, 32_769, 2_097_152, 2_097_153, BIG})
  void everySizeIsTheRightBytes(int size) throws IOException {
    var answer = client.get("/big", "Range: bytes=0-" + (size - 1));

    assertThat(answer.body()).isEqualTo(Arrays.copyOf(big, size));
    assertThat(client.get("/small").status()).as("the line is in step").isEqualTo(200);
  }

  @Test
  void http2GetsTheSameBytes() throws Exception {
    try (var http2 = HttpClient.newHttpClient()) {
      http2.send(HttpRequest.newBuilder(running.uri("/small")).build(), BodyHandlers.ofString());
      var request =
          HttpRequest.newBuilder(running.uri("/big")).header("Range", "bytes=5-15000000").build();

      var answer = http2.send(request, BodyHandlers.ofByteArray());

      assertThat(answer.version()).isEqualTo(HttpClient.Version.HTTP_2);
      assertThat(answer.statusCode()).isEqualTo(206);
      assertThat(answer.body()).isEqualTo(Arrays.copyOfRange(big, 5, 15_000_001));
    }
  }

  @Test
  void downloadsHaveAName() throws IOException {
    assertThat(client.get("/small?download=na%C3%AFve%20%22x%22.mp4").header("content-disposition"))
        .isEqualTo(
            "attachment; filename=\"na_ve _x_.mp4\"; filename*=UTF-8''na%C3%AFve%20%22x%22.mp4");
  }

  @Test
  void aClientThatGoesAwayHarmsNobody() throws IOException {
    for (int i = 0; i < 20; i++) {
      try (var hasty = running.connect()) {
        hasty.head("GET /big HTTP/1.1", "Host: t");
        hasty.line();
        hasty.socket.setSoLinger(true, 0);
      }
    }
    assertThat(client.get("/big").body()).isEqualTo(big);
  }

  @Test
  void aFileThatShrinksEndsOnlyItsOwnConnection() throws IOException {
    Files.write(folder.resolve("shrinking"), big);
    try (var victim = running.connect()) {
      victim.head("GET /shrinking HTTP/1.1", "Host: t");
      victim.line();
      try (var file = new RandomAccessFile(folder.resolve("shrinking").toFile(), "rw")) {
        file.setLength(1000);
      }
      assertThat(victim.skipToEnd()).isLessThan(BIG);
    }
    assertThat(client.get("/small").text()).isEqualTo("0123456789");
  }

  @Test
  void aSlowReaderGetsEverything() throws Exception {
    client.socket.setReceiveBufferSize(256 * 1024);
    client.head("GET /big HTTP/1.1", "Host: t");
    awaitFullBuffers();
    assertThat(client.answer(false).body()).isEqualTo(big);
  }

  /// The server has to wait for us once its socket holds bytes that ours has no room for, and no
  /// more are added to them.
  private void awaitFullBuffers() throws Exception {
    long deadline = System.nanoTime() + WAIT_MAX.toNanos();
    long before = -1;
    for (long held = 0; held == 0 || held != before; held = heldByServer()) {
      assertThat(System.nanoTime()).as("the server never has to wait").isLessThan(deadline);
      before = held;
      Thread.sleep(20);
    }
  }

  /// Bytes that the server's end of our connection holds back: tx_queue of proc_net_tcp(5).
  private long heldByServer() throws IOException {
    var ours = ":%04X".formatted(client.socket.getLocalPort());
    var theirs = ":%04X".formatted(client.socket.getPort());
    long held = 0;
    for (var table : List.of("tcp", "tcp6")) {
      for (var line : Files.readAllLines(Path.of("/proc/net", table))) {
        var words = line.strip().split("\\s+", -1);
        if (words[1].endsWith(theirs) && words[2].endsWith(ours)) {
          held += Long.parseLong(words[4].split(":", -1)[0], 16);
        }
      }
    }
    return held;
  }
}
