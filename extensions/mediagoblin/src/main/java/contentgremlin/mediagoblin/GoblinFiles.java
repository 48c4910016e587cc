package contentgremlin.mediagoblin;

import contentgremlin.extension.ForeignFolder;
import contentgremlin.extension.ForeignFolder.Found;
import contentgremlin.extension.Host;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/// Finds the files that paths in the database mean.
final class GoblinFiles {
  private final Host host;

  /// What everybody may see over there.
  private final List<ForeignFolder> open;

  /// What waits to be processed.
  private final List<ForeignFolder> queue;

  /// @param media the folder above `public` and `queue`, one above that, or `public` itself
  GoblinFiles(ForeignFolder media, Host host) throws IOException {
    this.host = host;
    var found = folders(media, "public");
    this.open = found.isEmpty() ? List.of(media) : found;
    this.queue = folders(media, "queue");
  }

  private static List<ForeignFolder> folders(ForeignFolder media, String name) throws IOException {
    var folders = new ArrayList<ForeignFolder>();
    media.folder(List.of(name)).ifPresent(folders::add);
    media.folder(List.of("media", name)).ifPresent(folders::add);
    return List.copyOf(folders);
  }

  Found published(String path) throws IOException {
    return find(path, open);
  }

  Found queued(String path) throws IOException {
    return find(path, queue);
  }

  /// Paths are kept with slashes between their parts, or as a list in JSON.
  private Found find(String path, List<ForeignFolder> folders) throws IOException {
    if (path.isEmpty()) {
      return new Found.Nothing();
    }
    if (!path.startsWith("[")) {
      return find(List.of(path.split("/", -1)), folders);
    }
    var parts = host.json(path);
    return parts.isEmpty()
        ? new Found.Refused("its path is broken JSON: " + path)
        : find(parts.get().list().stream().map(part -> part.text()).toList(), folders);
  }

  private static Found find(List<String> parts, List<ForeignFolder> folders) throws IOException {
    Found found = new Found.Missing();
    for (var folder : folders) {
      found = folder.file(parts);
      if (!(found instanceof Found.Missing)) {
        return found;
      }
    }
    return found;
  }
}
