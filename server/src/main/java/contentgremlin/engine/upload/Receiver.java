package contentgremlin.engine.upload;

import static contentgremlin.engine.upload.Outcome.refused;

import contentgremlin.engine.upload.Outcome.Reason;
import contentgremlin.engine.upload.Outcome.Refused;
import contentgremlin.store.Database;
import contentgremlin.store.Setting;
import contentgremlin.store.StoreException;
import contentgremlin.vault.Upload;
import contentgremlin.vault.UploadId;
import contentgremlin.vault.Vault;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.time.InstantSource;
import java.util.Locale;
import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/// Adds bytes to an upload's file. Whatever goes wrong, what came whole is durable, its offset
/// stored, and the upload can be resumed there. Thread-safe; the caller makes sure that one upload
/// has one writer.
final class Receiver {
  /// Each takes 2 MiB of heap; the others make do with small buffers.
  private static final int LARGE_BUFFER_USERS_MAX = 16;

  private final Semaphore largeBuffers = new Semaphore(LARGE_BUFFER_USERS_MAX);
  private final Database database;
  private final Vault vault;
  private final InstantSource time;
  private final Executor threads;
  private final Digests digests;

  Receiver(Database database, Vault vault, InstantSource time, Executor threads, Digests digests) {
    this.database = database;
    this.vault = vault;
    this.time = time;
    this.threads = threads;
    this.digests = digests;
  }

  /// @param limit take at most so many bytes
  /// @param checksum of all bytes of this body; if they differ, none is kept
  Outcome receive(
      Upload upload, InputStream body, long limit, Gate gate, @Nullable Checksum checksum)
      throws InterruptedException {
    if (!hasSpace()) {
      return UploadRules.noSpace();
    }
    var file = vault.uploadData(upload.id());
    try {
      if (upload.offset() == 0 && !Files.exists(file)) {
        vault.createUpload(upload.id());
      }
      if (Files.size(file) < upload.offset()) {
        return refused(Reason.GONE, "The bytes of this upload are gone; begin it anew.");
      }
      try (var channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
        return receive(upload, body, limit, gate, checksum, channel);
      }
    } catch (IOException e) {
      return explain(e);
    } catch (StoreException.Full _) {
      return UploadRules.noSpace();
    }
  }

  private Outcome receive(
      Upload upload,
      InputStream body,
      long limit,
      Gate gate,
      @Nullable Checksum checksum,
      FileChannel channel)
      throws IOException, InterruptedException {
    var digest = digests.of(upload.id());
    digest.restartAt(upload.offset());
    var checkpoints =
        new Checkpoints(
            channel, upload.offset(), time, threads, offset -> keep(upload.id(), offset));
    var sum = checksum == null ? null : checksum.algorithm().open();
    var intake =
        new Intake(channel, upload.offset(), gate, largeBuffers, time, digest, checkpoints, sum);
    try {
      intake.take(body, limit);
    } finally {
      checkpoints.quiesce();
    }
    if (checkpoints.failure() instanceof IOException failure) {
      return explain(failure);
    }
    if (checksum != null && sum != null) {
      var complaint = complaintAbout(checksum, sum, intake);
      if (complaint != null) {
        channel.truncate(upload.offset());
        return complaint;
      }
      digest.wrote(intake.position());
    }
    return settle(upload, channel, intake, checkpoints);
  }

  /// A body that broke off can't be told from a wrong one: its checksum was made of all of it.
  private static @Nullable Refused complaintAbout(
      Checksum checksum, MessageDigest found, Intake intake) {
    if (intake.writeFailure() != null) {
      return explain(intake.writeFailure());
    }
    if (intake.readFailure() != null) {
      return broken(intake.readFailure());
    }
    return checksum.matches(found.digest())
        ? null
        : refused(Reason.CHECKSUM, "The bytes were damaged on their way; send them again.");
  }

  /// Makes durable what came, and stores how much that is, before anything is answered.
  private Outcome settle(Upload upload, FileChannel channel, Intake intake, Checkpoints checkpoints)
      throws IOException {
    channel.truncate(intake.position());
    channel.force(false);
    keep(upload.id(), intake.position());
    if (intake.writeFailure() != null) {
      return explain(intake.writeFailure());
    }
    if (checkpoints.isFull()) {
      return UploadRules.noSpace();
    }
    if (intake.readFailure() != null) {
      return broken(intake.readFailure());
    }
    return database
        .read(tables -> tables.uploads().find(upload.id()))
        .<Outcome>map(Outcome.Accepted::new)
        .orElseGet(Receiver::cancelled);
  }

  /// @return whether there is room for more
  private boolean keep(UploadId id, long offset) throws IOException {
    boolean known =
        database.write(tables -> {
          var found = tables.uploads().find(id);
          var expires = time.instant().plus(Setting.UPLOAD_EXPIRES.duration(tables.settings()));
          found.ifPresent(upload -> tables.uploads().update(upload.grownTo(offset, expires)));
          return found.isPresent();
        });
    if (!known) {
      throw new IOException("the upload was cancelled");
    }
    return hasSpace();
  }

  private boolean hasSpace() {
    try {
      long reserve = database.read(tables -> Setting.DISK_RESERVE.number(tables.settings()));
      return vault.freeBytes() >= reserve;
    } catch (IOException _) {
      // Whoever can't tell goes on: the write itself will say.
      return true;
    }
  }

  private static Refused cancelled() {
    return refused(Reason.UNKNOWN, "The upload was cancelled.");
  }

  private static Refused broken(IOException e) {
    return refused(
        Reason.BROKEN, "The body broke off; what came is kept. (" + e.getMessage() + ")");
  }

  /// The JDK has no type of its own for a full disk or an exceeded disk quota.
  static Refused explain(IOException e) {
    var message = String.valueOf(e.getMessage()).toLowerCase(Locale.ROOT);
    if (message.contains("no space left") || message.contains("quota exceeded")) {
      return UploadRules.noSpace();
    }
    return refused(Reason.DISK, "The upload can't be stored now: " + e.getMessage());
  }
}
