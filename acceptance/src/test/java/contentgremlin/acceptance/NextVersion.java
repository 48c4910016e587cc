package contentgremlin.acceptance;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;

/// A package of the version after this one: the same program, with a schema of its own more.
final class NextVersion {
  static final String VERSION = "99.0.0";

  private static final String SCHEMA =
      """
      -- What a later version might want: a column made from another, and a table made from rows.
      ALTER TABLE item ADD COLUMN sort_title TEXT NOT NULL DEFAULT '';
      UPDATE item SET sort_title = lower(title) WHERE {changed item};
      CREATE INDEX item_sort_title ON item (sort_title, id);
      """;

  private NextVersion() {}

  /// @return its directory
  static Path make(Path folder) {
    try {
      var next = folder.resolve("contentgremlin-" + VERSION);
      copy(Gremlin.packaged(), next);
      // Good only for jars that did not change.
      Files.deleteIfExists(next.resolve("lib/gremlin.aot"));
      change(serverJar(next));
      return next;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void copy(Path from, Path to) throws IOException {
    Files.walkFileTree(
        from,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes)
              throws IOException {
            Files.createDirectories(to.resolve(from.relativize(folder).toString()));
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.copy(
                file,
                to.resolve(from.relativize(file).toString()),
                java.nio.file.LinkOption.NOFOLLOW_LINKS,
                java.nio.file.StandardCopyOption.COPY_ATTRIBUTES);
            return FileVisitResult.CONTINUE;
          }
        });
  }

  private static Path serverJar(Path next) throws IOException {
    try (var jars = Files.newDirectoryStream(next.resolve("lib"), "server-*.jar")) {
      return jars.iterator().next();
    }
  }

  private static void change(Path jar) throws IOException {
    var changed = jar.resolveSibling("changed.jar");
    try (var in = new ZipInputStream(Files.newInputStream(jar));
        var out = new ZipOutputStream(Files.newOutputStream(changed))) {
      int schemas = 0;
      for (var entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
        if (entry.getName().matches("schema/\\d+\\.sql")) {
          schemas++;
        }
        out.putNextEntry(new ZipEntry(entry.getName()));
        out.write(content(entry, in));
        out.closeEntry();
      }
      out.putNextEntry(new ZipEntry("schema/" + (schemas + 1) + ".sql"));
      out.write(SCHEMA.getBytes(StandardCharsets.UTF_8));
      out.closeEntry();
    }
    Files.move(changed, jar, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
  }

  private static byte[] content(ZipEntry entry, InputStream in) throws IOException {
    return entry.getName().endsWith("/build.properties")
        ? ("version=" + VERSION + "\ncommit=next\n").getBytes(StandardCharsets.UTF_8)
        : in.readAllBytes();
  }
}
