package contentgremlin.http.server;

import contentgremlin.account.Account;
import contentgremlin.account.AccountId;
import contentgremlin.account.Actor;
import contentgremlin.account.Role;
import contentgremlin.disk.DiskVault;
import contentgremlin.http.Request;
import contentgremlin.http.Response;
import contentgremlin.http.Route;
import contentgremlin.http.Router;
import contentgremlin.sql.SqliteDatabase;
import contentgremlin.store.Database;
import contentgremlin.store.DatabaseTesting;
import contentgremlin.vault.Vault;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.BiFunction;

/// A real server over a real database and vault. Who asks is what the header `As` says: an
/// account's number, or "moderator".
public final class ItemServer implements AutoCloseable {
  public final Database database;
  public final Vault vault;
  private final HttpServer server;

  public ItemServer(Path home, BiFunction<Database, Vault, List<Route>> routes) throws IOException {
    database = SqliteDatabase.open(home.resolve("db.sqlite"), "test", InstantSource.system());
    vault = new DiskVault(home.resolve("content"), InstantSource.system());
    var registry = new PrometheusRegistry();
    var all = new ArrayList<>(routes.apply(database, vault));
    all.addAll(new StateRoutes(registry, database, vault).routes());
    var parts =
        new HttpServer.Parts(
            new Router(all),
            ItemServer::actor,
            List.of(),
            (_, problem) ->
                new Response.Text(problem.status(), List.of(), "text/html", new byte[0]),
            new ServerMetrics(registry),
            () -> "");
    server =
        HttpServer.start(
            parts, RunningServer.QUICK, new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
  }

  private static Actor actor(Request request) {
    return request
        .header("As")
        .map(as ->
            as.equals("moderator")
                ? person(1, Role.MODERATOR)
                : person(Long.parseLong(as), Role.UPLOADER))
        .orElse(new Actor.Anonymous());
  }

  private static Actor person(long id, Role role) {
    var account =
        new Account(
            new AccountId(id), "name" + id, role, Account.QUOTA_NONE, DatabaseTesting.NOON_KEPT);
    return new Actor.Person(account, Set.copyOf(Actor.Scope.ALL));
  }

  public RawClient connect() throws IOException {
    return new RawClient(server.address());
  }

  public URI uri(String path) {
    return URI.create("http://127.0.0.1:" + server.address().getPort() + path);
  }

  @Override
  public void close() {
    server.close();
    database.close();
  }
}
