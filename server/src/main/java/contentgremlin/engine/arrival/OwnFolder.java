package contentgremlin.engine.arrival;

import contentgremlin.arrival.OldPath;
import contentgremlin.extension.ForeignFolder;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Finds the files that another server's paths mean: below this folder, and nowhere else, whatever
/// paths and links say. Only reads.
///
/// @param root the folder that the operator named. As `folder`, it is real: no part of it is a link
/// @param folder where files are looked for
record OwnFolder(Path root, Path folder) implements ForeignFolder {
  private static final int NAMES_MAX = 100_000;

  static OwnFolder at(Path path) throws IOException {
    var root = path.toRealPath();
    if (!Files.isDirectory(root)) {
      throw new FileSystemException(path.toString(), null, "it is no folder");
    }
    return new OwnFolder(root, root);
  }

  /// One that a link leads away to is no refusal yet: each file that is looked for there is.
  @Override
  public Optional<ForeignFolder> folder(List<String> path) throws IOException {
    return switch (OldPath.of(path)) {
      case OldPath.Inside inside -> {
        var below = below(inside);
        yield Files.isDirectory(below)
            ? Optional.of(new OwnFolder(root, below.toRealPath()))
            : Optional.empty();
      }
      case OldPath.Nothing(), OldPath.Refused(_) -> Optional.empty();
    };
  }

  private Path below(OldPath.Inside path) {
    var below = folder;
    for (var part : path.parts()) {
      below = below.resolve(part);
    }
    return below;
  }

  @Override
  public Found file(List<String> path) throws IOException {
    return switch (OldPath.of(path)) {
      case OldPath.Nothing() -> new Found.Nothing();
      case OldPath.Refused(var why) -> new Found.Refused(why);
      case OldPath.Inside inside -> file(inside);
    };
  }

  private Found file(OldPath.Inside path) throws IOException {
    var file = below(path);
    if (!Files.exists(file)) {
      return new Found.Missing();
    }
    var shown = String.join("/", path.parts());
    var real = file.toRealPath();
    if (!real.startsWith(folder) || !real.startsWith(root)) {
      return new Found.Refused("a link leads out of the folder: " + shown);
    }
    return Files.isRegularFile(real)
        ? new Found.At(new OwnFile(root, root.relativize(real), path.name()))
        : new Found.Refused("it is not a file: " + shown);
  }

  @Override
  public List<String> names() throws IOException {
    var names = new ArrayList<String>();
    if (!folder.startsWith(root)) {
      throw new IOException("a link leads out of the folder: " + folder);
    }
    try (var all = Files.newDirectoryStream(folder)) {
      for (var one : all) {
        if (names.size() == NAMES_MAX) {
          throw new IOException(folder + ": there are more than " + NAMES_MAX + " files in it");
        }
        names.add(one.getFileName().toString());
      }
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
    names.sort(null);
    return names;
  }
}
