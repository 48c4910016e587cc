package contentgremlin.http.server;

import contentgremlin.http.Authenticator;
import contentgremlin.http.ErrorPages;
import contentgremlin.http.RequestGuard;
import contentgremlin.http.Router;
import contentgremlin.upgrade.Door;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.net.URI;
import java.nio.channels.ServerSocketChannel;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.eclipse.jetty.http.HttpCompliance;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.http2.server.HTTP2CServerConnectionFactory;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.NetworkConnectionLimit;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.eclipse.jetty.util.thread.Scheduler;

/// Listens on a socket and answers HTTP/1.1 and, without encryption, HTTP/2. Thread-safe.
public final class HttpServer implements Door, AutoCloseable {
  /// What answers requests.
  ///
  /// @param guards asked in this order, each before any handler
  /// @param baseUrl the address people use if a proxy stands before us, else the empty string
  public record Parts(
      Router router,
      Authenticator authenticator,
      List<RequestGuard> guards,
      ErrorPages errorPages,
      ServerMetrics metrics,
      Supplier<String> baseUrl) {
    public Parts {
      guards = List.copyOf(guards);
    }
  }

  /// Jetty's own threads: acceptor, selectors, timers. Requests have virtual ones.
  private static final int THREADS = 24;

  private static final int SELECTORS = 2;
  private static final Duration SWEEP = Duration.ofSeconds(1);

  /// How long a connection that asks for nothing stays open after a successor took over.
  private static final Duration LINGER = Duration.ofSeconds(5);

  private static final Duration LOOK = Duration.ofMillis(50);

  private final Limits limits;
  private final Server server;
  private final Exchanges exchanges;
  private final Connections connections;
  private final OpenFiles files = new OpenFiles();
  private final Turnstile turnstile = new Turnstile();
  private volatile FileConnector connector;
  private volatile InetSocketAddress address;

  private HttpServer(Parts parts, Limits limits, ServerSocketChannel socket) throws IOException {
    this.limits = limits;
    var threads = new QueuedThreadPool(THREADS, 4);
    threads.setName("http");
    server = new Server(threads);
    connections = new Connections(limits, parts.metrics());
    var writer = new ResponseWriter(new FileResponder(files), turnstile::isMoved);
    exchanges = new Exchanges(parts, limits, writer, turnstile);
    connector = connector(socket);
    address = (InetSocketAddress) socket.getLocalAddress();
    server.addConnector(connector);
    server.setHandler(exchanges);
    server.setErrorHandler(new RefusedRequests(parts.metrics()));
  }

  private FileConnector connector(ServerSocketChannel socket) throws IOException {
    var configuration = configuration(limits);
    var opened =
        new FileConnector(
            server,
            SELECTORS,
            connections,
            new HttpConnectionFactory(configuration),
            http2(configuration));
    opened.setIdleTimeout(limits.idle().toMillis());
    opened.open(socket);
    opened.addBean(new NetworkConnectionLimit(limits.connections(), opened));
    return opened;
  }

  /// @throws IOException with what to do about it, if nobody can listen there
  public static HttpServer start(Parts parts, Limits limits, InetSocketAddress address)
      throws IOException {
    var socket = ServerSocketChannel.open();
    try {
      socket.setOption(StandardSocketOptions.SO_REUSEADDR, true);
      socket.bind(address, Limits.BACKLOG);
      return start(parts, limits, socket);
    } catch (IOException e) {
      socket.close();
      throw new IOException(
          "Can't listen on %s:%d: %s. Choose another address with --listen."
              .formatted(address.getHostString(), address.getPort(), e.getMessage()),
          e);
    }
  }

  /// Listens on a socket that is bound already: one that another process handed over.
  public static HttpServer start(Parts parts, Limits limits, ServerSocketChannel socket)
      throws IOException {
    var started = new HttpServer(parts, limits, socket);
    try {
      started.server.start();
    } catch (IOException | RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new IOException("Could not start the HTTP server", e);
    }
    started.sweepAgain();
    return started;
  }

  /// Where it listens.
  public InetSocketAddress address() {
    return address;
  }

  /// Listens on this socket, and no longer on the one before.
  public void listenInstead(ServerSocketChannel socket) throws IOException {
    var before = connector;
    var next = connector(socket);
    try {
      server.addConnector(next);
      next.start();
      connector = next;
      address = (InetSocketAddress) socket.getLocalAddress();
      before.stop();
      server.removeConnector(before);
    } catch (IOException | RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new IOException("Could not listen on the socket that was handed over", e);
    }
  }

  @Override
  public void hold() throws InterruptedException {
    turnstile.hold();
  }

  @Override
  public void open() {
    turnstile.open();
  }

  /// Connections that are open end with their next answer; what comes on them is handed on.
  @Override
  public void moved(URI successor) {
    // Not Jetty's own shutdown: that also ends connections whose clients were not told so and may
    // be
    // sending their next request. Nor is the socket closed, which is the successor's as well: the
    // one connection that may still come here is handed on like the others.
    connector.setAccepting(false);
    connector.setIdleTimeout(LINGER.toMillis());
    turnstile.moved(successor);
    exchanges.endStreams();
    for (var connection : connector.getConnectedEndPoints()) {
      connection.setIdleTimeout(Math.min(connection.getIdleTimeout(), LINGER.toMillis()));
    }
  }

  @Override
  public void drain(Duration limit) throws InterruptedException {
    long end = System.nanoTime() + limit.toNanos();
    while ((exchanges.running() > 0 || connections.count() > 0) && System.nanoTime() < end) {
      Thread.sleep(LOOK);
    }
    close();
  }

  /// Takes no new connection, lets running requests end, and ends the rest after the limit.
  public void stop(Duration limit) throws InterruptedException {
    var closed = connector.shutdown();
    exchanges.endStreams();
    try {
      closed.get(limit.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException _) {
      // Who is still there was told to come again.
    } catch (ExecutionException e) {
      throw new IllegalStateException("Could not close the listening socket", e);
    }
    close();
  }

  @Override
  public void close() {
    try {
      server.stop();
    } catch (Exception e) {
      throw new IllegalStateException("Could not stop the HTTP server", e);
    }
    files.close();
  }

  private void sweepAgain() {
    Scheduler scheduler = connector.getScheduler();
    scheduler.schedule(
        () -> {
          connections.sweep();
          files.sweep();
          if (server.isRunning()) {
            sweepAgain();
          }
        },
        SWEEP.toMillis(),
        TimeUnit.MILLISECONDS);
  }

  private static HttpConfiguration configuration(Limits limits) {
    var configuration = new HttpConfiguration();
    configuration.setSendServerVersion(false);
    configuration.setSendXPoweredBy(false);
    configuration.setSendDateHeader(true);
    configuration.setRequestHeaderSize(Limits.HEAD_SIZE);
    configuration.setResponseHeaderSize(Limits.RESPONSE_HEAD_SIZE);
    configuration.setInputBufferSize(Limits.INPUT_BUFFER);
    configuration.setOutputBufferSize(Limits.OUTPUT_BUFFER);
    configuration.setIdleTimeout(limits.idle().toMillis());
    configuration.setHttpCompliance(HttpCompliance.RFC9110);
    configuration.setUriCompliance(UriCompliance.RFC3986);
    configuration.setRelativeRedirectAllowed(true);
    return configuration;
  }

  private static HTTP2CServerConnectionFactory http2(HttpConfiguration configuration) {
    var http2 = new HTTP2CServerConnectionFactory(configuration);
    http2.setMaxConcurrentStreams(Limits.STREAMS);
    return http2;
  }
}
