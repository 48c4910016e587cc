package contentgremlin.bench;

import contentgremlin.account.Actor;
import contentgremlin.disk.DiskVault;
import contentgremlin.engine.library.LibraryPictures;
import contentgremlin.http.Response;
import contentgremlin.http.Route;
import contentgremlin.http.Router;
import contentgremlin.http.media.MediaRoutes;
import contentgremlin.http.server.AccessLines;
import contentgremlin.http.server.HttpServer;
import contentgremlin.http.server.Limits;
import contentgremlin.http.server.ServerMetrics;
import contentgremlin.item.Item;
import contentgremlin.item.ItemId;
import contentgremlin.item.MediaFacts;
import contentgremlin.item.MediaType;
import contentgremlin.item.Source;
import contentgremlin.item.Visibility;
import contentgremlin.library.CoverResult;
import contentgremlin.sql.SqliteDatabase;
import contentgremlin.vault.Digest;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// The server's own HTTP, media and store, without pages and jobs: what the HTTP benchmarks load.
/// Prints its port, then serves until its input ends.
final class MediaServer {
  static final String RANGES = "/media/bench/original";
  static final String JSON = "/api/v1/bench";
  static final Object BODY =
      Map.of("id", "0123456789abc", "title", "A film of two hundred bytes".repeat(6), "views", 7);

  private MediaServer() {}

  public static void main(String[] arguments) throws IOException {
    AccessLines.install();
    var home = Path.of(arguments[0]);
    var file = Path.of(arguments[1]);
    var time = InstantSource.system();
    try (var database = SqliteDatabase.open(home.resolve("db.sqlite"), "bench", time)) {
      var vault = new DiskVault(home.resolve("content"), time);
      var item = item(file, Files.size(file));
      database.write(tables -> {
        tables.items().add(item);
        return item;
      });
      var original = vault.original(item);
      Files.createDirectories(original.getParent());
      Files.createLink(original, file);
      var pictures = new LibraryPictures(database, vault, (_, _) -> new CoverResult.None(), time);
      var routes = new ArrayList<>(new MediaRoutes(database, vault, pictures).routes());
      routes.add(Route.get(JSON, _ -> Response.ok(BODY)));
      serve(routes);
    }
  }

  private static void serve(List<Route> routes) throws IOException {
    var parts =
        new HttpServer.Parts(
            new Router(routes),
            _ -> new Actor.Anonymous(),
            List.of(),
            (_, problem) ->
                new Response.Text(problem.status(), List.of(), "text/plain", new byte[0]),
            new ServerMetrics(new PrometheusRegistry()),
            () -> "");
    var address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    try (var server = HttpServer.start(parts, Limits.ofThisProcess(), address)) {
      System.out.println(server.address().getPort());
      // Until the benchmark lets go of us.
      System.in.transferTo(OutputStream.nullOutputStream());
    }
  }

  private static Item item(Path file, long size) {
    return new Item(
        new ItemId("bench"),
        null,
        MediaType.VIDEO,
        "Bench",
        "",
        List.of(),
        Visibility.PUBLIC,
        new Item.State.Published(Instant.EPOCH),
        new Source.Owned(Digest.of(new byte[32]), file.getFileName() + "", size, ""),
        new MediaFacts("video/mp4", Duration.ofHours(1), 1920, 1080),
        false,
        false,
        Instant.EPOCH);
  }
}
