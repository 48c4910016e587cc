package contentgremlin.engine.media;

import static java.nio.charset.StandardCharsets.UTF_8;

import contentgremlin.engine.JobHandler;
import contentgremlin.transcode.Ledger;
import contentgremlin.vault.Digest;
import contentgremlin.vault.Vault;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Optional;

/// An attempt's [Ledger], as it lies in the attempt's folder. What stands in it survives a power
/// cut: so do the files that it names, which MUST be forced before.
record LedgerFile(Vault vault, Path folder) {
  private static final int LINE_BYTES_MAX = 512;
  private static final int READ_BUFFER_BYTES = 1 << 18;

  private Path path() {
    return folder.resolve(JobHandler.LEDGER);
  }

  /// Empty if there is none, or nothing in it can be trusted.
  Optional<Ledger> read() throws IOException {
    return Ledger.parse(Attempt.text(path()));
  }

  /// Makes it, and all the folders that lead to it, durable.
  void create(Ledger ledger) throws IOException {
    var draft = folder.resolve(JobHandler.LEDGER + ".new");
    Files.writeString(draft, ledger.toText());
    vault.force(draft);
    Files.move(draft, path(), StandardCopyOption.ATOMIC_MOVE);
    vault.force(folder);
    vault.force(folder.resolve("..")); // the job's, for the name of the attempt's
    vault.force(folder.resolve("../.."));
  }

  void append(String lines) throws IOException {
    try (var channel =
        FileChannel.open(path(), StandardOpenOption.WRITE, StandardOpenOption.APPEND)) {
      var bytes = ByteBuffer.wrap(lines.getBytes(UTF_8));
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
      channel.force(true);
    }
  }

  /// The empty string if there is no ledger, or if it ends in the middle of a line.
  String lastLine() throws IOException {
    try (var file = new RandomAccessFile(path().toFile(), "r")) {
      int count = (int) Math.min(file.length(), LINE_BYTES_MAX);
      var bytes = new byte[count];
      file.seek(file.length() - count);
      file.readFully(bytes);
      String text = new String(bytes, UTF_8);
      return text.endsWith("\n") ? text.lines().toList().getLast() : "";
    } catch (java.io.FileNotFoundException _) {
      return "";
    }
  }

  static Ledger.Entry entry(byte[] bytes) {
    return new Ledger.Entry(Digest.of(sha256().digest(bytes)), bytes.length);
  }

  /// Whether the file is there, byte for byte as it was noted.
  static boolean isAsNoted(Path file, Ledger.Entry entry) throws IOException {
    try (var channel = FileChannel.open(file, StandardOpenOption.READ)) {
      if (channel.size() != entry.size()) {
        return false;
      }
      var digest = sha256();
      var buffer = ByteBuffer.allocate(READ_BUFFER_BYTES);
      while (channel.read(buffer) >= 0) {
        digest.update(buffer.flip());
        buffer.clear();
      }
      return Digest.of(digest.digest()).equals(entry.digest());
    } catch (NoSuchFileException _) {
      return false;
    }
  }

  static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java runtime has SHA-256", e);
    }
  }
}
