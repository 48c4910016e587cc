package contentgremlin.engine;

import contentgremlin.item.Item;
import contentgremlin.item.Source;
import contentgremlin.job.Job;
import contentgremlin.vault.Digest;
import contentgremlin.vault.Vault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.jspecify.annotations.Nullable;

/// What the tools of a job that is lent are to read.
public record LentInput(Vault vault, Job job, Item item) {
  /// In the attempt's folder.
  private static final String SIZE = "input.size";

  /// @param etag changes with its bytes
  public record Original(Path path, long size, String etag) {}

  /// Files of libraries are large, and nobody has to read them before their job can begin.
  static @Nullable Digest known(Item item) {
    return item.source() instanceof Source.Owned(Digest digest, _, _, _) ? digest : null;
  }

  /// Writes down how many bytes are lent.
  static void lend(Path folder, long size) throws IOException {
    Files.writeString(folder.resolve(SIZE), Long.toString(size));
  }

  /// @throws IOException also if it is not what was lent any more
  Original original() throws IOException {
    var path = vault.original(item);
    long size = Files.size(path);
    var lent = vault.attempt(job.id(), job.attempt()).resolve(SIZE);
    if (Files.exists(lent) && !Files.readString(lent).equals(Long.toString(size))) {
      throw new IOException("the file was changed meanwhile");
    }
    var known = known(item);
    var etag =
        known != null
            ? known.hex()
            : "%x-%x".formatted(size, Files.getLastModifiedTime(path).toMillis());
    return new Original(path, size, etag);
  }

  Digest digest() throws IOException {
    var known = known(item);
    return known == null ? read() : known;
  }

  /// Kept, since whoever asked may be gone before it is known, and asks again.
  private Digest read() throws IOException {
    var note = vault.attempt(job.id(), job.attempt()).resolve("input.digest");
    if (Files.exists(note)) {
      return new Digest(Files.readString(note));
    }
    var digest = vault.digest(vault.original(item));
    var draft = note.resolveSibling("input.digest." + Thread.currentThread().threadId());
    Files.writeString(draft, digest.hex());
    Files.move(draft, note, StandardCopyOption.ATOMIC_MOVE);
    return digest;
  }
}
