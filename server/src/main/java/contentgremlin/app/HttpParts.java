package contentgremlin.app;

import contentgremlin.cli.BuildInfo;
import contentgremlin.disk.DiskVault;
import contentgremlin.engine.Accounts;
import contentgremlin.engine.Backups;
import contentgremlin.engine.Handover;
import contentgremlin.engine.install.Installer;
import contentgremlin.http.Route;
import contentgremlin.http.Router;
import contentgremlin.http.api.ApiRoutes;
import contentgremlin.http.api.ArrivalRoutes;
import contentgremlin.http.api.Authentication;
import contentgremlin.http.api.Build;
import contentgremlin.http.api.CommunityRoutes;
import contentgremlin.http.api.CrossSiteGuard;
import contentgremlin.http.api.DemandRoutes;
import contentgremlin.http.api.ExtensionRoutes;
import contentgremlin.http.api.GrabberRoutes;
import contentgremlin.http.api.InstallRoutes;
import contentgremlin.http.api.IntegrityRoutes;
import contentgremlin.http.api.LibraryRoutes;
import contentgremlin.http.api.MachineRoutes;
import contentgremlin.http.api.MetadataRoutes;
import contentgremlin.http.api.SettingRoutes;
import contentgremlin.http.api.StopRoutes;
import contentgremlin.http.api.UpgradeRoutes;
import contentgremlin.http.api.WorkerGuard;
import contentgremlin.http.api.WorkerRoutes;
import contentgremlin.http.event.EventRoutes;
import contentgremlin.http.media.MediaRoutes;
import contentgremlin.http.page.Assets;
import contentgremlin.http.page.ExtensionPages;
import contentgremlin.http.page.GrabberPages;
import contentgremlin.http.page.InstallPages;
import contentgremlin.http.page.LibraryPages;
import contentgremlin.http.page.MachinePages;
import contentgremlin.http.page.MetadataPages;
import contentgremlin.http.page.PageRoutes;
import contentgremlin.http.page.Pages;
import contentgremlin.http.page.TreePages;
import contentgremlin.http.server.AccessLines;
import contentgremlin.http.server.HousekeepingMetrics;
import contentgremlin.http.server.HttpServer;
import contentgremlin.http.server.Limits;
import contentgremlin.http.server.ScrubMetrics;
import contentgremlin.http.server.ServerMetrics;
import contentgremlin.http.server.StateRoutes;
import contentgremlin.http.upload.FormRoutes;
import contentgremlin.http.upload.OutputRoutes;
import contentgremlin.http.upload.TusRoutes;
import contentgremlin.process.Descriptors;
import contentgremlin.store.Database;
import contentgremlin.store.Setting;
import contentgremlin.upgrade.Terms;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.InstantSource;
import java.util.List;
import java.util.stream.Stream;

/// All that answers requests, put together and listening.
record HttpParts(HttpServer server, Stopping stopping) implements AutoCloseable {
  /// What stands behind the answers.
  ///
  /// @param terms how this server was started
  record Behind(
      Database database,
      DiskVault vault,
      Accounts accounts,
      EngineParts engine,
      Installer installer,
      Stopping stopping,
      Backups backups,
      Handover handover,
      Terms terms,
      BuildInfo build,
      InstantSource time) {}

  static HttpParts start(Behind behind, InetSocketAddress address) throws IOException {
    var database = behind.database();
    var pages =
        new Pages(
            Assets.bundled(),
            database,
            behind.handover()::banner,
            behind.engine().extensions()::show);
    var registry = new PrometheusRegistry();
    var parts =
        new HttpServer.Parts(
            new Router(routes(behind, pages, registry)),
            new Authentication(behind.accounts()),
            List.of(new CrossSiteGuard(database), new WorkerGuard()),
            pages,
            new ServerMetrics(registry),
            () -> database.read(tables -> Setting.BASE_URL.text(tables.settings())));
    return new HttpParts(
        HttpServer.start(parts, Limits.ofThisProcess(), address), behind.stopping());
  }

  private static List<Route> routes(Behind behind, Pages pages, PrometheusRegistry registry) {
    var database = behind.database();
    var vault = behind.vault();
    var accounts = behind.accounts();
    var engine = behind.engine();
    var build = behind.build();
    var items = engine.items();
    var jobs = engine.jobs();
    var housekeeping = engine.housekeeping();
    new HousekeepingMetrics(housekeeping).register(registry);
    new ScrubMetrics(engine.verifications(), behind.time()).register(registry);
    var version = new Build(build.version(), build.commit());
    return Stream.of(
            new ApiRoutes(
                    items, jobs, accounts, housekeeping, behind.backups(), database, vault, version)
                .routes(),
            new InstallRoutes(behind.installer(), accounts).routes(),
            new InstallPages(pages, behind.installer(), accounts, behind.time()).routes(),
            new MachineRoutes(database, engine.machines()).routes(),
            new MachinePages(pages, database, engine.machines(), behind.time()).routes(),
            new SettingRoutes(database, engine.grabbers()).routes(),
            new GrabberRoutes(database, engine.grabbers()).routes(),
            new IntegrityRoutes(engine.verifications()).routes(),
            new LibraryRoutes(engine.libraries(), behind.time()).routes(),
            new LibraryPages(pages, engine.libraries(), behind.time()).routes(),
            new MetadataPages(pages, items, engine.corrections(), engine.grabbers(), database)
                .routes(),
            new GrabberPages(pages, engine.grabbers(), database).routes(),
            new ExtensionRoutes(engine.extensions()).routes(),
            new ExtensionPages(pages, engine.extensions()).routes(),
            new MetadataRoutes(items, engine.corrections(), database).routes(),
            new TreePages(pages, database, jobs).routes(),
            new CommunityRoutes(items, accounts, database, behind.time()).routes(),
            new ArrivalRoutes(engine.arrivals()).routes(),
            new StopRoutes(behind.stopping()).routes(),
            new UpgradeRoutes(behind.handover(), behind.terms(), Descriptors::allow).routes(),
            new TusRoutes(engine.uploads()).routes(),
            new FormRoutes(engine.uploads()).routes(),
            new WorkerRoutes(engine.lending()).routes(),
            new OutputRoutes(engine.lending()).routes(),
            new EventRoutes(engine.events(), database).routes(),
            new DemandRoutes(engine.demands(), engine.events()).routes(),
            new MediaRoutes(database, vault, engine.pictures()).routes(),
            new StateRoutes(registry, database, vault).routes(),
            new PageRoutes(
                    pages,
                    Assets.bundled(),
                    items,
                    jobs,
                    accounts,
                    housekeeping,
                    database,
                    vault,
                    behind.time(),
                    version)
                .routes())
        .flatMap(List::stream)
        .toList();
  }

  /// What comes until [#logAccess] is of no interest.
  static void silence() {
    AccessLines.silence();
  }

  /// From now on there is something to write into the log.
  static void logAccess() {
    AccessLines.install();
  }

  int port() {
    return server.address().getPort();
  }

  @Override
  public void close() {
    try {
      server.stop(stopping.drain());
    } catch (InterruptedException _) {
      // Whoever stops us is in a hurry: the rest is closed at once.
      Thread.currentThread().interrupt();
      server.close();
    }
  }
}
