package contentgremlin.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import contentgremlin.http.upload.UploadServer;
import contentgremlin.item.Source;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class UploadClientTest {
  @TempDir Path home;
  private Path file;
  private String digest;

  @BeforeEach
  void makeFile() throws Exception {
    var bytes = new byte[150_000_000];
    new Random(1).nextBytes(bytes);
    file = Files.write(home.resolve("Fête à la mer.mov"), bytes);
    digest = HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
  }

  @Test
  void aFileBecomesAnItem() throws Exception {
    try (var server = new UploadServer(home.resolve("home"), 0)) {
      var sent = new AtomicLong();
      var added =
          new UploadClient(server.uri("/"), "ann")
              .add(file, Map.of("visibility", "private"), (done, _) -> sent.set(done));

      assertThat(sent).hasValue(150_000_000);
      var item = server.item(added.item());
      assertThat(item.title()).isEqualTo("Fête à la mer");
      assertThat(((Source.Owned) item.source()).digest().hex()).isEqualTo(digest);
    }
  }

  @Test
  void anEmptyFileIsTakenToo() throws Exception {
    var empty = Files.createFile(home.resolve("empty.mp4"));
    try (var server = new UploadServer(home.resolve("home"), 0)) {
      var added = new UploadClient(server.uri("/"), "ann").add(empty, Map.of(), (_, _) -> {});
      assertThat(server.item(added.item()).source().size()).isZero();
    }
  }

  @Test
  void theServersOwnWordsExplainARefusal() throws Exception {
    try (var server = new UploadServer(home.resolve("home"), 0)) {
      assertThatThrownBy(
              () -> new UploadClient(server.uri("/"), "bob").add(file, Map.of(), (_, _) -> {}))
          .isInstanceOf(CommandException.class)
          .hasMessageContaining("quota");
    }
  }

  @Test
  void itGoesOnWhenTheServerIsStartedAnew() throws Exception {
    var server = new UploadServer(home.resolve("home"), 0);
    int port = server.port();
    var half = new HalfWay();
    var adding = start(() -> new UploadClient(server.uri("/"), "ann").add(file, Map.of(), half));
    half.await();
    server.close();
    half.release();
    try (var again = new UploadServer(home.resolve("home"), port)) {
      var added = adding.get();
      assertThat(((Source.Owned) again.item(added.item()).source()).digest().hex())
          .isEqualTo(digest);
    }
  }

  @Test
  void aSecondRunGoesOnWhereTheFirstWasEnded() throws Exception {
    try (var server = new UploadServer(home.resolve("home"), 0)) {
      var half = new HalfWay();
      var first = start(() -> new UploadClient(server.uri("/"), "ann").add(file, Map.of(), half));
      half.await();
      first.cancel(true);
      half.release();
      assertThatThrownBy(first::get).isInstanceOf(CancellationException.class);

      var added = new UploadClient(server.uri("/"), "ann").add(file, Map.of(), (_, _) -> {});

      assertThat(added.resumedAt()).isPositive();
      assertThat(((Source.Owned) server.item(added.item()).source()).digest().hex())
          .isEqualTo(digest);
    }
  }

  private static FutureTask<UploadClient.Added> start(Callable<UploadClient.Added> call) {
    var task = new FutureTask<>(call);
    Thread.ofVirtual().start(task);
    return task;
  }

  /// Holds an upload up when half of it has gone out.
  private static final class HalfWay implements UploadClient.ProgressListener {
    private final java.util.concurrent.CountDownLatch moving =
        new java.util.concurrent.CountDownLatch(1);
    private final java.util.concurrent.CountDownLatch released =
        new java.util.concurrent.CountDownLatch(1);

    @Override
    public void moved(long sent, long total) {
      if (sent > total / 2 && sent < total) {
        moving.countDown();
        try {
          released.await();
        } catch (InterruptedException _) {
          Thread.currentThread().interrupt();
        }
      }
    }

    void await() throws InterruptedException {
      moving.await();
    }

    void release() {
      released.countDown();
    }
  }
}
