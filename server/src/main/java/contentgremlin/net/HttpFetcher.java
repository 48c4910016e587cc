package contentgremlin.net;

import contentgremlin.enrich.Fetcher;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;

/// Exchanges by the Java runtime's HTTP client. Thread-safe.
///
/// Every exchange has a connection of its own: the next request to the same provider is a second
/// away in any case, and nothing is left open.
public final class HttpFetcher implements Fetcher, AutoCloseable {
  private static final int REDIRECTS_MAX = 5;
  private static final Duration CONNECT_LIMIT = Duration.ofSeconds(5);
  private static final Set<Integer> REDIRECTS = Set.of(301, 302, 303, 307, 308);

  /// Those that ask for the same thing elsewhere in the same way; the others ask by GET.
  private static final Set<Integer> SAME_METHOD = Set.of(307, 308);

  private final Supplier<String> agent;
  private final SSLContext tls;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final Set<HttpClient> clients = ConcurrentHashMap.newKeySet();
  private volatile boolean isClosed;

  /// @param agent what we call ourselves, with how we can be reached
  public HttpFetcher(Supplier<String> agent) {
    this(agent, usual());
  }

  /// @param tls with those whom we believe
  HttpFetcher(Supplier<String> agent, SSLContext tls) {
    this.agent = agent;
    this.tls = tls;
  }

  private static SSLContext usual() {
    try {
      return SSLContext.getDefault();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java runtime has TLS", e);
    }
  }

  @Override
  public Answer fetch(Order order) throws InterruptedException {
    try {
      return fetch(order, Optional.empty());
    } catch (IOException e) {
      throw new IllegalStateException("there was nowhere to write to", e);
    }
  }

  @Override
  public Answer fetch(Order order, Sink sink) throws InterruptedException, IOException {
    return fetch(order, Optional.of(sink));
  }

  private Answer fetch(Order order, Optional<Sink> sink) throws InterruptedException, IOException {
    var deadline = new Deadline(order.limits().time());
    var client = client();
    clients.add(client);
    try {
      return follow(client, order, deadline, sink);
    } catch (Border.Refusal e) {
      return new Answer.Refused(String.valueOf(e.getMessage()));
    } catch (BrokenException | RejectedExecutionException e) {
      if (isClosed) {
        throw new InterruptedException("the server stops"); // nobody else's fault
      }
      return new Answer.Broken(String.valueOf(e.getMessage()));
    } finally {
      clients.remove(client);
      client.shutdownNow();
    }
  }

  private HttpClient client() {
    return HttpClient.newBuilder()
        .version(HttpClient.Version.HTTP_1_1)
        .followRedirects(HttpClient.Redirect.NEVER)
        .proxy(HttpClient.Builder.NO_PROXY)
        .connectTimeout(CONNECT_LIMIT)
        .sslContext(tls)
        .executor(threads)
        .build();
  }

  private Answer follow(HttpClient client, Order order, Deadline deadline, Optional<Sink> sink)
      throws InterruptedException, IOException, BrokenException {
    var border = new Border(order.trusted());
    var at = Border.parse(order.address());
    var body = order.body();
    var headers = order.headers();
    for (int hop = 0; hop <= REDIRECTS_MAX; hop++) {
      var here = at;
      within(
          deadline,
          threads.submit(() -> {
            border.check(here);
            return here;
          }));
      var response = send(client, request(at, headers, body, order, deadline, sink), deadline);
      if (!REDIRECTS.contains(response.statusCode())) {
        return new Answering(response, order, deadline).read(sink);
      }
      Answering.close(response.body());
      var next = next(at, response);
      headers = Border.origin(next).equals(Border.origin(at)) ? headers : Map.of();
      body = SAME_METHOD.contains(response.statusCode()) ? body : "";
      at = next;
    }
    throw new Border.Refusal("it leads from one address to the next, more than we follow");
  }

  private static URI next(URI at, HttpResponse<InputStream> response) throws BrokenException {
    var location = response.headers().firstValue("Location").orElse("");
    if (location.isEmpty()) {
      throw new BrokenException("it leads elsewhere and does not say where");
    }
    URI next;
    try {
      next = Border.parse(at.resolve(location).toString());
    } catch (IllegalArgumentException _) {
      throw new Border.Refusal("what it gave as an address is none");
    }
    if (Border.isSecure(at) && !Border.isSecure(next)) {
      throw new Border.Refusal("it leads from an encrypted place to one that is not");
    }
    return next;
  }

  private HttpRequest request(
      URI at,
      Map<String, String> headers,
      String body,
      Order order,
      Deadline deadline,
      Optional<Sink> sink)
      throws BrokenException {
    try {
      var builder = HttpRequest.newBuilder(at).timeout(deadline.left());
      builder.header("User-Agent", agent.get());
      builder.header("Accept-Encoding", sink.isPresent() ? "identity" : "gzip");
      if (!body.isEmpty()) {
        builder.setHeader("Content-Type", "application/json");
      }
      headers.forEach(builder::setHeader);
      conditions(builder, order);
      return builder
          .method(
              body.isEmpty() ? "GET" : "POST",
              new Once(body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body)))
          .build();
    } catch (IllegalArgumentException _) {
      throw new Border.Refusal("what was to be asked can't be put into a request");
    }
  }

  private static void conditions(HttpRequest.Builder builder, Order order) {
    if (!order.since().tag().isEmpty()) {
      builder.setHeader("If-None-Match", order.since().tag());
    }
    if (!order.since().modified().isEmpty()) {
      builder.setHeader("If-Modified-Since", order.since().modified());
    }
    if (order.rest().offset() > 0) {
      builder.setHeader("Range", "bytes=" + order.rest().offset() + "-");
      builder.setHeader("If-Range", order.rest().validator());
    }
  }

  private static HttpResponse<InputStream> send(
      HttpClient client, HttpRequest request, Deadline deadline)
      throws InterruptedException, BrokenException {
    return within(deadline, client.sendAsync(request, BodyHandlers.ofInputStream()));
  }

  private static <T> T within(Deadline deadline, Future<T> future)
      throws InterruptedException, BrokenException {
    try {
      return future.get(deadline.left().toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException _) {
      future.cancel(true);
      throw deadline.over();
    } catch (InterruptedException e) {
      future.cancel(true);
      throw e;
    } catch (ExecutionException e) {
      if (e.getCause() instanceof Border.Refusal refusal) {
        throw refusal;
      }
      throw new BrokenException(inWords(Objects.requireNonNullElse(e.getCause(), e), deadline));
    }
  }

  /// Without what the exceptions say: there may be addresses in it, with keys.
  private static String inWords(Throwable failure, Deadline deadline) {
    return switch (failure) {
      case java.net.http.HttpConnectTimeoutException _ ->
          "no connection within " + CONNECT_LIMIT.toSeconds() + " s";
      case HttpTimeoutException _ -> String.valueOf(deadline.over().getMessage());
      case java.net.UnknownHostException _ -> "its name can't be looked up";
      case java.net.ConnectException _ -> "no connection";
      case SSLException _ -> "it can't be verified that it is who it should be";
      default -> "the connection broke";
    };
  }

  /// Whatever is under way ends at once.
  @Override
  public void close() {
    isClosed = true;
    clients.forEach(HttpClient::shutdownNow);
    threads.shutdownNow();
  }
}
