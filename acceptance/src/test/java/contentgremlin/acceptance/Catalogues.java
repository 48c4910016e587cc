package contentgremlin.acceptance;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Stands in for MusicBrainz, the Cover Art Archive and LRCLIB, on a real socket of this machine:
/// knows one album in the shapes of their answers, keeps a log of all requests with their times,
/// and behaves as badly as it is told to. Thread-safe.
///
/// Speaks just enough HTTP/1.1; every connection takes one request.
final class Catalogues implements AutoCloseable {
  private static final int BACKLOG = 100;
  private static final int LINE_MAX = 64 << 10;
  private static final Duration HOLD_MAX = Duration.ofMinutes(3);

  /// More than anybody takes for an answer.
  private static final int HUGE_BYTES = 6 << 20;

  private static final String ARTIST = "66666666-6666-4666-8666-666666666666";
  private static final String RELEASE = "33333333-3333-4333-8333-333333333333";
  private static final String GROUP = "55555555-5555-4555-8555-555555555555";

  /// A picture of one point (GIF89a).
  private static final byte[] POINT =
      HexFormat.of()
          .parseHex(
              "47494638396101000100800000ffffff00000021f90401000000002c00000000010001000002024401003b");

  enum Catalogue {
    MUSICBRAINZ("mb", 1_000),
    COVERART("caa", 500),
    LRCLIB("lrc", 500);

    private final String path;
    private final Duration interval;

    Catalogue(String path, int intervalMs) {
      this.path = path;
      this.interval = Duration.ofMillis(intervalMs);
    }

    /// Two requests must not come sooner than that.
    Duration interval() {
      return interval;
    }

    private static Catalogue of(String target) {
      for (var provider : values()) {
        if (target.startsWith("/" + provider.path + "/")) {
          return provider;
        }
      }
      throw new IllegalArgumentException("nobody is asked at " + target);
    }
  }

  /// How a request is treated.
  enum Manner {
    FAIR,
    /// 503, as whoever is overloaded says.
    OVERLOADED,
    /// 429, and wants to be left alone for two seconds.
    TOO_OFTEN,
    /// The connection ends in the middle of the answer.
    CUT,
    HUGE,
    /// A byte now and then, for ever.
    TRICKLE,
    /// Says nothing at all.
    SILENT
  }

  /// Of an answer.
  enum Moment {
    ASKED,
    HALF_SENT,
    SENT
  }

  /// A request, and whether all of a good answer to it was sent.
  static final class Asked {
    private final Catalogue provider;
    private final String target;
    private final long nanos;
    private final int run;
    private volatile boolean answered;

    private Asked(Catalogue provider, String target, long nanos, int run) {
      this.provider = provider;
      this.target = target;
      this.nanos = nanos;
      this.run = run;
    }

    Catalogue provider() {
      return provider;
    }

    /// Path and query, decoded.
    String target() {
      return target;
    }

    /// When its first line was read, on the clock of [System#nanoTime].
    long nanos() {
      return nanos;
    }

    /// Which of the servers asked: they are counted by [Catalogues#nextRun].
    int run() {
      return run;
    }

    boolean isAnswered() {
      return answered;
    }

    @Override
    public String toString() {
      return "run " + run + ": " + provider + " " + target + (answered ? "" : " (no answer)");
    }
  }

  /// Holds the next answer of a provider at some moment, until it is let go.
  final class Hold implements AutoCloseable {
    private final Moment moment;
    private final Catalogue provider;
    private final CountDownLatch reached = new CountDownLatch(1);
    private final CountDownLatch gone = new CountDownLatch(1);

    private Hold(Moment moment, Catalogue provider) {
      this.moment = moment;
      this.provider = provider;
    }

    void await() throws InterruptedException {
      if (!reached.await(HOLD_MAX.toSeconds(), TimeUnit.SECONDS)) {
        throw new AssertionError(provider + " was never " + moment);
      }
    }

    private void here() {
      reached.countDown();
      try {
        boolean _ = gone.await(HOLD_MAX.toSeconds(), TimeUnit.SECONDS);
      } catch (InterruptedException _) {
        Thread.currentThread().interrupt();
      }
    }

    @Override
    public void close() {
      hold = null;
      gone.countDown();
    }
  }

  private final ServerSocket socket;
  private final List<String> titles;
  private final List<Asked> log = new ArrayList<>();
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private final CountDownLatch closed = new CountDownLatch(1);
  private volatile Function<Asked, Manner> manners = _ -> Manner.FAIR;
  private volatile @Nullable Hold hold;
  private int run;

