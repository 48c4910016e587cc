package contentgremlin.engine;

import contentgremlin.job.Job;
import contentgremlin.job.JobId;
import contentgremlin.job.Lane;
import contentgremlin.job.Supervisor;
import contentgremlin.store.Database;
import contentgremlin.vault.Vault;
import java.time.InstantSource;
import java.util.Map;

/// Lends the jobs of [LentHandler] where no runner is: what comes back stays as it is.
public final class OpenLending {
  private OpenLending() {}

  public static Lending of(
      Database database, Vault vault, Supervisor supervisor, InstantSource time) {
    Map<String, JobHandler> handlers = Map.of(LentHandler.KIND, new LentHandler(vault));
    var shop = new Workshop(database, supervisor, vault, handlers, time, _ -> {}, "test");
    return new Lending(shop, new NoPlaces());
  }

  private record NoPlaces() implements Lending.Shelf {
    @Override
    public boolean isOpen() {
      return true;
    }

    @Override
    public boolean hasPlace(Database.Tables tables, Lane lane) {
      return false;
    }

    @Override
    public boolean has(JobId job) {
      return false;
    }

    @Override
    public void goOn(Job job) {}
  }
}
