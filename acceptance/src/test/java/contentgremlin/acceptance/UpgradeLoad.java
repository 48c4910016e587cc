package contentgremlin.acceptance;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import tools.jackson.databind.json.JsonMapper;

/// Readers, a writer and an uploader who want an answer to everything; their longest waits are
/// kept.
final class UpgradeLoad {
  private static final int WARM = 200;
  private static final Duration ANSWER_MAX = Duration.ofSeconds(30);
  private static final Duration END_MAX = Duration.ofMinutes(2);
  private static final int PIECE = 64 * 1024;
  private static final int PIECES = 96;
  private static final JsonMapper JSON = new JsonMapper();

  private final String address;
  private final String secret;
  private final List<Thread> threads = new ArrayList<>();
  private final Queue<String> failures = new ConcurrentLinkedQueue<>();
  private final Queue<String> lost = new ConcurrentLinkedQueue<>();
  private final AtomicInteger reads = new AtomicInteger();
  private final AtomicInteger writes = new AtomicInteger();
  private final AtomicLong readMax = new AtomicLong();
  private final AtomicLong writeMax = new AtomicLong();
  private final byte[] sent;
  private volatile String uploaded = "";
  private volatile boolean over;

  UpgradeLoad(String address, String secret, Path folder) throws IOException {
    this.address = address;
    this.secret = secret;
    var photo = java.nio.file.Files.readAllBytes(new Samples(folder).photo("photo.png", 640, 480));
    // A picture, and then what no program looks at.
    sent = java.util.Arrays.copyOf(photo, Math.max(photo.length, PIECE * PIECES));
  }

  void start() {
    start("reader of the front page", () -> read("/"));
    start("reader of the API", () -> read("/api/v1/items"));
    start("reader with a connection each", () -> readAlone("/health/ready"));
    start("writer", this::write);
    var uploader = Thread.ofPlatform().daemon().start(this::upload);
    threads.add(uploader);
  }

  private interface Turn {
    void take() throws IOException, InterruptedException;
  }

  private void start(String name, Turn turn) {
    threads.add(
        Thread.ofPlatform()
            .daemon()
            .start(() -> {
              while (!over) {
                try {
                  turn.take();
                  Thread.sleep(1);
                } catch (IOException e) {
                  failures.add(name + ": " + e);
                } catch (InterruptedException _) {
                  return;
                }
              }
            }));
  }

  private final HttpClient kept = client();

  private static HttpClient client() {
    return HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  }

  private void read(String path) throws IOException, InterruptedException {
    long start = System.nanoTime();
    expect(path, kept.send(request(path).build(), BodyHandlers.ofString()));
    readMax.accumulateAndGet(System.nanoTime() - start, Math::max);
    reads.incrementAndGet();
  }

  private void readAlone(String path) throws IOException, InterruptedException {
    try (var client = client()) {
      long start = System.nanoTime();
      expect(path, client.send(request(path).build(), BodyHandlers.ofString()));
      readMax.accumulateAndGet(System.nanoTime() - start, Math::max);
      reads.incrementAndGet();
    }
  }

  /// What was acknowledged must be there when it is asked for next.
  private void write() throws IOException, InterruptedException {
    var value = "site " + writes.incrementAndGet();
    var body = JSON.writeValueAsString(java.util.Map.of("value", value));
    long start = System.nanoTime();
    var request =
        request("/api/v1/settings/site-name")
            .header("Content-Type", "application/json")
            .PUT(BodyPublishers.ofString(body))
            .build();
    expect("PUT", kept.send(request, BodyHandlers.ofString()));
    writeMax.accumulateAndGet(System.nanoTime() - start, Math::max);
    var answer = kept.send(request("/api/v1/settings/site-name").build(), BodyHandlers.ofString());
    var there = JSON.readTree(answer.body()).path("value").asString("");
    if (!there.equals(value)) {
      lost.add(value + " (there is “" + there + "”)");
    }
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create(address).resolve(path))
        .timeout(ANSWER_MAX)
        .header("Authorization", "Bearer " + secret);
  }

  private void expect(String what, HttpResponse<String> answer) {
    if (answer.statusCode() >= 400) {
      failures.add(what + " answered " + answer.statusCode() + " " + answer.body());
    }
  }

  /// As tus clients do: what fails is asked for again, from where the server is.
  private void upload() {
    try {
      var created =
          kept.send(
              request("/api/v1/uploads")
                  .header("Tus-Resumable", "1.0.0")
                  .header("Upload-Length", "" + sent.length)
                  .header("Upload-Metadata", "filename cGhvdG8ucG5n")
                  .POST(BodyPublishers.noBody())
                  .build(),
              BodyHandlers.ofString());
      var place = created.headers().firstValue("Location").orElseThrow();
      int offset = 0;
      while (offset < sent.length) {
        offset = piece(place, offset);
      }
    } catch (IOException | RuntimeException e) {
      failures.add("uploader: " + e);
    } catch (InterruptedException _) {
      failures.add("uploader: interrupted");
    }
  }

  private int piece(String place, int offset) throws IOException, InterruptedException {
    Thread.sleep(40);
    int length = Math.min(PIECE, sent.length - offset);
    var request =
        request(place)
            .header("Tus-Resumable", "1.0.0")
            .header("Upload-Offset", "" + offset)
            .header("Content-Type", "application/offset+octet-stream")
            .method("PATCH", BodyPublishers.ofByteArray(sent, offset, length))
            .build();
    try {
      var answer = kept.send(request, BodyHandlers.ofString());
      if (answer.statusCode() == 204) {
        answer.headers().firstValue("Gremlin-Item").ifPresent(item -> uploaded = item);
        return Integer.parseInt(answer.headers().firstValue("Upload-Offset").orElseThrow());
      }
    } catch (IOException _) {
      // Cut off: ask how far it came.
    }
    var asked =
        kept.send(
            request(place)
                .header("Tus-Resumable", "1.0.0")
                .method("HEAD", BodyPublishers.noBody())
                .build(),
            BodyHandlers.ofString());
    asked.headers().firstValue("Gremlin-Item").ifPresent(item -> uploaded = item);
    return Integer.parseInt(asked.headers().firstValue("Upload-Offset").orElseThrow());
  }

  void awaitWarm() {
    Await.untilTrue(
        "readers and writers to be at it", Duration.ofMinutes(1), () -> reads.get() > WARM);
  }

  void finish() throws InterruptedException {
    Await.untilTrue("the upload to be complete", END_MAX, () -> !uploaded.isEmpty());
    over = true;
    for (var thread : threads) {
      thread.join(END_MAX);
    }
  }

  List<String> failures() {
    return List.copyOf(failures);
  }

  List<String> lost() {
    return List.copyOf(lost);
  }

  String uploaded() {
    return uploaded;
  }

  byte[] sent() {
    return sent;
  }

  String report() {
    return "%d reads, longest %d ms; %d writes, longest %d ms; failed: %d"
        .formatted(
            reads.get(),
            Duration.ofNanos(readMax.get()).toMillis(),
            writes.get(),
            Duration.ofNanos(writeMax.get()).toMillis(),
            failures.size());
  }
}
