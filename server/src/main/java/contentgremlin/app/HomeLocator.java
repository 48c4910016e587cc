package contentgremlin.app;

import contentgremlin.cli.ServerLocator;
import contentgremlin.job.Supervisor;
import contentgremlin.sql.SqliteDatabase;
import contentgremlin.store.Instance;
import contentgremlin.store.StoreException;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Supplier;

/// Finds the server of a home by the row that it left in the home's database.
record HomeLocator(Supplier<Supervisor> supervisor) implements ServerLocator {
  @Override
  public Located locate(Path directory) {
    var home = new Home(directory);
    if (!Files.exists(home.database())) {
      return new Located.Nowhere("there is no home here; “gremlin serve” makes one");
    }
    try {
      var instance = SqliteDatabase.instance(home.database());
      var secret = OperatorSecret.read(home.directory());
      if (instance.isEmpty()) {
        return new Located.Nowhere("no server is running; “gremlin serve” starts one");
      }
      return locate(instance.get(), secret);
    } catch (IOException | StoreException e) {
      return new Located.Nowhere("the home can't be read: " + e.getMessage());
    }
  }

  private Located locate(Instance instance, Optional<String> secret) {
    if (!supervisor.get().isAlive(instance.process())) {
      return new Located.Nowhere(
          "its last server, process %d, has ended without saying so; “gremlin serve” goes on"
              .formatted(instance.process().pid()));
    }
    if (secret.isEmpty() || instance.address().isEmpty()) {
      return new Located.Starting(instance.process());
    }
    return new Located.At(
        URI.create("http://" + instance.address()), secret.get(), instance.process());
  }
}
