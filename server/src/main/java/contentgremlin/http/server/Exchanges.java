package contentgremlin.http.server;

import contentgremlin.http.ErrorPages;
import contentgremlin.http.Handler;
import contentgremlin.http.ProblemException;
import contentgremlin.http.RequestGuard;
import contentgremlin.http.Response;
import contentgremlin.http.Router;
import contentgremlin.store.StoreException;
import java.io.IOException;
import java.net.URI;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/// Answers requests: each on a virtual thread of its own, which identifies, guards, routes, calls
/// the handler and writes. Jetty's own few threads never wait for anything. Thread-safe.
final class Exchanges extends org.eclipse.jetty.server.Handler.Abstract.NonBlocking {
  private static final System.Logger LOG = System.getLogger(Exchanges.class.getName());

  /// The handover itself is asked for here, and never waits for itself.
  private static final String CONTROL = "/api/v1/upgrade";

  private static final Set<String> READING = Set.of("GET", "HEAD", "OPTIONS");

  /// Bytes of a body: what brings less has come as soon as its head.
  private static final int SHORT = 64 * 1024;

  private final HttpServer.Parts parts;
  private final Limits limits;
  private final Proxy proxy;
  private final ResponseWriter writer;
  private final Turnstile turnstile;
  private final Forwarder forwarder = new Forwarder();
  private final AtomicInteger running = new AtomicInteger();

  /// Threads that write streams: those end only when they are told to.
  private final Set<Thread> streams = ConcurrentHashMap.newKeySet();

  Exchanges(HttpServer.Parts parts, Limits limits, ResponseWriter writer, Turnstile turnstile) {
    this.turnstile = turnstile;
    this.parts = parts;
    this.limits = limits;
    this.proxy = new Proxy(parts.baseUrl());
    this.writer = writer;
  }

  @Override
  public boolean handle(
      org.eclipse.jetty.server.Request request,
      org.eclipse.jetty.server.Response response,
      Callback callback) {
    var connection = WatchedEndPoint.of(request);
    connection.requestBegun(request);
    Thread.ofVirtual().name("request").start(() -> run(connection, request, response, callback));
    return true;
  }

  private void run(
      WatchedEndPoint connection,
      org.eclipse.jetty.server.Request jettyRequest,
      org.eclipse.jetty.server.Response jettyResponse,
      Callback callback) {
    parts.metrics().begun();
    int place = running.incrementAndGet();
    var out = new Exchange(jettyRequest, jettyResponse);
    var done = new Done(connection, out, callback);
    try {
      serve(out, place, done);
    } catch (IOException | InterruptedException e) {
      // The client is gone, or we are going: nobody reads an answer.
      done.failed(e);
    } catch (RuntimeException | Error e) {
      LOG.log(System.Logger.Level.ERROR, "Could not write an answer", e);
      done.failed(e);
    }
  }

  /// What remains to be done when an answer is complete or broken off.
  private final class Done implements Callback {
    private final WatchedEndPoint connection;
    private final Exchange out;
    private final Callback callback;

    Done(WatchedEndPoint connection, Exchange out, Callback callback) {
      this.connection = connection;
      this.out = out;
      this.callback = callback;
    }

    @Override
    public void succeeded() {
      end(true);
      callback.succeeded();
    }

    @Override
    public void failed(Throwable cause) {
      end(false);
      callback.failed(cause);
    }

    private void end(boolean isComplete) {
      running.decrementAndGet();
      log(out, isComplete);
      connection.requestEnded();
    }
  }

  private void serve(Exchange out, int place, Callback done)
      throws IOException, InterruptedException {
    var decoded = PathParts.decode(out.jettyRequest().getHttpURI().getPath());
    var request =
        new JettyRequest(
            out.jettyRequest(), decoded == null ? List.of("") : decoded, proxy, limits);
    var answer = pass(request, decoded != null, place);
    var shown = shown(request, answer);
    boolean isStream = shown instanceof Response.Stream;
    if (isStream) {
      streams.add(Thread.currentThread());
    }
    try {
      out.isStream = isStream;
      writer.write(out, request, shown, done);
    } finally {
      streams.remove(Thread.currentThread());
    }
  }

  /// While a newer process takes over, not everything is for us to answer.
  private Response pass(JettyRequest request, boolean isPathSound, int place)
      throws IOException, InterruptedException {
    if (request.path().startsWith(CONTROL)) {
      return answer(request, isPathSound, place);
    }
    boolean isChange = !READING.contains(request.method());
    boolean isShort = isChange && request.contentLength() < SHORT;
    return switch (turnstile.enter(isChange, isShort)) {
      case Turnstile.Pass.Here() -> {
        try {
          yield answer(request, isPathSound, place);
        } finally {
          turnstile.leave(isChange, isShort);
        }
      }
      case Turnstile.Pass.There(var successor) -> handOn(request, successor);
      case Turnstile.Pass.Refused() ->
          Response.problem(503, "Busy", "An upgrade takes longer than it should; try again soon.")
              .with("Retry-After", "5");
    };
  }

