package contentgremlin.http.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import contentgremlin.engine.Accounts;
import contentgremlin.engine.Housekeeping;
import contentgremlin.event.Alert;
import contentgremlin.http.Request;
import contentgremlin.http.Response;
import contentgremlin.http.Route;
import contentgremlin.http.api.HousekeepingView.AlertView;
import contentgremlin.http.api.HousekeepingView.CoverageView;
import contentgremlin.http.api.HousekeepingView.InvariantView;
import contentgremlin.http.api.HousekeepingView.StrangeView;
import contentgremlin.http.api.HousekeepingView.SweepView;
import contentgremlin.http.api.HousekeepingView.WaitingView;
import contentgremlin.store.Database;
import contentgremlin.store.Instance;
import contentgremlin.store.Setting;
import contentgremlin.vault.Coverage;
import contentgremlin.vault.Vault;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// `/api/v1/status`: what runs here, and for moderators how it is doing.
final class StatusRoutes {
  static final String ADDRESS = "/api/v1/status";

  private static final int ALERTS_MAX = 100;

  /// A file that was never looked at was verified at the very beginning of time.
  private static final Instant EVER = Instant.ofEpochMilli(1);

  private final Build build;
  private final Accounts accounts;
  private final Housekeeping housekeeping;
  private final Database database;
  private final Vault vault;

  StatusRoutes(
      Build build, Accounts accounts, Housekeeping housekeeping, Database database, Vault vault) {
    this.build = build;
    this.accounts = accounts;
    this.housekeeping = housekeeping;
    this.database = database;
    this.vault = vault;
  }

  List<Route> routes() {
    return List.of(Route.get(ADDRESS, this::status));
  }

  /// @param address where it listens
  /// @param items how many are in each state; this and what follows is for moderators
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record StatusView(
      String version,
      String commit,
      int schema,
      String siteName,
      boolean registration,
      boolean setupNeeded,
      @Nullable String started,
      @Nullable String address,
      @Nullable Map<String, Long> items,
      @Nullable Map<String, Long> jobs,
      @Nullable Disk disk,
      @Nullable InvariantView invariant,
      @Nullable List<SweepView> sweeps,
      @Nullable WaitingView unreferenced,
      @Nullable StrangeView strange,
      @Nullable CoverageView verified,
      @Nullable List<AlertView> alerts) {}

  /// In bytes.
  ///
  /// @param used by finished files
  record Disk(long free, long used) {}

  private record Known(
      int schema,
      String siteName,
      boolean registration,
      Optional<Instance> instance,
      @Nullable Map<String, Long> items,
      @Nullable Map<String, Long> jobs,
      long used,
      @Nullable Coverage coverage,
      List<Alert> alerts) {}

  private Response status(Request request) throws IOException {
    boolean whole = request.actor().seesEverything();
    var known = database.read(tables -> known(tables, whole));
    var report = whole ? housekeeping.report() : null;
    return Response.ok(
        new StatusView(
            build.version(),
            build.commit(),
            known.schema(),
            known.siteName(),
            known.registration(),
            accounts.needsSetup(),
            known.instance().map(it -> it.started().toString()).orElse(null),
            known.instance().map(Instance::address).orElse(null),
            known.items(),
            known.jobs(),
            whole ? new Disk(vault.freeBytes(), known.used()) : null,
            whole ? InvariantView.of(housekeeping.invariant()) : null,
            report == null ? null : HousekeepingView.sweeps(report.tallies()),
            report == null ? null : WaitingView.of(report.waiting()),
            report == null ? null : StrangeView.of(report),
            known.coverage() == null ? null : CoverageView.of(known.coverage()),
            whole ? known.alerts().stream().map(AlertView::of).toList() : null));
  }

  private static Known known(Database.Tables tables, boolean whole) {
    return new Known(
        tables.instance().schemaVersion(),
        Setting.SITE_NAME.text(tables.settings()),
        Setting.REGISTRATION.flag(tables.settings()),
        tables.instance().current(),
        whole ? tables.items().countByState() : null,
        whole ? tables.jobs().countByState() : null,
        whole ? tables.files().totalSize() : 0,
        whole ? tables.files().coverage(EVER) : null,
        whole ? tables.alerts().standing(0, ALERTS_MAX) : List.of());
  }
}
