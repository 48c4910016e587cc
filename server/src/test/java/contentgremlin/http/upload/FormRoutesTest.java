package contentgremlin.http.upload;

import static contentgremlin.http.upload.Tus.header;
import static contentgremlin.http.upload.Tus.text;
import static org.assertj.core.api.Assertions.assertThat;

import contentgremlin.item.ItemQuery;
import contentgremlin.item.Visibility;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FormRoutesTest {
  @TempDir Path home;

  private UploadServer server;

  @BeforeEach
  void start() throws Exception {
    server = new UploadServer(home, 0);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void oneFileLeadsToItsItemAlsoWhenFieldsComeLater() throws Exception {
    var answer =
        post(
            "ann",
            file("my song.flac", "fLaC and more"),
            field("title", "The song"),
            field("tags", "a, b"),
            field("visibility", "private"));

    assertThat(answer.statusCode()).isEqualTo(303);
    var item = server.item(header(answer, "Location").substring("/items/".length()));
    assertThat(item.title()).isEqualTo("The song");
    assertThat(item.tags()).containsExactly("a", "b");
    assertThat(item.visibility()).isEqualTo(Visibility.PRIVATE);
    assertThat(item.source().name()).isEqualTo("my song.flac");
    assertThat(server.vault.original(item)).hasContent("fLaC and more");
  }

  @Test
  void severalFilesLeadHome() throws Exception {
    var answer = post("ann", field("title", "for none"), file("a.mp4", "1"), file("b.mp4", "2"));

    assertThat(answer.statusCode()).isEqualTo(303);
    assertThat(header(answer, "Location")).isEqualTo("/");
    assertThat(titles()).containsExactlyInAnyOrder("a", "b");
  }

  @Test
  void aFormWithoutAFileIsAProblem() throws Exception {
    var answer = post("ann", file("", ""), field("title", "x"));
    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(text(answer)).contains("at least one file");
  }

  @Test
  void whatIsRefusedLeavesNothing() throws Exception {
    assertThat(post("nobody", file("a", "x")).statusCode()).isEqualTo(401);
    assertThat(post("vic", file("a", "x")).statusCode()).isEqualTo(403);
    assertThat(post("bob", file("a", "x".repeat(2_000_000))).statusCode()).isEqualTo(413);
    assertThat(post("ann", file("a", "x"), field("visibility", "secret")).statusCode())
        .isEqualTo(400);
    assertThat(titles()).isEmpty();
    assertThat(incoming()).isZero();
  }

  @Test
  void aFormThatBreaksOffLeavesNothing() throws Exception {
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
      var head =
          """
          POST /upload HTTP/1.1\r
          Host: x\r
          Authorization: Bearer ann\r
          Content-Type: multipart/form-data; boundary=bb\r
          Content-Length: 100000\r
          \r
          """;
      socket.getOutputStream().write((head + file("a.mp4", "x")).getBytes(StandardCharsets.UTF_8));
      awaitIncoming(1);
    }
    awaitIncoming(0);
    assertThat(titles()).isEmpty();
  }

  private void awaitIncoming(int uploads) throws Exception {
    for (int i = 0; i < 6_000 && incoming() != uploads; i++) {
      Thread.sleep(10);
    }
    assertThat(incoming()).isEqualTo(uploads);
  }

  private long incoming() throws Exception {
    var folder = home.resolve("content/incoming");
    if (!Files.exists(folder)) {
      return 0;
    }
    try (var uploads = Files.list(folder)) {
      return uploads.count();
    }
  }

  private java.util.List<String> titles() {
    var everything = new ItemQuery(new ItemQuery.Scope.Everything(), null, null, null, 10);
    return server.database.read(tables -> tables.items().list(everything)).stream()
        .map(contentgremlin.item.Item::title)
        .toList();
  }

  private HttpResponse<byte[]> post(String who, String... parts) throws Exception {
    var body = String.join("", parts) + "--bb--\r\n";
    return new Tus(server.uri("/"), who)
        .send(
            "POST",
            "/upload",
            body.getBytes(StandardCharsets.UTF_8),
            "Content-Type",
            "multipart/form-data; boundary=bb");
  }

  private static String field(String name, String value) {
    return "--bb\r\nContent-Disposition: form-data; name=\"" + name + "\"\r\n\r\n" + value + "\r\n";
  }

  private static String file(String name, String content) {
    return "--bb\r\nContent-Disposition: form-data; name=\"file\"; filename=\""
        + name
        + "\"\r\nContent-Type: application/octet-stream\r\n\r\n"
        + content
        + "\r\n";
  }
}
