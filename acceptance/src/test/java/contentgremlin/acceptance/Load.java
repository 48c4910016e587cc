package contentgremlin.acceptance;

import contentgremlin.acceptance.MediaPool.Media;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/// People and programs that use a server all at the same time, and go on whenever it is there
/// again. What it acknowledges they write into the ledger.
final class Load {
  /// More unfinished items at once would only make the end long.
  private static final int ITEMS_OPEN_MAX = 8;

  private static final Duration SERVER_MAX = Duration.ofMinutes(3);
  private static final Duration END_MAX = Duration.ofMinutes(5);
  private static final int UPLOADERS = 3;

  final Gremlin gremlin;
  final Api api;
  final Ledger ledger;
  final Moments moments = new Moments();
  final MediaPool media;
  final Path folder;
  private final long seed;
  private final List<Thread> threads = new ArrayList<>();
  private final EventListener listener;
  private volatile boolean over;
  private boolean commands = true;
  private boolean diskMayBeFull;

  Load(Gremlin gremlin, MediaPool media, Path folder, Ledger ledger, long seed) {
    this.gremlin = gremlin;
    this.api = new Api(gremlin);
    this.ledger = ledger;
    this.media = media;
    this.folder = folder;
    this.seed = seed;
    this.listener = new EventListener(this);
  }

  /// One person: does one thing after the other.
  interface Worker {
    /// @throws IOException if the server was not there; the next turn comes when it is
    void turn(Random random) throws IOException;
  }

  /// Nobody uses the command line.
  void withoutCommands() {
    commands = false;
  }

  /// The server may say that its disk is full.
  void tolerateFullDisk() {
    diskMayBeFull = true;
  }

  /// Whether the answer is the right one to a disk that is full, and that can be the reason.
  boolean isFull(Api.Answer answer) {
    boolean isFull = diskMayBeFull && (answer.status() == 507 || answer.status() == 503);
    if (isFull) {
      ledger.refused.incrementAndGet();
      ledger.note("refused: " + answer);
      pause();
    }
    return isFull;
  }

  void start() {
    for (int number = 0; number < UPLOADERS; number++) {
      start("uploader-" + number, new TusWorker(this));
    }
    start("form", new FormWorker(this));
    if (commands) {
      start("command", new AddWorker(this));
    }
    start("editor", new EditWorker(this));
    start("administrator", new AccountWorker(this));
    listener.start();
  }

  private void start(String name, Worker worker) {
    var random = new Random(seed * 31 + threads.size());
    var thread = Thread.ofPlatform().name(name).daemon().start(() -> work(name, worker, random));
    threads.add(thread);
  }

  private void work(String name, Worker worker, Random random) {
    while (!over) {
      try {
        awaitServer();
        worker.turn(random);
      } catch (IOException e) {
        ledger.note(name + " lost the server: " + e);
      } catch (RuntimeException | Error e) {
        ledger.fault(name + " failed: " + e + " at " + List.of(e.getStackTrace()).subList(0, 5));
        pause();
      }
    }
  }

  boolean isOver() {
    return over;
  }

  /// Everybody finishes what he began; the server must stay there meanwhile.
  void finish() throws InterruptedException {
    over = true;
    for (var thread : threads) {
      if (!thread.join(END_MAX)) {
        ledger.fault(
            thread.getName()
                + " does not come to an end: "
                + List.of(thread.getStackTrace()).subList(0, 8));
      }
    }
  }

  /// After the last thing that happens: every event up to there must have been heard.
  ///
  /// @param newest its number
  void finishListening(long newest) throws InterruptedException {
    listener.finish(newest);
  }

  void at(Moments.Moment moment) {
    moments.at(moment);
  }

  void awaitServer() {
    Await.untilTrue("the server to be there", SERVER_MAX, this::isThere);
  }

  private boolean isThere() {
    try {
      return !gremlin.address().isEmpty() && api.get("/health/ready").status() == 200;
    } catch (IOException _) {
      return false;
    }
  }

  /// The next thing to upload, once there is not too much to do already.
  Media nextMedia(Random random) throws IOException {
    while (!over && open() >= ITEMS_OPEN_MAX) {
      pause();
    }
    return media.next(random);
  }

  private int open() throws IOException {
    var path = "/api/v1/items?state=processing&limit=" + (ITEMS_OPEN_MAX + 1);
    return Api.must(api.get(path)).json().get("items").size();
  }

  static void pause() {
    try {
      Thread.sleep(100);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}
