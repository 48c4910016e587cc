package contentgremlin.http.server;

import contentgremlin.account.Actor;
import contentgremlin.http.RequestGuard;
import contentgremlin.http.Response;
import contentgremlin.http.Route;
import contentgremlin.http.Router;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.channels.ServerSocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;

/// A real server on a port of its own.
final class RunningServer implements AutoCloseable {
  static final Limits QUICK =
      new Limits(3_000, Duration.ofSeconds(2), Duration.ofSeconds(10), Duration.ofSeconds(1), 256);

  final HttpServer server;
  final PrometheusRegistry registry = new PrometheusRegistry();

  RunningServer(Limits limits, List<RequestGuard> guards, Route... routes) throws IOException {
    server =
        HttpServer.start(
            parts(registry, guards, routes),
            limits,
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
  }

  RunningServer(ServerSocketChannel socket, Route... routes) throws IOException {
    server = HttpServer.start(parts(registry, List.of(), routes), QUICK, socket);
  }

  static HttpServer start(InetSocketAddress address) throws IOException {
    return HttpServer.start(parts(new PrometheusRegistry(), List.of()), QUICK, address);
  }

  private static HttpServer.Parts parts(
      PrometheusRegistry registry, List<RequestGuard> guards, Route... routes) {
    return new HttpServer.Parts(
        new Router(List.of(routes)),
        _ -> new Actor.Anonymous(),
        guards,
        (_, problem) ->
            new Response.Text(
                problem.status(),
                List.of(),
                "text/html; charset=utf-8",
                ("<h1>" + problem.title() + "</h1>").getBytes(StandardCharsets.UTF_8)),
        new ServerMetrics(registry),
        () -> "");
  }

  RunningServer(Route... routes) throws IOException {
    this(QUICK, List.of(), routes);
  }

  URI uri(String path) {
    return URI.create("http://127.0.0.1:" + server.address().getPort() + path);
  }

  RawClient connect() throws IOException {
    return new RawClient(server.address());
  }

  @Override
  public void close() {
    server.close();
  }
}
