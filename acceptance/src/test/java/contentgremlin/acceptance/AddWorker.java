package contentgremlin.acceptance;

import java.io.IOException;
import java.nio.file.Files;
import java.util.Random;

/// Uploads by `gremlin add`. When that fails since the server is not there, the same command is
/// given again, as its message says.
final class AddWorker implements Load.Worker {
  private static final int TRIES_MAX = 200;

  private final Load load;

  AddWorker(Load load) {
    this.load = load;
  }

  @Override
  public void turn(Random random) throws IOException {
    var media = load.nextMedia(random);
    var file = Files.write(load.folder.resolve(media.name()), media.bytes());
    for (int tries = 0; tries < TRIES_MAX; tries++) {
      load.awaitServer();
      var ran = load.gremlin.run("add", "--json", file.toString());
      if (ran.exit() == 0) {
        load.ledger.item(ran.json().get(0).get("id").asString(), media);
        Files.delete(file);
        return;
      }
      Load.pause();
      load.ledger.note("gremlin add ended with " + ran.exit() + ": " + ran.error().strip());
    }
    load.ledger.fault("gremlin add failed " + TRIES_MAX + " times for " + file);
  }
}
