package contentgremlin.engine.upload;

import static contentgremlin.engine.upload.Outcome.refused;

import contentgremlin.engine.upload.Outcome.Reason;
import contentgremlin.item.ItemId;
import contentgremlin.item.MediaType;
import contentgremlin.store.Database;
import contentgremlin.transcode.Signature;
import contentgremlin.vault.Digest;
import contentgremlin.vault.Upload;
import contentgremlin.vault.Vault;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.StandardOpenOption;
import java.time.InstantSource;
import java.util.random.RandomGenerator;

/// Turns uploads whose bytes are all there and durable into items. May be asked again, also after a
/// crash at any point: an upload becomes one item, once. Thread-safe.
final class Completion {
  private static final int RANDOM_BYTES = 13;

  private final Database database;
  private final Vault vault;
  private final InstantSource time;
  private final RandomGenerator random;
  private final Digests digests;

  Completion(
      Database database, Vault vault, InstantSource time, RandomGenerator random, Digests digests) {
    this.database = database;
    this.vault = vault;
    this.time = time;
    this.random = random;
    this.digests = digests;
  }

  /// @param upload complete; a partial one stays what it is
  Outcome finish(Upload upload) throws InterruptedException {
    if (upload.item() != null || upload.kind() == Upload.Kind.PARTIAL) {
      return new Outcome.Accepted(upload);
    }
    try {
      var trailing = digests.of(upload.id());
      trailing.restartAt(upload.offset());
      var digest = trailing.await(upload.offset());
      var type = guess(upload);
      return add(upload, digest, type);
    } catch (IOException e) {
      var reason = e instanceof NoSuchFileException ? Reason.GONE : Reason.DISK;
      return refused(reason, "The upload can't be read: " + e.getMessage());
    } finally {
      digests.forget(upload.id());
    }
  }

  private Outcome add(Upload upload, Digest digest, MediaType type) {
    var bytes = new byte[RANDOM_BYTES];
    random.nextBytes(bytes);
    var item = ItemId.from(bytes);
    return database.write(tables -> {
      var found = tables.uploads().find(upload.id());
      if (found.isEmpty()) {
        return refused(Reason.UNKNOWN, "The upload was cancelled.");
      }
      var current = found.get();
      return new Outcome.Accepted(
          current.item() != null
              ? current
              : NewItems.add(tables, current, item, digest, type, time.instant()));
    });
  }

  private MediaType guess(Upload upload) throws IOException {
    try (var channel = FileChannel.open(vault.uploadData(upload.id()), StandardOpenOption.READ)) {
      long size = upload.offset();
      int tail = (int) Math.min(Signature.TAIL_BYTES, size);
      return FirstBytes.guess(
          read(channel, 0, (int) Math.min(Signature.HEAD_BYTES, size)),
          read(channel, size - tail, tail),
          size);
    }
  }

  private static byte[] read(FileChannel channel, long from, int count) throws IOException {
    var bytes = ByteBuffer.allocate(count);
    while (bytes.hasRemaining()) {
      if (channel.read(bytes, from + bytes.position()) < 0) {
        throw new IOException("the file is shorter than it should be");
      }
    }
    return bytes.array();
  }
}
