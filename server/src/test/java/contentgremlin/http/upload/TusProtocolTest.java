package contentgremlin.http.upload;

import static contentgremlin.http.upload.Tus.base64;
import static contentgremlin.http.upload.Tus.header;
import static contentgremlin.http.upload.Tus.text;
import static org.assertj.core.api.Assertions.assertThat;

import contentgremlin.item.Item;
import contentgremlin.item.ItemId;
import contentgremlin.item.Source;
import contentgremlin.item.Visibility;
import contentgremlin.job.Job;
import contentgremlin.store.Setting;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The rules of tus 1.0 and what we add to them, over real connections.
class TusProtocolTest {
  @TempDir static Path home;

  private static UploadServer server;
  private static Tus ann;

  @BeforeAll
  static void start() throws Exception {
    server = new UploadServer(home, 0);
    ann = new Tus(server.uri("/"), "ann");
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Test
  void anUploadInTwoPiecesBecomesAnItemWithItsJobs() throws Exception {
    var created =
        ann.post(
            "Upload-Length",
            "11",
            "Upload-Metadata",
            "filename " + base64("Ferien 2024.mp4") + ",visibility " + base64("unlisted"));
    var address = header(created, "Location");
    assertThat(created.statusCode()).isEqualTo(201);
    assertThat(address).startsWith("/api/v1/uploads/");
    assertThat(header(created, "Upload-Expires")).endsWith("GMT");
    assertThat(header(created, "Tus-Resumable")).isEqualTo("1.0.0");

    var first = ann.patch(address, 0, bytes("hello "));
    assertThat(first.statusCode()).isEqualTo(204);
    assertThat(header(first, "Upload-Offset")).isEqualTo("6");
    assertThat(first.headers().firstValue("Gremlin-Item")).isEmpty();

    var last = ann.patch(address, 6, bytes("world"));
    assertThat(header(last, "Upload-Offset")).isEqualTo("11");
    var item = server.item(header(last, "Gremlin-Item"));
    assertThat(item.title()).isEqualTo("Ferien 2024");
    assertThat(item.visibility()).isEqualTo(Visibility.UNLISTED);
    assertThat(item.state()).isInstanceOf(Item.State.Processing.class);
    var source = (Source.Owned) item.source();
    assertThat(source.digest().hex()).isEqualTo(sha256("hello world"));
    assertThat(source.size()).isEqualTo(11);
    assertThat(server.vault.original(item)).hasContent("hello world");
    var jobs = server.database.read(tables -> tables.jobs().of(item.id()));
    assertThat(jobs).extracting(Job::kind).containsExactly("probe", "keep");
    assertThat(header(ann.head(address), "Gremlin-Item")).isEqualTo(item.id().value());
  }

  @Test
  void headSaysHowFarItIsAndGivesTheMetadataBack() throws Exception {
    var metadata = "filename " + base64("日本.mov") + ",empty,is_secret " + base64("x");
    var address = ann.create("Upload-Length", "5", "Upload-Metadata", metadata);
    ann.patch(address, 0, bytes("ab"));

    var head = ann.head(address);

    assertThat(head.statusCode()).isEqualTo(200);
    assertThat(header(head, "Upload-Offset")).isEqualTo("2");
    assertThat(header(head, "Upload-Length")).isEqualTo("5");
    assertThat(header(head, "Upload-Metadata")).isEqualTo(metadata);
    assertThat(header(head, "Cache-Control")).isEqualTo("no-store");
  }

  @Test
  void optionsTellWhatIsUnderstood() throws Exception {
    var answer = ann.send("OPTIONS", TusRoutes.PATH, new byte[0], "Tus-Resumable", "");

    assertThat(answer.statusCode()).isEqualTo(204);
    assertThat(header(answer, "Tus-Version")).isEqualTo("1.0.0");
    assertThat(header(answer, "Tus-Max-Size")).isEqualTo("1099511627776");
    assertThat(header(answer, "Tus-Extension"))
        .contains("creation-with-upload", "termination", "concatenation", "checksum");
    assertThat(header(answer, "Tus-Checksum-Algorithm")).isEqualTo("sha1,sha256,md5");
  }

  @Test
  void anotherVersionIsRefusedWithOurs() throws Exception {
    for (var version : List.of("0.2.2", "")) {
      var answer = ann.post("Tus-Resumable", version, "Upload-Length", "5");
      assertThat(answer.statusCode()).isEqualTo(412);
      assertThat(header(answer, "Tus-Version")).isEqualTo("1.0.0");
    }
  }

  @Test
  void theFirstBytesMayComeWithTheCreation() throws Exception {
    var answer =
        ann.send(
            "POST",
            TusRoutes.PATH,
            bytes("whole"),
            "Content-Type",
            "application/offset+octet-stream",
            "Upload-Length",
            "5");

    assertThat(answer.statusCode()).isEqualTo(201);
    assertThat(header(answer, "Upload-Offset")).isEqualTo("5");
    assertThat(server.item(header(answer, "Gremlin-Item")).title()).isEqualTo("Untitled");
  }

  @Test
  void anEmptyUploadIsCompleteAtOnce() throws Exception {
    var answer = ann.post("Upload-Length", "0");

    assertThat(answer.statusCode()).isEqualTo(201);
    assertThat(server.item(header(answer, "Gremlin-Item")).source().size()).isZero();
  }

  @Test
  void theLengthMayComeLater() throws Exception {
    var address = ann.create("Upload-Defer-Length", "1");
    ann.patch(address, 0, bytes("abc"));
    assertThat(header(ann.head(address), "Upload-Defer-Length")).isEqualTo("1");

    assertThat(ann.patch(address, 3, bytes("de"), "Upload-Length", "4").statusCode())
        .isEqualTo(413);
    assertThat(ann.patch(address, 3, bytes("de"), "Upload-Length", "6").statusCode())
        .isEqualTo(204);
    assertThat(header(ann.head(address), "Upload-Length")).isEqualTo("6");
  }

  @ParameterizedTest
  @CsvSource({"sha1,SHA-1", "sha256,SHA-256", "md5,MD5"})
  void aWrongChecksumKeepsNothingOfItsRequest(String word, String algorithm) throws Exception {
    var address = ann.create("Upload-Length", "10");
    var sum =
        Base64.getEncoder()
            .encodeToString(MessageDigest.getInstance(algorithm).digest(bytes("hello")));

    var wrong = ann.patch(address, 0, bytes("hallo"), "Upload-Checksum", word + " " + sum);
    assertThat(wrong.statusCode()).isEqualTo(460);
    assertThat(header(ann.head(address), "Upload-Offset")).isEqualTo("0");
    var right = ann.patch(address, 0, bytes("hello"), "Upload-Checksum", word + " " + sum);
    assertThat(right.statusCode()).isEqualTo(204);
    var last = ann.patch(address, 5, bytes("hello"), "Upload-Checksum", word + " " + sum);
    assertThat(ownedDigest(last)).isEqualTo(sha256("hellohello"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"crc32 AAAA", "sha1", "sha1 !!!", "", " "})
  void anUnknownChecksumIsRefused(String header) throws Exception {
    var address = ann.create("Upload-Length", "5");
    if (!header.isBlank()) {
      assertThat(ann.patch(address, 0, bytes("hello"), "Upload-Checksum", header).statusCode())
          .isEqualTo(400);
    }
  }

  @Test
  void partsAreJoinedToOneItemAndRemoved() throws Exception {
    var one = ann.create("Upload-Length", "6", "Upload-Concat", "partial");
    var two = ann.create("Upload-Length", "5", "Upload-Concat", "partial");
    ann.patch(two, 0, bytes("world"));
    var early = ann.post("Upload-Concat", "final;" + one + " " + two);
    assertThat(early.statusCode()).isEqualTo(400);
    ann.patch(one, 0, bytes("hello "));
    assertThat(header(ann.head(one), "Upload-Concat")).isEqualTo("partial");

    var joined =
        ann.post(
            "Upload-Concat",
            "final;" + server.uri(one) + " " + two,
            "Upload-Metadata",
            "filename " + base64("x.mkv"));

    assertThat(joined.statusCode()).isEqualTo(201);
    assertThat(ownedDigest(joined)).isEqualTo(sha256("hello world"));
    var address = header(joined, "Location");
    assertThat(header(ann.head(address), "Upload-Length")).isEqualTo("11");
    assertThat(header(ann.head(address), "Upload-Concat")).isEqualTo("final;" + one + " " + two);
    assertThat(ann.head(one).statusCode()).isEqualTo(404);
    assertThat(ann.patch(address, 11, bytes("x")).statusCode()).isEqualTo(403);
  }

  @Test
  void aDroppedUploadIsGone() throws Exception {
    var address = ann.create("Upload-Length", "5");
    ann.patch(address, 0, bytes("abc"));

    assertThat(ann.send("DELETE", address, new byte[0]).statusCode()).isEqualTo(204);

    assertThat(ann.head(address).statusCode()).isEqualTo(404);
    assertThat(ann.patch(address, 3, bytes("de")).statusCode()).isEqualTo(404);
    assertThat(home.resolve("content/incoming").resolve(idIn(address))).doesNotExist();
  }

  @Test
  void droppingAnUploadThatIsAnItemKeepsTheItem() throws Exception {
    var address = ann.create("Upload-Length", "3");
    var item = server.item(header(ann.patch(address, 0, bytes("abc")), "Gremlin-Item"));

    assertThat(ann.send("DELETE", address, new byte[0]).statusCode()).isEqualTo(204);

    assertThat(server.vault.original(item)).hasContent("abc");
  }

  @Test
  void whatCameSoFarCanBeFetched() throws Exception {
    var name = "Größe/„x“\u202E\".mp4";
    var address = ann.create("Upload-Length", "6", "Upload-Metadata", "filename " + base64(name));
    ann.patch(address, 0, bytes("abc"));

    var half = ann.send("GET", address, new byte[0], "Tus-Resumable", "");
    assertThat(half.body()).isEqualTo(bytes("abc"));
    assertThat(header(half, "Content-Disposition")).contains("filename*=UTF-8''Gr%C3%B6%C3%9Fe");
    ann.patch(address, 3, bytes("def"));
    var range = ann.send("GET", address, new byte[0], "Range", "bytes=2-3");
    assertThat(range.statusCode()).isEqualTo(206);
    assertThat(range.body()).isEqualTo(bytes("cd"));
    assertThat(header(range, "Content-Disposition")).startsWith("attachment").contains("filename*");
  }

  @Test
  void othersDoNotSeeAnUploadButTheOperatorDoes() throws Exception {
    var address = ann.create("Upload-Length", "5");
    var bob = new Tus(server.uri("/"), "bob");

    for (var stranger : List.of(bob, new Tus(server.uri("/"), "nobody"))) {
      assertThat(stranger.head(address).statusCode()).isEqualTo(404);
      assertThat(stranger.patch(address, 0, bytes("hello")).statusCode()).isEqualTo(404);
      assertThat(stranger.send("DELETE", address, new byte[0]).statusCode()).isEqualTo(404);
      assertThat(stranger.send("GET", address, new byte[0]).statusCode()).isEqualTo(404);
    }
    assertThat(new Tus(server.uri("/"), "operator").head(address).statusCode()).isEqualTo(200);
  }

  @Test
  void onlyWhoMayUploadCanBegin() throws Exception {
    assertThat(new Tus(server.uri("/"), "vic").post("Upload-Length", "5").statusCode())
        .isEqualTo(403);
    assertThat(new Tus(server.uri("/"), "nobody").post("Upload-Length", "5").statusCode())
        .isEqualTo(401);
  }

  @Test
  void theQuotaCountsWhatIsPromised() throws Exception {
    var bob = new Tus(server.uri("/"), "bob");
    var first = bob.create("Upload-Length", "900000");

    var second = bob.post("Upload-Length", "200000");
    assertThat(second.statusCode()).isEqualTo(413);
    assertThat(text(second)).contains("quota");
    var deferred = bob.create("Upload-Defer-Length", "1");
    assertThat(bob.patch(deferred, 0, new byte[200_000]).statusCode()).isEqualTo(413);
    assertThat(header(bob.head(deferred), "Upload-Offset")).isEqualTo("0");
    bob.send("DELETE", first, new byte[0]);
    assertThat(bob.patch(deferred, 0, new byte[200_000]).statusCode()).isEqualTo(204);
    bob.send("DELETE", deferred, new byte[0]);
  }

  @Test
  void completePartsCountAgainstTheQuotaToo() throws Exception {
    var bob = new Tus(server.uri("/"), "bob");
    var part = bob.create("Upload-Length", "600000", "Upload-Concat", "partial");
    bob.patch(part, 0, new byte[600_000]);

    assertThat(bob.post("Upload-Length", "600000", "Upload-Concat", "partial").statusCode())
        .isEqualTo(413);

    bob.send("DELETE", part, new byte[0]);
  }

  @Test
  void aFileBeyondTheLimitIsRefusedBeforeItComes() throws Exception {
    assertThat(ann.post("Upload-Length", "1099511627777").statusCode()).isEqualTo(413);
  }

  @Test
  void aFullDiskRefusesNewBytesAndKeepsTheOld() throws Exception {
    var address = ann.create("Upload-Length", "5");
    ann.patch(address, 0, bytes("abc"));
    try {
      set(Setting.DISK_RESERVE, Long.toString(Long.MAX_VALUE / 2));
      var refused = ann.post("Upload-Length", "5");
      assertThat(refused.statusCode()).isEqualTo(507);
      assertThat(header(refused, "Content-Type")).isEqualTo("application/problem+json");
      assertThat(ann.patch(address, 3, bytes("de")).statusCode()).isEqualTo(507);
      assertThat(header(ann.head(address), "Upload-Offset")).isEqualTo("3");
    } finally {
      set(Setting.DISK_RESERVE, "0");
    }
    assertThat(ownedDigest(ann.patch(address, 3, bytes("de")))).isEqualTo(sha256("abcde"));
  }

  @Test
  void aBodyThatStopsKeepsWhatCame() throws Exception {
    var address = ann.create("Upload-Length", "10");
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
      socket.getOutputStream().write(patchHead(address, 10));
      socket.getOutputStream().write(bytes("abcd"));
    }
    awaitOffset(address, "4");
    assertThat(ownedDigest(ann.patch(address, 4, bytes("efghij")))).isEqualTo(sha256("abcdefghij"));
  }

  @Test
  void aWriterWhoseClientIsSilentGivesWay() throws Exception {
    var address = ann.create("Upload-Length", "10");
    try (var dead = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
      beginPatch(dead, address, 10);

      var resumed = ann.patch(address, 0, bytes("abcdefghij"));

      assertThat(resumed.statusCode()).isEqualTo(204);
      assertThat(ownedDigest(resumed)).isEqualTo(sha256("abcdefghij"));
    }
  }

  @Test
  void aWriterThatMovesLocksOthersOut() throws Exception {
    int length = 100_000; // more than comes while anybody looks
    var address = ann.create("Upload-Length", "" + length);
    try (var busy = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
      beginPatch(busy, address, length);
      var trickle =
          Thread.ofVirtual()
              .start(() -> {
                try {
                  while (true) {
                    busy.getOutputStream().write('x');
                    busy.getOutputStream().flush();
                    Thread.sleep(50);
                  }
                } catch (java.io.IOException | InterruptedException _) {
                  // The test is over.
                }
              });

      assertThat(ann.patch(address, 0, bytes("abc")).statusCode()).isEqualTo(423);

      trickle.interrupt();
      trickle.join();
    }
  }

  @Test
  void theOffsetMustMatch() throws Exception {
    var address = ann.create("Upload-Length", "10");
    assertThat(ann.patch(address, 3, bytes("abc")).statusCode()).isEqualTo(409);
    assertThat(ann.patch(address, 0, bytes("longer than ten")).statusCode()).isEqualTo(413);
  }

  @Test
  void otherContentTypesAreRefused() throws Exception {
    var address = ann.create("Upload-Length", "10");
    var answer =
        ann.send(
            "PATCH", address, bytes("abc"), "Content-Type", "text/plain", "Upload-Offset", "0");
    assertThat(answer.statusCode()).isEqualTo(415);
  }

  @ParameterizedTest
  @CsvSource({
    "Upload-Length,-1",
    "Upload-Length,5x",
    "Upload-Length,99999999999999999999999",
    "Upload-Defer-Length,2",
    "Upload-Concat,final;",
    "Upload-Concat,final;http://elsewhere/x",
    "Upload-Concat,final;/api/v1/uploads/../../etc",
    "Upload-Concat,nonsense",
  })
  void malformedCreationsAreProblems(String name, String value) throws Exception {
    var answer = ann.post(name, value);
    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(header(answer, "Content-Type")).isEqualTo("application/problem+json");
    assertThat(header(answer, "Tus-Resumable")).isEqualTo("1.0.0");
  }

  @ParameterizedTest
  @ValueSource(strings = {"key !!!", ",", "a YQ==,a YQ==", "visibility c2VjcmV0", "k YQ==,,"})
  void malformedMetadataAreProblems(String metadata) throws Exception {
    assertThat(ann.post("Upload-Length", "5", "Upload-Metadata", metadata).statusCode())
        .isEqualTo(400);
  }

  @Test
  void anyFileNameIsOnlyText() throws Exception {
    for (var name :
        List.of(
            "../../etc/passwd",
            "a\0b.mp4",
            "x".repeat(255) + ".mp4",
            "\u202Egpj.exe",
            "..",
            "/",
            "<script>alert(1)</script>",
            "كلب.mp4",
            "😀".repeat(200),
            "a\r\nb",
            " ")) {
      var address = ann.create("Upload-Length", "1", "Upload-Metadata", "filename " + base64(name));
      var item = server.item(header(ann.patch(address, 0, bytes("x")), "Gremlin-Item"));
      assertThat(item.title()).isNotBlank().doesNotContain("\0", "\u202E", "\r", "\n");
      assertThat(ann.send("GET", address, new byte[0]).statusCode()).isEqualTo(200);
    }
    try (var files = Files.list(home)) {
      assertThat(files.map(file -> home.relativize(file).toString()))
          .allMatch(name -> name.startsWith("db.sqlite") || name.equals("content"));
    }
  }

  @Test
  void postMayStandForOtherMethods() throws Exception {
    var address = ann.create("Upload-Length", "3");
    var patched =
        ann.send(
            "POST",
            address,
            bytes("abc"),
            "X-HTTP-Method-Override",
            "PATCH",
            "Content-Type",
            "application/offset+octet-stream",
            "Upload-Offset",
            "0");
    assertThat(patched.statusCode()).isEqualTo(204);
    assertThat(ann.send("POST", address, new byte[0]).statusCode()).isEqualTo(405);
  }

  @Test
  void unfinishedUploadsAreListedToTheirOwner() throws Exception {
    var address =
        ann.create("Upload-Length", "30", "Upload-Metadata", "filename " + base64("half.mp4"));
    ann.patch(address, 0, bytes("abc"));

    var listed = text(ann.send("GET", TusRoutes.PATH, new byte[0]));

    assertThat(listed).contains(idIn(address), "half.mp4", "\"offset\":3", "\"size\":30");
    assertThat(text(new Tus(server.uri("/"), "bob").send("GET", TusRoutes.PATH, new byte[0])))
        .doesNotContain(idIn(address));
  }

  private static void set(Setting setting, String value) {
    server.database.write(tables -> {
      tables.settings().put(setting.word(), value);
      return null;
    });
  }

  /// Returns when the server reads the body: only then it says that it waits for it.
  private static void beginPatch(Socket socket, String address, int length) throws Exception {
    socket.getOutputStream().write(patchHead(address, length));
    var answer = new String(socket.getInputStream().readNBytes(12), StandardCharsets.US_ASCII);
    assertThat(answer).isEqualTo("HTTP/1.1 100");
  }

  private static byte[] patchHead(String address, int length) {
    return bytes(
        """
        PATCH %s HTTP/1.1\r
        Host: localhost\r
        Authorization: Bearer ann\r
        Tus-Resumable: 1.0.0\r
        Upload-Offset: 0\r
        Content-Type: application/offset+octet-stream\r
        Content-Length: %d\r
        Expect: 100-continue\r
        \r
        """
            .formatted(address, length));
  }

  private static void awaitOffset(String address, String offset) throws Exception {
    for (int i = 0; i < 6_000; i++) {
      if (header(ann.head(address), "Upload-Offset").equals(offset)) {
        return;
      }
      Thread.sleep(10);
    }
    assertThat(header(ann.head(address), "Upload-Offset")).isEqualTo(offset);
  }

  private static String ownedDigest(HttpResponse<byte[]> answer) {
    var item =
        server.database.read(
            tables -> tables.items().find(new ItemId(header(answer, "Gremlin-Item"))));
    return ((Source.Owned) item.orElseThrow().source()).digest().hex();
  }

  private static String idIn(String address) {
    return address.substring(address.lastIndexOf('/') + 1);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static String sha256(String text) throws Exception {
    return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes(text)));
  }
}
