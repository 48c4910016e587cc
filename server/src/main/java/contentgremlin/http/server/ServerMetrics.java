package contentgremlin.http.server;

import io.prometheus.metrics.core.datapoints.CounterDataPoint;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.Gauge;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// What the server counts about its own requests. Thread-safe.
public final class ServerMetrics {
  private static final Set<String> METHODS =
      Set.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS");

  private final Counter requests;
  private final Counter sent;
  private final Histogram durations;
  private final Gauge connections;
  private final Gauge running;
  private final Map<String, CounterDataPoint> requestPoints = new ConcurrentHashMap<>();

  public ServerMetrics(PrometheusRegistry registry) {
    requests =
        Counter.builder()
            .name("gremlin_http_requests_total")
            .help("Requests answered, by method and class of status.")
            .labelNames("method", "status")
            .register(registry);
    sent =
        Counter.builder()
            .name("gremlin_http_response_bytes_total")
            .help("Bytes of response bodies sent.")
            .register(registry);
    durations =
        Histogram.builder()
            .name("gremlin_http_request_duration_seconds")
            .help("Time from the head of a request to the end of its answer; no event streams.")
            .classicOnly()
            .classicUpperBounds(0.001, 0.005, 0.025, 0.1, 0.5, 2.5, 10, 60)
            .register(registry);
    connections =
        Gauge.builder()
            .name("gremlin_http_connections")
            .help("Open connections.")
            .register(registry);
    running =
        Gauge.builder()
            .name("gremlin_http_requests_running")
            .help("Requests that are being answered.")
            .register(registry);
  }

  void begun() {
    running.inc();
  }

  /// A head that Jetty did not take for a request.
  void refused(int status, long bytes) {
    count("other", status, bytes);
  }

  void ended(String method, int status, long bytes, double seconds, boolean isStream) {
    running.dec();
    count(method, status, bytes);
    if (!isStream) {
      durations.observe(seconds);
    }
  }

  private void count(String method, int status, long bytes) {
    // A method that nobody knows would let strangers invent time series.
    var known = METHODS.contains(method) ? method : "other";
    var kind = status / 100 + "xx";
    requestPoints.computeIfAbsent(known + kind, _ -> requests.labelValues(known, kind)).inc();
    sent.inc(bytes);
  }

  void opened() {
    connections.inc();
  }

  void closed() {
    connections.dec();
  }
}
