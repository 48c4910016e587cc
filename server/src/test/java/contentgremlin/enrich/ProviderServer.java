package contentgremlin.enrich;

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
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import javax.net.ServerSocketFactory;
import org.jspecify.annotations.Nullable;

/// Stands in for a provider, on a real socket of this machine: answers what it was told to, keeps a
/// log of all requests with their times, and may mind how often it is asked. Thread-safe.
///
/// Speaks just enough HTTP/1.1; every connection takes one request.
public final class ProviderServer implements AutoCloseable {
  private static final int BACKLOG = 200;
  private static final int LINE_MAX = 64 << 10;

  /// @param path without what comes after "?"
  /// @param query as it was sent, or empty
  /// @param headers by their names in small letters
  /// @param nanos when its first line was read, on the clock of [System#nanoTime]
  public record Asked(
      String method,
      String path,
      String query,
      Map<String, String> headers,
      String body,
      long nanos) {
    public String header(String name) {
      return headers.getOrDefault(name.toLowerCase(Locale.ROOT), "");
    }

    /// A parameter of the query, decoded; or empty.
    public String parameter(String name) {
      return Arrays.stream(query.split("&", -1))
          .filter(pair -> pair.startsWith(name + "="))
          .map(pair -> URLDecoder.decode(pair.substring(name.length() + 1), StandardCharsets.UTF_8))
          .findFirst()
          .orElse("");
    }
  }

  private final ServerSocket socket;
  private final String scheme;
  private final Map<String, Function<Asked, Said>> answers = new ConcurrentHashMap<>();
  private final List<Asked> log = new ArrayList<>();
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private final ArrayDeque<Long> recent = new ArrayDeque<>();
  private int requestsAllowed = Integer.MAX_VALUE;
  private long perNanos = 1;
  private int excess;

  private ProviderServer(ServerSocket socket, String scheme) {
    this.socket = socket;
    this.scheme = scheme;
    Thread.ofVirtual().name("provider").start(this::accept);
  }

  public static ProviderServer start() {
    return start(ServerSocketFactory.getDefault(), "http");
  }

