package contentgremlin.app;

import contentgremlin.library.FileName;
import contentgremlin.library.FileStat;
import contentgremlin.library.Tree;
import contentgremlin.library.Trees;
import contentgremlin.vault.Mirror;
import contentgremlin.watch.RawLinks;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/// Finds files of libraries by system calls, so that neither a link nor a name of odd bytes is in
/// the way. Thread-safe.
///
/// @param links folder for links to files whose names Java can't write; each is called after where
///   it leads, so that it never has to change
record LibraryMirror(Trees trees, Path links) implements Mirror {
  private static final int NAME_BYTES = 16;

  @Override
  public Path place(String root, String path) throws IOException {
    check(root, path);
    return FileName.isPlain(path) ? Path.of(path) : link(path);
  }

  private void check(String root, String path) throws IOException {
    var prefix = root.endsWith("/") ? root : root + "/";
    if (root.isEmpty() || !path.startsWith(prefix)) {
      throw new NoSuchFileException(path, null, "it is in no library any more");
    }
    switch (look(root, path.substring(prefix.length()))) {
      case Tree.Look.There(var stat) when stat.kind() == FileStat.Kind.FILE -> {}
      case Tree.Look.There _ ->
          throw new NoSuchFileException(path, null, "something else is in its place");
      case Tree.Look.Gone _ -> throw new NoSuchFileException(path);
      case Tree.Look.Unreadable(var reason) -> throw new IOException(path + ": " + reason);
    }
  }

  private Tree.Look look(String root, String below) {
    try (var tree = trees.open(root)) {
      return tree.look(below);
    }
  }

  private Path link(String path) throws IOException {
    var link = links.resolve(name(path));
    if (Files.exists(link, LinkOption.NOFOLLOW_LINKS)) {
      return link;
    }
    Files.createDirectories(links);
    try {
      RawLinks.link(link, path);
    } catch (IOException e) {
      if (!Files.exists(link, LinkOption.NOFOLLOW_LINKS)) {
        throw e; // else somebody else was faster
      }
    }
    return link;
  }

  private static String name(String path) {
    try {
      var digest = MessageDigest.getInstance("SHA-256");
      var bytes = digest.digest(path.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(bytes, 0, NAME_BYTES);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java runtime has SHA-256", e);
    }
  }
}
