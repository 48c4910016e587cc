package contentgremlin.http.server;

import contentgremlin.engine.Housekeeping;
import contentgremlin.vault.CollectionStore.Tally;
import io.prometheus.metrics.core.metrics.CounterWithCallback;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.util.function.ToLongFunction;

/// Numbers of what housekeeping found and did.
public record HousekeepingMetrics(Housekeeping housekeeping) {
  public void register(PrometheusRegistry registry) {
    GaugeWithCallback.builder()
        .name("gremlin_invariant_violations")
        .help("What contradicts that every item is published, failed with a reason or in work.")
        .labelNames("kind")
        .callback(this::violations)
        .register(registry);
    tallies(
        registry, "gremlin_sweeps", "What the sweeper did since the home was made.", Tally::count);
    tallies(registry, "gremlin_swept_bytes", "Bytes that became free by that.", Tally::bytes);
    GaugeWithCallback.builder()
        .name("gremlin_unreferenced_bytes")
        .help("Bytes of files that nothing refers to and that wait for the end of their grace.")
        .callback(point -> point.call((double) housekeeping.report().waiting().bytes()))
        .register(registry);
  }

  private void violations(GaugeWithCallback.Callback point) {
    var invariant = housekeeping.invariant();
    var violations = invariant.violations();
    point.call((double) violations.stranded(), "stranded");
    point.call((double) violations.undecided(), "undecided");
    point.call((double) violations.parked(), "parked");
    point.call((double) violations.unreasoned(), "unreasoned");
    point.call((double) violations.abandoned(), "abandoned");
    point.call((double) invariant.bare(), "bare");
  }

  private void tallies(
      PrometheusRegistry registry, String name, String help, ToLongFunction<Tally> number) {
    CounterWithCallback.builder()
        .name(name)
        .help(help)
        .labelNames("action")
        .callback(point ->
            housekeeping
                .report()
                .tallies()
                .forEach(
                    (sweep, tally) -> point.call((double) number.applyAsLong(tally), sweep.word())))
        .register(registry);
  }
}
