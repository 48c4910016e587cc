package contentgremlin.engine.arrival;

import contentgremlin.store.Database;
import contentgremlin.vault.Upload;
import contentgremlin.vault.Vault;
import java.io.IOException;
import java.time.Instant;

/// Takes away what an import that was killed had copied of a file: the next one begins it anew.
record Leftovers(Database database, Vault vault) {
  /// Marks the uploads that an import makes.
  static final String MARK = "arrival";

  private static final int BATCH = 10_000;

  void remove() throws IOException {
    // All expire some day: this is the way to list them.
    var all =
        database.read(
            tables -> tables.uploads().expired(Instant.ofEpochMilli(Long.MAX_VALUE), BATCH));
    for (var upload : all) {
      if (upload.item() == null && upload.metadata().containsKey(MARK)) {
        remove(upload);
      }
    }
  }

  /// Does nothing if it has become an item.
  void remove(Upload upload) throws IOException {
    boolean isFree =
        database.write(tables -> {
          var current = tables.uploads().find(upload.id());
          if (current.isPresent() && current.get().item() != null) {
            return false;
          }
          tables.uploads().remove(upload.id());
          return true;
        });
    if (isFree) {
      vault.removeUpload(upload.id());
    }
  }
}
