package contentgremlin.jar;

import contentgremlin.extend.Refusal;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/// Reads a whole jar into memory, within limits: afterwards nobody needs the file, and whoever
/// replaces it does no harm.
final class JarReader {
  static final long FILE_BYTES_MAX = 32L << 20;
  static final int ENTRIES_MAX = 5_000;
  static final int ENTRY_BYTES_MAX = 8 << 20;
  static final long ALL_BYTES_MAX = 48L << 20;
  private static final int NAME_MAX = 500;

  private JarReader() {}

  /// @param files by their names
  record Content(String digest, Map<String, byte[]> files) {}

  /// One that came with the program, into whose folder nobody copies while it runs: its table of
  /// contents, with a checksum of each file, tells it from others. That spares reading it twice
  /// more at every start.
  ///
  /// @throws Refusal if it is no jar, or a bad one
  static Content readBundled(Path jar) {
    return read(jar, JarReader::contents);
  }

  /// @throws Refusal if it is no jar, or a bad one
  static Content read(Path jar) {
    return read(jar, JarReader::digest);
  }

  private interface Digests {
    String of(Path jar) throws IOException;
  }

  private static Content read(Path jar, Digests digests) {
    try {
      if (!Files.isRegularFile(jar)) {
        throw new Refusal("it is no file");
      }
      long size = Files.size(jar);
      if (size > FILE_BYTES_MAX) {
        throw new Refusal(
            "it has %d MiB; at most %d are loaded".formatted(size >> 20, FILE_BYTES_MAX >> 20));
      }
      var digest = digests.of(jar);
      var files = files(jar);
      if (!digests.of(jar).equals(digest)) {
        throw new Refusal("it is being written at this moment");
      }
      return new Content(digest, files);
    } catch (NoSuchFileException _) {
      throw new Refusal("it is gone");
    } catch (ZipException e) {
      throw new Refusal(
          "it is no whole jar, perhaps cut off while it was copied: " + e.getMessage(), e);
    } catch (IOException e) {
      throw new Refusal("it can't be read: " + e.getMessage(), e);
    }
  }

  private static Map<String, byte[]> files(Path jar) throws IOException {
    try (var zip = new ZipFile(jar.toFile())) {
      if (zip.size() > ENTRIES_MAX) {
        throw new Refusal(
            "it has %d files; at most %d are loaded".formatted(zip.size(), ENTRIES_MAX));
      }
      var files = new HashMap<String, byte[]>();
      long all = 0;
      for (var entries = zip.entries(); entries.hasMoreElements(); ) {
        var entry = entries.nextElement();
        if (entry.isDirectory()) {
          continue;
        }
        var bytes = bytes(zip, entry);
        all += bytes.length;
        if (all > ALL_BYTES_MAX) {
          throw new Refusal(
              "it unpacks to more than %d MiB, which none should".formatted(ALL_BYTES_MAX >> 20));
        }
        if (entry.getName().length() > NAME_MAX || files.put(entry.getName(), bytes) != null) {
          throw new Refusal("it has names in it that are too long, or there twice");
        }
      }
      return files;
    }
  }

  /// What an entry says of its own size proves nothing.
  private static byte[] bytes(ZipFile zip, ZipEntry entry) throws IOException {
    try (InputStream in = zip.getInputStream(entry)) {
      var bytes = in.readNBytes(ENTRY_BYTES_MAX + 1);
      if (bytes.length > ENTRY_BYTES_MAX) {
        throw new Refusal(
            "%s in it unpacks to more than %d MiB, which none should"
                .formatted(shortened(entry.getName()), ENTRY_BYTES_MAX >> 20));
      }
      return bytes;
    }
  }

  private static String shortened(String name) {
    return name.length() > 80 ? name.substring(0, 80) + "…" : name;
  }

  private static String contents(Path jar) throws IOException {
    var digest = sha256();
    try (var zip = new ZipFile(jar.toFile())) {
      for (var entries = zip.entries(); entries.hasMoreElements(); ) {
        var entry = entries.nextElement();
        var line = entry.getName() + " " + entry.getSize() + " " + entry.getCrc() + "\n";
        digest.update(line.getBytes(StandardCharsets.UTF_8));
      }
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String digest(Path jar) throws IOException {
    var digest = sha256();
    try (var in = Files.newInputStream(jar)) {
      var buffer = new byte[64 << 10];
      for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
        digest.update(buffer, 0, count);
      }
    }
    return HexFormat.of().formatHex(digest.digest());
  }
}
