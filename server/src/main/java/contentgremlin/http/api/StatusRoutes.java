package contentgremlin.http.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import contentgremlin.engine.Accounts;
import contentgremlin.http.Request;
import contentgremlin.http.Response;
import contentgremlin.http.Route;
import contentgremlin.store.Database;
import contentgremlin.store.Instance;
import contentgremlin.store.Setting;
import contentgremlin.vault.Vault;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// `/api/v1/status`: what runs here, and for moderators how it is doing.
final class StatusRoutes {
  static final String ADDRESS = "/api/v1/status";

  private final Build build;
  private final Accounts accounts;
  private final Database database;
  private final Vault vault;

  StatusRoutes(Build build, Accounts accounts, Database database, Vault vault) {
    this.build = build;
    this.accounts = accounts;
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
      @Nullable Disk disk) {}

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
      long used) {}

  private Response status(Request request) throws IOException {
    boolean whole = request.actor().seesEverything();
    var known = database.read(tables -> known(tables, whole));
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
            whole ? new Disk(vault.freeBytes(), known.used()) : null));
  }

  private static Known known(Database.Tables tables, boolean whole) {
    return new Known(
        tables.instance().schemaVersion(),
        Setting.SITE_NAME.text(tables.settings()),
        Setting.REGISTRATION.flag(tables.settings()),
        tables.instance().current(),
        whole ? tables.items().countByState() : null,
        whole ? tables.jobs().countByState() : null,
        whole ? tables.files().totalSize() : 0);
  }
}
