package contentgremlin.http.api;

import contentgremlin.engine.Accounts;
import contentgremlin.engine.Backups;
import contentgremlin.engine.Catalogue;
import contentgremlin.engine.Housekeeping;
import contentgremlin.engine.Items;
import contentgremlin.engine.Jobs;
import contentgremlin.engine.Shelves;
import contentgremlin.http.Route;
import contentgremlin.store.Database;
import contentgremlin.vault.Vault;
import java.util.List;
import java.util.stream.Stream;

/// The JSON API but for uploads and events, and its description.
public final class ApiRoutes {
  private final List<Route> routes;

  public ApiRoutes(
      Items items,
      Jobs jobs,
      Accounts accounts,
      Housekeeping housekeeping,
      Backups backups,
      Database database,
      Vault vault,
      Build build) {
    var catalogue = new Catalogue(database);
    var views = new ItemViews(catalogue, accounts);
    routes =
        Stream.of(
                new StatusRoutes(build, accounts, housekeeping, database, vault).routes(),
                new CollectRoutes(housekeeping).routes(),
                new BackupRoutes(backups).routes(),
                new ItemRoutes(items, catalogue, accounts, database, views).routes(),
                new ShelfRoutes(new Shelves(database), views).routes(),
                new JobRoutes(jobs, items).routes(),
                new UserRoutes(accounts).routes(),
                new TokenRoutes(accounts).routes(),
                new SessionRoutes(accounts, database).routes(),
                new OpenApi(build).routes())
            .flatMap(List::stream)
            .toList();
  }

  public List<Route> routes() {
    return routes;
  }
}
