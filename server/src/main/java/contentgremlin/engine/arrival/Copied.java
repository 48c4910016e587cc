package contentgremlin.engine.arrival;

import contentgremlin.account.AccountId;
import contentgremlin.store.Setting;
import contentgremlin.vault.Digest;
import contentgremlin.vault.Upload;
import contentgremlin.vault.UploadId;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The bytes of a file, copied into an upload of ours and durable there.
///
/// @param upload complete, but no item yet
record Copied(Upload upload, Digest digest) {
  private static final int BUFFER_BYTES = 1 << 20;
  private static final String ID_ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz";
  private static final int ID_LENGTH = 26;

  /// The row comes first: bytes that a death leaves behind have one to be found by.
  ///
  /// @param from open for reading; read from its beginning
  static Copied of(
      Hall hall,
      Leftovers leftovers,
      @Nullable AccountId owner,
      SeekableByteChannel from,
      String name)
      throws IOException {
    long size = from.size();
    requireSpace(hall, size);
    var upload = begin(hall, owner, size, name);
    boolean isWhole = false;
    try {
      hall.vault().createUpload(upload.id());
      var digest = copy(hall, from, upload, size);
      hall.vault().force(hall.vault().uploadData(upload.id()));
      isWhole = true;
      return new Copied(complete(upload, size), digest);
    } finally {
      if (!isWhole) {
        leftovers.remove(upload);
      }
    }
  }

  private static void requireSpace(Hall hall, long size) throws IOException {
    long reserve = hall.database().read(tables -> Setting.DISK_RESERVE.number(tables.settings()));
    if (hall.vault().freeBytes() - reserve < size) {
      throw new IOException("the disk is nearly full here; free some space and run it again");
    }
  }

  private static Upload begin(Hall hall, @Nullable AccountId owner, long size, String name) {
    var bytes = new byte[ID_LENGTH];
    hall.random().nextBytes(bytes);
    var id = new StringBuilder(ID_LENGTH);
    for (byte one : bytes) {
      id.append(ID_ALPHABET.charAt(one & 31));
    }
    var now = hall.time().instant();
    var metadata = Map.of("filename", name, Leftovers.MARK, hall.importer());
    return hall.database()
        .write(tables -> {
          var upload =
              new Upload(
                  new UploadId(id.toString()),
                  owner,
                  Upload.Kind.WHOLE,
                  size,
                  0,
                  metadata,
                  List.of(),
                  null,
                  now,
                  now.plus(Setting.UPLOAD_EXPIRES.duration(tables.settings())));
          tables.uploads().add(upload);
          return upload;
        });
  }

  private static Digest copy(Hall hall, SeekableByteChannel from, Upload upload, long size)
      throws IOException {
    var hash = sha256();
    var data = hall.vault().uploadData(upload.id());
    try (var to = FileChannel.open(data, StandardOpenOption.WRITE)) {
      var buffer = ByteBuffer.allocate(BUFFER_BYTES);
      from.position(0);
      long copied = 0;
      while (copied < size) {
        hall.requireGoing();
        buffer.clear().limit((int) Math.min(BUFFER_BYTES, size - copied));
        if (from.read(buffer) < 0) {
          throw new IOException("the file became shorter while it was read");
        }
        hash.update(buffer.array(), 0, buffer.position());
        buffer.flip();
        while (buffer.hasRemaining()) {
          copied += to.write(buffer);
        }
      }
      to.force(true);
    }
    return Digest.of(hash.digest());
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("every Java has SHA-256", impossible);
    }
  }

  private static Upload complete(Upload upload, long size) {
    Instant expires = upload.expires();
    return upload.grownTo(size, expires);
  }
}
