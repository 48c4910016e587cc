package contentgremlin.engine.arrival;

import contentgremlin.arrival.OldPath;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/// Finds the files that another server's paths mean: below its folder of media, and nowhere else,
/// whatever paths and links say. Only reads.
///
/// @param root as all of these real: no part of it is a link
/// @param open what everybody may see over there
/// @param queue what waits to be processed
record OldFiles(Path root, List<Path> open, List<Path> queue) {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  /// @param media the folder above `public` and `queue`, one above that, or `public` itself
  static OldFiles in(Path media) throws IOException {
    var root = media.toRealPath();
    if (!Files.isDirectory(root)) {
      throw new NotDirectoryException(media.toString());
    }
    var open = folders(root.resolve("public"), root.resolve("media/public"));
    return new OldFiles(
        root,
        open.isEmpty() ? List.of(root) : open,
        folders(root.resolve("queue"), root.resolve("media/queue")));
  }

  private static List<Path> folders(Path... candidates) throws IOException {
    var folders = new ArrayList<Path>();
    for (var candidate : candidates) {
      if (Files.isDirectory(candidate)) {
        folders.add(candidate.toRealPath());
      }
    }
    return List.copyOf(folders);
  }

  sealed interface Found {
    /// @param file real
    record At(Path file, String name) implements Found {}

    record Missing(String path) implements Found {}

    record Refused(String why) implements Found {}

    /// No path is given.
    record Nothing() implements Found {}
  }

  Found published(String path) throws IOException {
    return find(path, open);
  }

  Found queued(String path) throws IOException {
    return find(path, queue);
  }

  private Found find(String text, List<Path> folders) throws IOException {
    return switch (path(text)) {
      case OldPath.Nothing() -> new Found.Nothing();
      case OldPath.Refused(var why) -> new Found.Refused(why);
      case OldPath.Inside inside -> find(inside, folders);
    };
  }

  /// Paths are kept with slashes between their parts, or as a list in JSON.
  private static OldPath path(String text) {
    if (!text.startsWith("[")) {
      return OldPath.of(List.of(text.split("/", -1)));
    }
    try {
      var parts = new ArrayList<String>();
      for (var part : JSON.readTree(text)) {
        if (!part.isString()) {
          return new OldPath.Refused("its path is no list of names: " + text);
        }
        parts.add(part.stringValue());
      }
      return OldPath.of(parts);
    } catch (JacksonException _) {
      return new OldPath.Refused("its path is broken JSON: " + text);
    }
  }

  private Found find(OldPath.Inside path, List<Path> folders) throws IOException {
    var shown = String.join("/", path.parts());
    for (var folder : folders) {
      var file = folder;
      for (var part : path.parts()) {
        file = file.resolve(part);
      }
      if (Files.exists(file)) {
        var real = file.toRealPath();
        if (!real.startsWith(folder) || !real.startsWith(root)) {
          return new Found.Refused("a link leads out of the folder of media: " + shown);
        }
        return Files.isRegularFile(real)
            ? new Found.At(real, path.name())
            : new Found.Refused("it is not a file: " + shown);
      }
    }
    return new Found.Missing(shown);
  }
}