  /// @param scheme "https" if the factory's sockets speak TLS
  public static ProviderServer start(ServerSocketFactory factory, String scheme) {
    try {
      var loopback = InetAddress.ofLiteral("127.0.0.1");
      return new ProviderServer(factory.createServerSocket(0, BACKLOG, loopback), scheme);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// "http://127.0.0.1:12345"
  public String address() {
    return scheme + "://127.0.0.1:" + socket.getLocalPort();
  }

  /// The same place under another name.
  public String addressAs(String host) {
    return scheme + "://" + host + ":" + socket.getLocalPort();
  }

  /// @param path exactly; with "?" and the query if only that one is meant
  /// @param said one after the other, the last one for ever
  public ProviderServer on(String path, Said... said) {
    var left = new ArrayDeque<>(List.of(said));
    return on(
        path,
        _ -> {
          synchronized (left) {
            return left.size() > 1 ? left.removeFirst() : left.getFirst();
          }
        });
  }

  public ProviderServer on(String path, Function<Asked, Said> answer) {
    answers.put(path, answer);
    return this;
  }

  /// From now on more than so many requests in any such span of time are answered by 503, and
  /// counted.
  public synchronized ProviderServer allowing(int requests, Duration per) {
    requestsAllowed = requests;
    perNanos = per.toNanos();
    return this;
  }

  /// How many requests came sooner than allowed.
  public synchronized int excess() {
    return excess;
  }

  public synchronized List<Asked> asked() {
    return List.copyOf(log);
  }

  public List<Asked> asked(String path) {
    return asked().stream().filter(asked -> asked.path().equals(path)).toList();
  }

  public synchronized void forgetAsked() {
    log.clear();
  }

  /// The shortest time between two requests.
  public Duration closest() {
    var all = asked();
    long least = Long.MAX_VALUE;
    for (int i = 1; i < all.size(); i++) {
      least = Math.min(least, all.get(i).nanos() - all.get(i - 1).nanos());
    }
    return Duration.ofNanos(least);
  }

  private void accept() {
    while (!socket.isClosed()) {
      try {
        var peer = socket.accept();
        open.add(peer);
        Thread.ofVirtual().name("provider-connection").start(() -> serve(peer));
      } catch (IOException _) {
        return; // closed
      }
    }
  }

  private void serve(Socket peer) {
    try (peer) {
      peer.setTcpNoDelay(true);
      var in = new BufferedInputStream(peer.getInputStream());
      var asked = read(in);
      if (asked != null) {
        var out = new BufferedOutputStream(peer.getOutputStream());
        say(out, asked, decide(asked));
        out.flush();
      }
    } catch (IOException _) {
      // Whoever asked has gone, as some tests want it to.
    } finally {
      open.remove(peer);
    }
  }

  private @Nullable Asked read(InputStream in) throws IOException {
    var first = line(in).split(" ", -1);
    if (first.length < 2) {
      return null;
    }
    long nanos = System.nanoTime();
    var headers = new TreeMap<String, String>();
    for (var line = line(in); !line.isEmpty(); line = line(in)) {
      int colon = line.indexOf(':');
      var name = line.substring(0, colon).toLowerCase(Locale.ROOT);
      headers.put(name, line.substring(colon + 1).strip());
    }
    int length = Integer.parseInt(headers.getOrDefault("content-length", "0"));
    var body = new String(in.readNBytes(length), StandardCharsets.UTF_8);
    var target = first[1].split("\\?", 2);
    var query = target.length > 1 ? target[1] : "";
    return new Asked(first[0], target[0], query, Map.copyOf(headers), body, nanos);
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

  private Said decide(Asked asked) {
    if (!isAllowed(asked)) {
      return Said.status(503);
    }
    var whole = answers.get(asked.path() + "?" + asked.query());
    var answer = whole == null ? answers.get(asked.path()) : whole;
    var said = answer == null ? Said.status(404) : answer.apply(asked);
    return said.status() == 200 ? conditional(asked, said) : said;
  }

  private synchronized boolean isAllowed(Asked asked) {
    log.add(asked);
    long since = asked.nanos() - perNanos;
    while (!recent.isEmpty() && recent.getFirst() <= since) {
      recent.removeFirst();
    }
    recent.addLast(asked.nanos());
    if (recent.size() <= requestsAllowed) {
      return true;
    }
    excess++;
    return false;
  }

  private static Said conditional(Asked asked, Said said) {
    var tag = said.headers().getOrDefault("ETag", "");
    var modified = said.headers().getOrDefault("Last-Modified", "");
    if ((!tag.isEmpty() && tag.equals(asked.header("If-None-Match")))
        || (!modified.isEmpty() && modified.equals(asked.header("If-Modified-Since")))) {
      return said.withStatus(304).saying(new byte[0]);
    }
    var range = asked.header("Range");
    var unless = asked.header("If-Range");
    boolean isSame = unless.isEmpty() || unless.equals(tag) || unless.equals(modified);
    if (!range.matches("bytes=\\d+-") || !isSame || (tag.isEmpty() && modified.isEmpty())) {
      return said;
    }
    int offset = Integer.parseInt(range.substring("bytes=".length(), range.length() - 1));
    return offset < said.body().length
        ? said.from(offset)
        : Said.status(416).with("Content-Range", "bytes */" + said.body().length);
  }

  private void say(OutputStream out, Asked asked, Said said) throws IOException {
    LockSupport.parkNanos(said.silence().toNanos());
    if (said.status() == 0) {
      return;
    }
    var head = new StringBuilder("HTTP/1.1 " + said.status() + " Said\r\nConnection: close\r\n");
    said.headers().forEach((name, value) -> head.append(name + ": " + value + "\r\n"));
    boolean hasBody = said.status() != 304 && said.status() != 204;
    if (hasBody && !said.endless()) {
      head.append("Content-Length: " + said.body().length + "\r\n");
    }
    out.write((head + "\r\n").getBytes(StandardCharsets.ISO_8859_1));
    if (hasBody && !asked.method().equals("HEAD")) {
      body(out, said);
    }
  }

  private void body(OutputStream out, Said said) throws IOException {
    int end = said.cut() < 0 ? said.body().length : Math.min(said.cut(), said.body().length);
    do {
      if (said.pause().isZero()) {
        out.write(said.body(), 0, end);
      } else {
        for (int i = 0; i < end; i++) {
          out.write(said.body()[i]);
          out.flush();
          LockSupport.parkNanos(said.pause().toNanos());
        }
      }
    } while (said.endless() && !socket.isClosed());
  }

  @Override
  public void close() {
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
