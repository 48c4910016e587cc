package contentgremlin.http.server;

import contentgremlin.store.Database;
import contentgremlin.vault.Vault;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.IOException;
import java.util.Map;

/// Numbers of what is kept, counted when they are asked for.
record StoreMetrics(Database database, Vault vault) {
  void register(PrometheusRegistry registry) {
    GaugeWithCallback.builder()
        .name("gremlin_jobs")
        .help("Jobs by state.")
        .labelNames("state")
        .callback(point -> each(jobs(), point))
        .register(registry);
    GaugeWithCallback.builder()
        .name("gremlin_items")
        .help("Items by state.")
        .labelNames("state")
        .callback(point -> each(items(), point))
        .register(registry);
    GaugeWithCallback.builder()
        .name("gremlin_events_newest")
        .help("Number of the newest event.")
        .callback(point -> point.call((double) database.read(tables -> tables.events().newest())))
        .register(registry);
    GaugeWithCallback.builder()
        .name("gremlin_content_used_bytes")
        .help("Bytes of all finished files.")
        .callback(point -> point.call((double) database.read(tables -> tables.files().totalSize())))
        .register(registry);
    GaugeWithCallback.builder()
        .name("gremlin_disk_free_bytes")
        .help("Bytes that can still be written; -1 if the disk does not answer.")
        .callback(point -> point.call(free()))
        .register(registry);
  }

  private static void each(Map<String, Long> counts, GaugeWithCallback.Callback point) {
    counts.forEach((state, count) -> point.call(count, state));
  }

  private Map<String, Long> jobs() {
    return database.read(tables -> tables.jobs().countByState());
  }

  private Map<String, Long> items() {
    return database.read(tables -> tables.items().countByState());
  }

  private double free() {
    try {
      return vault.freeBytes();
    } catch (IOException _) {
      return -1;
    }
  }
}
