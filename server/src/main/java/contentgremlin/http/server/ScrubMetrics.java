package contentgremlin.http.server;

import contentgremlin.engine.scrub.Verifications;
import contentgremlin.vault.Coverage;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.time.Duration;
import java.time.InstantSource;
import java.util.function.ToDoubleFunction;

/// How much of what is stored was seen to be right.
public record ScrubMetrics(Verifications verifications, InstantSource time) {
  public void register(PrometheusRegistry registry) {
    gauge(registry, "gremlin_files", "Stored files.", Coverage::files);
    gauge(
        registry,
        "gremlin_files_verified",
        "Stored files that were read whole and right within the setting scrub-every.",
        Coverage::filesVerified);
    gauge(
        registry,
        "gremlin_files_damaged",
        "Stored files that are known not to be what they should be.",
        Coverage::filesDamaged);
    gauge(
        registry,
        "gremlin_oldest_verification_seconds",
        "For how long the sound file that was verified longest ago was not; -1 if there is none.",
        this::age);
    GaugeWithCallback.builder()
        .name("gremlin_alerts")
        .help("Alerts that stand.")
        .callback(point -> point.call((double) verifications.countStanding()))
        .register(registry);
  }

  private void gauge(
      PrometheusRegistry registry, String name, String help, ToDoubleFunction<Coverage> number) {
    GaugeWithCallback.builder()
        .name(name)
        .help(help)
        .callback(point -> point.call(number.applyAsDouble(verifications.coverage())))
        .register(registry);
  }

  private double age(Coverage coverage) {
    var oldest = coverage.oldest();
    return oldest == null ? -1 : Duration.between(oldest, time.instant()).toSeconds();
  }
}
