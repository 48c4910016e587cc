package contentgremlin.http.upload;

import static contentgremlin.http.upload.Tus.header;
import static contentgremlin.http.upload.Tus.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import contentgremlin.item.Source;
import contentgremlin.watch.Shell;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A disk that really gets full: a small tmpfs, where mounting one is allowed.
class DiskFullTest {
  @TempDir Path folder;

  private Path home;
  private boolean isMounted;

  @BeforeEach
  void mount() throws Exception {
    home = Files.createDirectory(folder.resolve("small"));
    isMounted = run("mount", "-t", "tmpfs", "-o", "size=24m", "tmpfs", home.toString()) == 0;
    assumeTrue(isMounted, "SKIPPED: mounting a tmpfs is not allowed here, so no disk gets full");
  }

  @AfterEach
  void unmount() throws Exception {
    if (isMounted) {
      Shell.unmount(folder, "small");
    }
  }

  @Test
  void whatFitIsKeptAndGoesOnWhenThereIsRoom() throws Exception {
    var bytes = new byte[12_000_000];
    new Random(5).nextBytes(bytes);
    try (var server = new UploadServer(home, 0)) {
      var ann = new Tus(server.uri("/"), "ann");
      var address = ann.create("Upload-Length", "12000000");
      var ballast = Files.write(home.resolve("ballast"), new byte[16_000_000]);

      var full = ann.patch(address, 0, bytes);

      assertThat(full.statusCode()).isEqualTo(507);
      assertThat(text(full)).contains("disk");
      Files.delete(ballast);
      var head = ann.head(address);
      assertThat(head.statusCode()).isEqualTo(200);
      int offset = Integer.parseInt(header(head, "Upload-Offset"));
      assertThat(offset).isPositive().isLessThan(bytes.length);
      var last = ann.patch(address, offset, Arrays.copyOfRange(bytes, offset, bytes.length));
      assertThat(last.statusCode()).isEqualTo(204);
      var item = server.item(header(last, "Gremlin-Item"));
      assertThat(((Source.Owned) item.source()).digest().hex())
          .isEqualTo(HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes)));
    }
  }

  @Test
  void aFullDatabaseRefusesAndTheServerServesOn() throws Exception {
    try (var server = new UploadServer(home, 0)) {
      var ann = new Tus(server.uri("/"), "ann");
      var address = ann.create("Upload-Length", "100");
      var ballast = home.resolve("ballast");
      fill(ballast);

      var answers = new java.util.ArrayList<Integer>();
      for (int i = 0; i < 50; i++) {
        answers.add(ann.post("Upload-Length", "100").statusCode());
      }
      assertThat(answers).contains(507).containsAnyOf(201, 507).doesNotContain(500);
      assertThat(ann.head(address).statusCode()).isEqualTo(200);
      Files.delete(ballast);
      assertThat(ann.patch(address, 0, new byte[100]).statusCode()).isEqualTo(204);
    }
  }

  private static void fill(Path file) throws IOException {
    try (var out = Files.newOutputStream(file)) {
      while (true) {
        out.write(new byte[4096]);
      }
    } catch (IOException e) {
      assertThat(e).hasMessageContaining("No space left");
    }
  }

  private static int run(String... command) throws Exception {
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .start()
        .waitFor();
  }
}
