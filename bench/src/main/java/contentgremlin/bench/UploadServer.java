package contentgremlin.bench;

import contentgremlin.account.Actor;
import contentgremlin.disk.DiskVault;
import contentgremlin.engine.upload.Uploads;
import contentgremlin.http.Response;
import contentgremlin.http.Router;
import contentgremlin.http.server.HttpServer;
import contentgremlin.http.server.Limits;
import contentgremlin.http.server.ServerMetrics;
import contentgremlin.http.upload.TusRoutes;
import contentgremlin.sql.SqliteDatabase;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;

/// Our side of [UploadThroughput], as a process of its own: database, vault, uploads and HTTP are
/// the real ones, only everything behind the upload is left out.
final class UploadServer {
  private UploadServer() {}

  /// Says its port, and ends with its standard input.
  static void serve(Path home) throws IOException {
    var time = InstantSource.system();
    try (var database = SqliteDatabase.open(home.resolve("db.sqlite"), "bench", time);
        var uploads =
            new Uploads(
                database, new DiskVault(home.resolve("content"), time), time, new SecureRandom());
        var server =
            HttpServer.start(
                parts(uploads),
                Limits.ofThisProcess(),
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))) {
      System.out.println(server.address().getPort());
      while (System.in.read() >= 0) {
        // Whoever started us is still there.
      }
    }
  }

  private static HttpServer.Parts parts(Uploads uploads) {
    return new HttpServer.Parts(
        new Router(new TusRoutes(uploads).routes()),
        _ -> new Actor.Operator(Actor.Scope.ALL),
        List.of(),
        (_, problem) -> new Response.Text(problem.status(), List.of(), "text/plain", new byte[0]),
        new ServerMetrics(new PrometheusRegistry()),
        () -> "");
  }
}