  /// @param titles of the songs of the album
  Catalogues(List<String> titles) {
    this.titles = List.copyOf(titles);
    try {
      socket = new ServerSocket(0, BACKLOG, InetAddress.ofLiteral("127.0.0.1"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Thread.ofVirtual().name("catalogues").start(this::accept);
  }

  /// To be set as this provider's address.
  String address(Catalogue provider) {
    return "http://127.0.0.1:" + socket.getLocalPort() + "/" + provider.path;
  }

  /// From now on.
  void treat(Function<Asked, Manner> how) {
    manners = how;
  }

  Hold holdAt(Moment moment, Catalogue provider) {
    var next = new Hold(moment, provider);
    hold = next;
    return next;
  }

  /// What comes from now on is asked by another server than before.
  synchronized void nextRun() {
    run++;
  }

  synchronized List<Asked> log() {
    return List.copyOf(log);
  }

  List<Asked> log(Catalogue provider) {
    return log().stream().filter(asked -> asked.provider() == provider).toList();
  }

  private void accept() {
    while (!socket.isClosed()) {
      try {
        var peer = socket.accept();
        open.add(peer);
        Thread.ofVirtual().name("catalogues-connection").start(() -> serve(peer));
      } catch (IOException _) {
        return; // closed
      }
    }
  }

  private void serve(Socket peer) {
    try (peer) {
      peer.setTcpNoDelay(true);
      var in = new BufferedInputStream(peer.getInputStream());
      var first = line(in).split(" ", -1);
      if (first.length < 3) {
        return;
      }
      var asked = note(URLDecoder.decode(first[1], StandardCharsets.UTF_8));
      while (!line(in).isEmpty()) {
        // No header changes anything here.
      }
      reach(Moment.ASKED, asked);
      answer(asked, new BufferedOutputStream(peer.getOutputStream()));
    } catch (IOException _) {
      // Whoever asked has gone, as most tests want it to.
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    } finally {
      open.remove(peer);
    }
  }

  private synchronized Asked note(String target) {
    var asked = new Asked(Catalogue.of(target), target, System.nanoTime(), run);
    log.add(asked);
    return asked;
  }

  private static String line(InputStream in) throws IOException {
    var line = new StringBuilder();
    for (int next = in.read(); next >= 0 && next != '\n'; next = in.read()) {
      if (line.length() > LINE_MAX) {
        throw new IOException("too long a line");
      }
      line.append((char) next);
    }
    return line.toString().stripTrailing();
  }

  private void reach(Moment moment, Asked asked) {
    var waiting = hold;
    if (waiting != null && waiting.moment == moment && waiting.provider == asked.provider()) {
      waiting.here();
    }
  }

  private void answer(Asked asked, OutputStream out) throws IOException, InterruptedException {
    switch (manners.apply(asked)) {
      case FAIR -> fair(asked, out);
      case OVERLOADED -> send(out, head("503 Overloaded", "text/plain", 0));
      case TOO_OFTEN ->
          send(out, head("429 Too Many Requests", "text/plain", 0, "Retry-After: 2\r\n"));
      case CUT -> {
        var body = body(asked.target());
        send(out, head("200 OK", "application/json", body.length));
        out.write(body, 0, body.length / 2);
        out.flush();
      }
      case HUGE -> {
        send(out, head("200 OK", "application/json", HUGE_BYTES));
        out.write(" ".repeat(HUGE_BYTES).getBytes(StandardCharsets.US_ASCII));
        out.flush();
      }
      case TRICKLE -> {
        send(out, head("200 OK", "application/json", HUGE_BYTES));
        while (!closed.await(100, TimeUnit.MILLISECONDS)) {
          out.write(' ');
          out.flush();
        }
      }
      case SILENT -> closed.await();
    }
  }

  private void fair(Asked asked, OutputStream out) throws IOException {
    var body = body(asked.target());
    var type = isPicture(asked.target()) ? "image/gif" : "application/json";
    if (body.length == 0) {
      send(out, head("404 Not Found", "text/plain", 0));
      asked.answered = true;
      return;
    }
    send(out, head("200 OK", type, body.length));
    out.write(body, 0, body.length / 2);
    out.flush();
    reach(Moment.HALF_SENT, asked);
    out.write(body, body.length / 2, body.length - body.length / 2);
    out.flush();
    asked.answered = true;
    reach(Moment.SENT, asked);
  }

  private static byte[] head(String status, String type, int length, String... more) {
    return "HTTP/1.1 %s\r\nConnection: close\r\nContent-Type: %s\r\nContent-Length: %d\r\n%s\r\n"
        .formatted(status, type, length, String.join("", more))
        .getBytes(StandardCharsets.US_ASCII);
  }

  private static void send(OutputStream out, byte[] bytes) throws IOException {
    out.write(bytes);
    out.flush();
  }

  // ---- What they know ----

  /// @return nothing if there is nothing
  private byte[] body(String target) {
    if (isPicture(target)) {
      return POINT.clone();
    }
    return json(target.substring(target.indexOf('/', 1))).getBytes(StandardCharsets.UTF_8);
  }

  private static boolean isPicture(String target) {
    return target.endsWith("/1-1200.jpg");
  }

  private String json(String target) {
    if (target.startsWith("/recording?")) {
      return titled(target, this::found, "{\"count\": 0, \"offset\": 0, \"recordings\": []}");
    }
    if (target.startsWith("/recording/")) {
      return recording(Integer.parseInt(target.substring(11, 19)));
    }
    if (target.startsWith("/release/" + RELEASE + "?")) {
      return release();
    }
    if (target.startsWith("/release-group/" + GROUP + "?")) {
      return group();
    }
    if (target.equals("/release/" + RELEASE)) {
      return images();
    }
    return target.startsWith("/get?") ? titled(target, this::words, "") : "";
  }

  private String titled(String target, Function<Integer, String> answer, String otherwise) {
    for (int number = 0; number < titles.size(); number++) {
      if (target.contains(titles.get(number))) {
        return answer.apply(number);
      }
    }
    return otherwise;
  }

  private static String id(int number) {
    return "%08d-1111-4111-8111-111111111111".formatted(number);
  }

  private String found(int number) {
    return """
    {"created": "2026-01-02T03:04:05.678Z", "count": 1, "offset": 0, "recordings": [
      {"id": "%s", "score": 100, "title": "%s", "length": 2000, "video": null,
       "artist-credit": [{"name": "The Lanterns", "artist": {"id": "%s", "name": "The Lanterns"}}],
       "releases": [{"id": "%s", "title": "Low Tide", "status": "Official", "date": "1994-05-02",
         "track-count": %d, "release-group": {"id": "%s", "primary-type": "Album"}}]}]}
    """
        .formatted(id(number), titles.get(number), ARTIST, RELEASE, titles.size(), GROUP);
  }

  private String recording(int number) {
    return """
    {"id": "%s", "title": "%s", "length": 2000, "first-release-date": "1994-05-02",
     "disambiguation": "", "isrcs": [], "genres": [{"name": "dream pop", "count": 7}],
     "artist-credit": [{"name": "The Lanterns", "joinphrase": "",
       "artist": {"id": "%s", "name": "The Lanterns"}}],
     "relations": [{"type": "producer", "target-type": "artist", "artist": {"name": "Ben Ledger"}}],
     "releases": [{"id": "%s", "title": "Low Tide", "status": "Official", "date": "1994-05-02",
       "country": "GB", "release-group": {"id": "%s", "primary-type": "Album",
         "secondary-types": []},
       "media": [{"position": 1, "track-count": %d, "tracks": [{"position": %d}]}]}]}
    """
        .formatted(
            id(number), titles.get(number), ARTIST, RELEASE, GROUP, titles.size(), number + 1);
  }

  private String release() {
    return """
    {"id": "%s", "title": "Low Tide", "date": "1994-05-02", "country": "GB",
     "barcode": "5010000000001", "status": "Official",
     "artist-credit": [{"name": "The Lanterns", "artist": {"id": "%s"}}],
     "label-info": [{"catalog-number": "QUAY 7", "label": {"name": "Quayside Records"}}],
     "media": [{"position": 1, "track-count": %d}], "genres": [], "release-group": {"id": "%s"}}
    """
        .formatted(RELEASE, ARTIST, titles.size(), GROUP);
  }

  private static String group() {
    return """
    {"id": "%s", "title": "Low Tide", "primary-type": "Album", "first-release-date": "1994-04-30",
     "genres": [{"name": "shoegaze", "count": 3}], "relations": []}
    """
        .formatted(GROUP);
  }

  private static String images() {
    var image = "http://coverartarchive.org/release/" + RELEASE + "/1";
    return """
    {"images": [{"types": ["Front"], "front": true, "back": false, "approved": true,
      "image": "%s.jpg", "thumbnails": {"1200": "%s-1200.jpg"}}],
     "release": "https://musicbrainz.org/release/%s"}
    """
        .formatted(image, image, RELEASE);
  }

  private String words(int number) {
    return """
    {"id": %d, "trackName": "%s", "artistName": "The Lanterns", "albumName": "Low Tide",
     "duration": 2.0, "instrumental": false, "plainLyrics": "One line",
     "syncedLyrics": "[00:00.50] One line"}
    """
        .formatted(number + 1, titles.get(number));
  }

  @Override
  public void close() {
    closed.countDown();
    try {
      socket.close();
      for (var peer : open) {
        peer.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
