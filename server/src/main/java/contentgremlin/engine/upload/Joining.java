package contentgremlin.engine.upload;

import static contentgremlin.engine.upload.Outcome.refused;

import contentgremlin.engine.upload.Outcome.Accepted;
import contentgremlin.engine.upload.Outcome.Reason;
import contentgremlin.engine.upload.Outcome.Refused;
import contentgremlin.store.Database;
import contentgremlin.vault.Upload;
import contentgremlin.vault.UploadId;
import contentgremlin.vault.Vault;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Optional;

/// Joins partial uploads into a final one, by the same way that bytes from the network take. How
/// far it came is the final upload's offset, so it goes on there after a crash; each part's bytes
/// are removed as soon as the joined ones are durable. Thread-safe.
final class Joining {
  private final Database database;
  private final Vault vault;
  private final Receiver receiver;

  Joining(Database database, Vault vault, Receiver receiver) {
    this.database = database;
    this.vault = vault;
    this.receiver = receiver;
  }

  /// @return the upload with all bytes of its parts, or why not
  Outcome join(Upload upload) throws InterruptedException {
    long end = 0;
    Outcome outcome = new Accepted(upload);
    for (var part : upload.parts()) {
      if (!(outcome instanceof Accepted(var joined))) {
        return outcome;
      }
      var length = lengthOf(part);
      if (length.isEmpty()) {
        return lost(part);
      }
      long begin = end;
      end += length.get();
      if (joined.offset() < end) {
        outcome = append(joined, part, joined.offset() - begin, end - joined.offset());
      }
      if (outcome instanceof Accepted) {
        remove(part);
      }
    }
    return outcome;
  }

  private Outcome append(Upload joined, UploadId part, long skip, long length)
      throws InterruptedException {
    try (var bytes = Files.newInputStream(vault.uploadData(part))) {
      bytes.skipNBytes(skip);
      var outcome = receiver.receive(joined, bytes, length, new Gate(), null);
      boolean isShort =
          outcome instanceof Accepted(var longer) && longer.offset() < joined.offset() + length;
      return isShort ? lost(part) : outcome;
    } catch (IOException _) {
      return lost(part);
    }
  }

  private static Refused lost(UploadId part) {
    return refused(
        Reason.GONE, "The bytes of the part " + part.value() + " are gone; upload it again.");
  }

  /// Empty for one that was dropped, or whose time is over.
  private Optional<Long> lengthOf(UploadId part) {
    return database.read(tables -> tables.uploads().find(part)).map(Upload::length);
  }

  private void remove(UploadId part) {
    try {
      vault.removeUpload(part);
    } catch (IOException _) {
      // It is tried again when the part expires.
    }
  }
}
