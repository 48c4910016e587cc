package contentgremlin.http.upload;

import contentgremlin.account.Account;
import contentgremlin.account.Actor;
import contentgremlin.account.Role;
import contentgremlin.disk.DiskVault;
import contentgremlin.engine.upload.Uploads;
import contentgremlin.http.Request;
import contentgremlin.http.Response;
import contentgremlin.http.Route;
import contentgremlin.http.Router;
import contentgremlin.http.server.HttpServer;
import contentgremlin.http.server.Limits;
import contentgremlin.http.server.ServerMetrics;
import contentgremlin.item.Item;
import contentgremlin.item.ItemId;
import contentgremlin.sql.SqliteDatabase;
import contentgremlin.store.Setting;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;

/// A real server that only takes uploads, with a real database and vault. Whoever sends `Bearer
/// NAME` is the account of that name; `Bearer operator` is the operator.
public final class UploadServer implements AutoCloseable {
  /// Kept here, since the JDK forgets loggers that nobody holds.
  private static final Logger ACCESS_LOG = Logger.getLogger("contentgremlin.access");

  static {
    ACCESS_LOG.setLevel(Level.WARNING);
  }

  public final SqliteDatabase database;
  public final DiskVault vault;
  public final Uploads uploads;
  private final HttpServer server;

  public UploadServer(Path home, int port) throws IOException {
    Files.createDirectories(home);
    database = SqliteDatabase.open(home.resolve("db.sqlite"), "test", InstantSource.system());
    if (database.read(tables -> tables.accounts().count()) == 0) {
      addAccounts();
    }
    vault = new DiskVault(home.resolve("content"), InstantSource.system());
    uploads = new Uploads(database, vault, InstantSource.system(), new SecureRandom());
    uploads.start();
    server = listen(port);
  }

  private void addAccounts() {
    database.write(tables -> {
      var now = InstantSource.system().instant();
      tables.accounts().add("ann", Role.UPLOADER, Account.QUOTA_NONE, now);
      tables.accounts().add("bob", Role.UPLOADER, 1_000_000, now);
      tables.accounts().add("vic", Role.VIEWER, Account.QUOTA_NONE, now);
      tables.settings().put(Setting.DISK_RESERVE.word(), "0");
      return null;
    });
  }

  private HttpServer listen(int port) throws IOException {
    var routes = new ArrayList<Route>(new TusRoutes(uploads).routes());
    routes.addAll(new FormRoutes(uploads).routes());
    var parts =
        new HttpServer.Parts(
            new Router(routes),
            this::identify,
            List.of(),
            (_, problem) ->
                new Response.Text(
                    problem.status(),
                    List.of(),
                    "text/html",
                    problem.detail().getBytes(StandardCharsets.UTF_8)),
            new ServerMetrics(new PrometheusRegistry()),
            () -> "");
    return HttpServer.start(
        parts,
        Limits.ofThisProcess(),
        new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
  }

  private Actor identify(Request request) {
    var bearer = request.header("Authorization").orElse("Bearer -").substring("Bearer ".length());
    if (bearer.equals("operator")) {
      return new Actor.Operator(Actor.Scope.ALL);
    }
    return database
        .read(tables -> tables.accounts().findByName(bearer))
        .<Actor>map(account -> new Actor.Person(account, Actor.Scope.ALL))
        .orElseGet(Actor.Anonymous::new);
  }

  public URI uri(String path) {
    return URI.create("http://127.0.0.1:" + port() + path);
  }

  public int port() {
    return server.address().getPort();
  }

  public Item item(String id) {
    return database
        .read(tables -> tables.items().find(new ItemId(id)))
        .orElseThrow(() -> new AssertionError("no item " + id));
  }

  @Override
  public void close() {
    uploads.close();
    try {
      server.stop(Duration.ofSeconds(2));
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
    database.close();
  }

  /// Runs as a process of its own, so that it can be killed: HOME PORT. Says its port when it
  /// listens, and ends with its standard input.
  public static void main(String[] arguments) throws IOException {
    try (var server = new UploadServer(Path.of(arguments[0]), Integer.parseInt(arguments[1]))) {
      System.out.println(server.port());
      while (System.in.read() >= 0) {
        // Whoever started us is still there.
      }
    }
  }
}
