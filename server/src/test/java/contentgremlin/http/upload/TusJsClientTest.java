package contentgremlin.http.upload;

import static org.assertj.core.api.Assertions.assertThat;

import contentgremlin.item.Source;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// The real tus-js-client, in Node, against a server in a process of its own.
@Timeout(180)
class TusJsClientTest {
  private static final Path SCRIPTS = Path.of("src/test/js");
  private static final Path INSTALLED = Path.of("target/test-js");
  private static final int SIZE = 120_000_000;
  private static final int CHUNK = 8_000_000;

  @TempDir Path folder;

  private Path file;
  private String digest;
  private Running server;

  @BeforeAll
  static void install() throws Exception {
    Files.createDirectories(INSTALLED);
    for (var name : List.of("package.json", "package-lock.json", "tus-upload.mjs")) {
      Files.copy(
          SCRIPTS.resolve(name), INSTALLED.resolve(name), StandardCopyOption.REPLACE_EXISTING);
    }
    if (!Files.isDirectory(INSTALLED.resolve("node_modules/tus-js-client"))) {
      var npm =
          new ProcessBuilder("npm", "ci", "--no-audit", "--no-fund")
              .directory(INSTALLED.toFile())
              .redirectErrorStream(true)
              .start();
      var output = new String(npm.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(npm.waitFor()).as(output).isZero();
    }
  }

  @BeforeEach
  void start() throws Exception {
    var bytes = new byte[SIZE];
    new Random(3).nextBytes(bytes);
    file = Files.write(folder.resolve("film"), bytes);
    digest = HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    server = new Running(folder.resolve("home"), 0);
  }

  @AfterEach
  void stop() {
    server.process.destroyForcibly();
  }

  @Test
  void anUploadInOneRequestWithANameInManyScripts() throws Exception {
    checkItem(client("{\"fileName\":\"Привет 日本 \\ud83c\\udf0a.mov\"}"), "Привет 日本 🌊");
  }

  @Test
  void partsInParallelAreJoined() throws Exception {
    checkItem(client("{\"fileName\":\"p.mov\",\"parallelUploads\":4}"), "p");
  }

  @Test
  void aLaterRunGoesOnWhereAnEarlierOneStopped() throws Exception {
    var options = "{\"fileName\":\"r.mov\",\"chunkSize\":%d".formatted(CHUNK);
    var first = client(options + ",\"abortAt\":" + SIZE / 2 + "}");
    assertThat(first).contains("aborted");

    var second = client(options + "}");

    assertThat(second).contains("resumed");
    assertThat(second).filteredOn(line -> line.startsWith("ack ")).hasSizeLessThan(10);
    checkItem(second, "r");
  }

  @Test
  void whatWasAcknowledgedIsThereAfterTheServerIsKilled() throws Exception {
    var client = startClient("{\"fileName\":\"k.mov\",\"chunkSize\":%d}".formatted(CHUNK));
    var lines = new ArrayList<String>();
    long acknowledged = 0;
    try (var output = client.inputReader(StandardCharsets.UTF_8)) {
      while (acknowledged < SIZE / 2) {
        acknowledged = Long.parseLong(next(output).substring("ack ".length()));
      }
      server.kill();
      server = new Running(folder.resolve("home"), server.port);
      var listed = Tus.text(tus().send("GET", TusRoutes.PATH, new byte[0]));
      long offset = Long.parseLong(listed.replaceAll("(?s).*\"offset\":(\\d+).*", "$1"));
      assertThat(offset).isGreaterThanOrEqualTo(acknowledged);
      output.lines().forEach(lines::add);
    }
    assertThat(client.waitFor()).as(String.join("\n", lines)).isZero();
    checkItem(lines, "k");
  }

  private static String next(BufferedReader output) throws IOException {
    var line = output.readLine();
    assertThat(line).startsWith("ack ");
    return line;
  }

  private void checkItem(List<String> lines, String title) throws Exception {
    var id = last(lines, "item ");
    server.kill();
    try (var again = new UploadServer(folder.resolve("home"), 0)) {
      var item = again.item(id);
      assertThat(item.title()).isEqualTo(title);
      assertThat(((Source.Owned) item.source()).digest().hex()).isEqualTo(digest);
      assertThat(again.vault.original(item)).hasSameBinaryContentAs(file);
    }
  }

  private static String last(List<String> lines, String start) {
    assertThat(lines).anyMatch(line -> line.startsWith(start) && line.length() > start.length());
    return lines.stream()
        .filter(line -> line.startsWith(start))
        .reduce((_, later) -> later)
        .orElseThrow()
        .substring(start.length());
  }

  private Tus tus() {
    return new Tus(java.net.URI.create("http://127.0.0.1:" + server.port + "/"), "ann");
  }

  private List<String> client(String options) throws Exception {
    var process = startClient(options);
    try (var output = process.inputReader(StandardCharsets.UTF_8)) {
      var lines = output.lines().toList();
      assertThat(process.waitFor()).as(String.join("\n", lines)).isZero();
      return lines;
    }
  }

  private Process startClient(String options) throws IOException {
    return new ProcessBuilder(
            "node",
            INSTALLED.resolve("tus-upload.mjs").toAbsolutePath().toString(),
            "http://127.0.0.1:" + server.port + TusRoutes.PATH,
            "ann",
            file.toString(),
            folder.resolve("urls.json").toString(),
            options)
        .redirectError(new File("/dev/stderr"))
        .start();
  }

  /// A server that can be killed.
  private static final class Running {
    final Process process;
    final int port;

    Running(Path home, int wantedPort) throws IOException {
      process =
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin/java").toString(),
                  "--enable-native-access=ALL-UNNAMED",
                  "-cp",
                  System.getProperty("java.class.path"),
                  UploadServer.class.getName(),
                  home.toString(),
                  Integer.toString(wantedPort))
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      var line = process.inputReader(StandardCharsets.UTF_8).readLine();
      assertThat(line).as("the port of the started server").isNotNull();
      port = Integer.parseInt(line);
    }

    /// With SIGKILL: it can do nothing about it.
    void kill() throws InterruptedException {
      process.destroyForcibly().waitFor();
    }
  }
}
