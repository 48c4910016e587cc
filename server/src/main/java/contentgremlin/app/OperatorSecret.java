package contentgremlin.app;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Set;

/// The text that makes whoever can read it the operator: `HOME/operator.secret`, readable by its
/// owner only. Made by the first `serve`, and never changed by itself.
final class OperatorSecret {
  private static final String FILE = "operator.secret";
  private static final int BYTES = 32;

  private OperatorSecret() {}

  static Optional<String> read(Path home) throws IOException {
    try {
      return Optional.of(Files.readString(home.resolve(FILE)).strip());
    } catch (NoSuchFileException _) {
      return Optional.empty();
    }
  }

  static String readOrCreate(Path home) throws IOException {
    var found = read(home);
    if (found.isPresent() && !found.get().isEmpty()) {
      return found.get();
    }
    var bytes = new byte[BYTES];
    new SecureRandom().nextBytes(bytes);
    var text = HexFormat.of().formatHex(bytes);
    var fresh = home.resolve(FILE + "." + HexFormat.of().toHexDigits(bytes[0]) + ".new");
    write(fresh, text);
    Files.move(fresh, home.resolve(FILE), StandardCopyOption.ATOMIC_MOVE);
    try (var folder = FileChannel.open(home, StandardOpenOption.READ)) {
      folder.force(true);
    }
    return text;
  }

  private static void write(Path file, String text) throws IOException {
    var ownerOnly =
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
    try (var channel = open(file, ownerOnly)) {
      channel.write(
          ByteBuffer.wrap((text + "\n").getBytes(java.nio.charset.StandardCharsets.UTF_8)));
      channel.force(true);
    }
  }

  private static FileChannel open(Path file, java.nio.file.attribute.FileAttribute<?> ownerOnly)
      throws IOException {
    var create = Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    try {
      return FileChannel.open(file, create, ownerOnly);
    } catch (FileAlreadyExistsException _) {
      // A start that was cut off left it.
      Files.delete(file);
      return FileChannel.open(file, create, ownerOnly);
    }
  }
}