  private Response handOn(JettyRequest request, URI successor) throws InterruptedException {
    try {
      return forwarder.forward(request, successor);
    } catch (IOException | RuntimeException e) {
      LOG.log(System.Logger.Level.WARNING, "The successor does not answer", e);
      return Response.problem(503, "Moved", "Another process has just taken over; ask again.")
          .with("Retry-After", "1");
    }
  }

  /// Everything that a handler can do to us ends here as an answer.
  private Response answer(JettyRequest request, boolean isPathSound, int place)
      throws InterruptedException {
    try {
      if (!isPathSound) {
        return Response.problem(400, "Bad request", "The path of the address is malformed.");
      }
      if (place > Limits.RUNNING) {
        return Response.problem(503, "Busy", "Too many requests at once; try again soon.")
            .with("Retry-After", "5");
      }
      request.identified(parts.authenticator().identify(request));
      var refusal = refusal(request);
      return refusal != null ? refusal : route(request);
    } catch (ProblemException e) {
      return e.problem();
    } catch (StoreException.Moved moved) {
      return Response.problem(503, "Moved", String.valueOf(moved.getMessage()))
          .with("Retry-After", "0");
    } catch (StoreException.LeftBehind behind) {
      return Response.problem(503, "To be upgraded", String.valueOf(behind.getMessage()));
    } catch (StoreException.Full full) {
      return Response.problem(507, "Not enough disk space", String.valueOf(full.getMessage()));
    } catch (IOException | RuntimeException | Error e) {
      return request.bodyStream().hasFailed() ? broken(request) : unexpected(request, e);
    }
  }

  private @Nullable Response refusal(JettyRequest request) {
    for (RequestGuard guard : parts.guards()) {
      var refusal = guard.refuse(request);
      if (refusal != null) {
        return refusal;
      }
    }
    return null;
  }

  private Response route(JettyRequest request) throws IOException, InterruptedException {
    return switch (parts.router().match(request.method(), request.parts())) {
      case Router.Match.Found(var route, Map<String, String> parameters) -> {
        request.matched(parameters);
        Handler handler = route.handler();
        yield handler.handle(request);
      }
      case Router.Match.WrongMethod(List<String> allowed) -> {
        var allow = String.join(", ", allowed);
        yield request.method().equals("OPTIONS")
            ? Response.noContent().with("Allow", allow)
            : Response.problem(405, "Method not allowed", "This address answers " + allow + ".")
                .with("Allow", allow);
      }
      case Router.Match.Nowhere() ->
          Response.notFound("There is nothing at " + request.path() + ".");
    };
  }

  /// Mostly nobody is there to read it, but a slow client may be, and one whose body was cut off
  /// because the server stops: nothing is wrong with its request, which it may send again.
  private static Response broken(JettyRequest request) {
    return Response.problem(
        408,
        "Request timeout",
        request.bodyStream().wasTooSlow()
            ? "The body of the request came too slowly."
            : "The body of the request broke off.");
  }

  private static Response unexpected(JettyRequest request, Throwable fault) {
    var id = HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextInt());
    var what = request.method() + " " + AccessLog.blot(request.target());
    LOG.log(System.Logger.Level.ERROR, "Fault " + id + " in " + what, fault);
    return Response.problem(
        500,
        "Internal error",
        "Something went wrong here; the server's log says more under " + id + ".");
  }

  /// Problems become pages for people; programs get them as they are.
  private Response shown(JettyRequest request, Response answer) {
    if (!(answer instanceof Response.Problem problem) || !wantsPage(request)) {
      return answer;
    }
    ErrorPages pages = parts.errorPages();
    Response page = pages.page(request, problem);
    for (var header : problem.headers()) {
      page = page.with(header.name(), header.value());
    }
    return page;
  }

  private static boolean wantsPage(JettyRequest request) {
    return !request.path().startsWith("/api/")
        && request.header("Accept").orElse("").contains("text/html");
  }

  private void log(Exchange out, boolean isComplete) {
    long nanos = System.nanoTime() - out.jettyRequest().getHeadersNanoTime();
    int status = out.jettyResponse().getStatus();
    var method = out.jettyRequest().getMethod();
    parts.metrics().ended(method, status, out.sent, nanos / 1e9, out.isStream);
    AccessLog.write(
        new AccessLog.Line(
            org.eclipse.jetty.server.Request.getRemoteAddr(out.jettyRequest()),
            method,
            out.jettyRequest().getHttpURI().getPathQuery(),
            out.jettyRequest().getConnectionMetaData().getProtocol(),
            status,
            out.sent,
            nanos / 1e6,
            out.jettyRequest().getHeaders().get("User-Agent"),
            isComplete));
  }

  int running() {
    return running.get();
  }

  /// Ends all event streams; their clients come again, to whoever then listens.
  void endStreams() {
    streams.forEach(Thread::interrupt);
  }
}
