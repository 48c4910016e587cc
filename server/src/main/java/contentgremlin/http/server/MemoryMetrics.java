package contentgremlin.http.server;

import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;

/// How much memory the server takes.
record MemoryMetrics() {
  private static final Path STATUS = Path.of("/proc/self/status");

  void register(PrometheusRegistry registry) {
    GaugeWithCallback.builder()
        .name("gremlin_memory_heap_bytes")
        .help("Bytes of the heap in use.")
        .callback(point ->
            point.call((double) ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed()))
        .register(registry);
    GaugeWithCallback.builder()
        .name("gremlin_memory_resident_bytes")
        .help("Bytes of memory that the system gives the server; -1 if it does not say.")
        .callback(point -> point.call(resident()))
        .register(registry);
  }

  private static double resident() {
    try (var lines = Files.lines(STATUS)) {
      return lines
          .filter(line -> line.startsWith("VmRSS:"))
          .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")) * 1024)
          .findFirst()
          .orElse(-1);
    } catch (IOException _) {
      return -1;
    }
  }
}
