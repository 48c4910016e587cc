package contentgremlin.http.server;

import contentgremlin.http.Request;
import contentgremlin.http.Response;
import contentgremlin.http.Route;
import contentgremlin.store.Database;
import contentgremlin.store.StoreException;
import contentgremlin.vault.Vault;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/// What machines ask a server: how it is (`/health/live`, `/health/ready`), and numbers for
/// Prometheus (`/metrics`). Thread-safe.
public final class StateRoutes {
  private final PrometheusRegistry registry;
  private final Database database;

  /// @param registry to which others may have added their numbers; the store's are added here
  public StateRoutes(PrometheusRegistry registry, Database database, Vault vault) {
    this.registry = registry;
    this.database = database;
    new StoreMetrics(database, vault).register(registry);
    new MemoryMetrics().register(registry);
  }

  public List<Route> routes() {
    return List.of(
        Route.get("/health/live", _ -> Response.ok(Map.of("live", true))),
        Route.get("/health/ready", this::ready),
        Route.get("/metrics", this::metrics));
  }

  private Response ready(Request request) {
    try {
      return Response.ok(
          Map.of("ready", database.read(tables -> tables.instance().schemaVersion()) > 0));
    } catch (StoreException | IllegalStateException e) {
      return Response.problem(503, "Not ready", String.valueOf(e.getMessage()));
    }
  }

  private Response metrics(Request request) throws IOException {
    var text = new ByteArrayOutputStream();
    var format = PrometheusTextFormatWriter.create();
    format.write(text, registry.scrape());
    return new Response.Text(200, List.of(), format.getContentType(), text.toByteArray())
        .with("Cache-Control", "no-store");
  }
}
