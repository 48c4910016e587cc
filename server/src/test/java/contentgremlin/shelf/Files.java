package contentgremlin.shelf;

import contentgremlin.item.MediaType;
import contentgremlin.library.Tags;
import contentgremlin.library.Taken;
import contentgremlin.name.NameRules;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Files of a library, for tests: each folder has the number that its path gives it.
final class Files {
  static final Instant MODIFIED = Instant.parse("2020-02-29T08:00:00Z");

  private Files() {}

  /// @param path within the library
  static FilePlace place(String path) {
    int slash = path.lastIndexOf('/') + 1;
    var folder = path.substring(0, slash);
    return new FilePlace(number(folder), above(folder), folder, path.substring(slash));
  }

  static long number(String folder) {
    return folder.isEmpty() ? 1 : 2 + (folder.hashCode() & 0xffff_ffffL);
  }

  private static long above(String folder) {
    return folder.isEmpty()
        ? 0
        : number(folder.substring(0, folder.lastIndexOf('/', folder.length() - 2) + 1));
  }

  /// @param text "artist=A; artist=B; date=1999"
  static Tags tags(@Nullable String text) {
    Map<String, List<String>> tags = new LinkedHashMap<>();
    for (var tag : text == null ? new String[0] : text.split("; ")) {
      var parts = tag.split("=", 2);
      tags.computeIfAbsent(parts[0], _ -> new ArrayList<>()).add(parts[1]);
    }
    return new Tags(tags);
  }

  static Placing song(String path, @Nullable String tags) {
    return placed(MediaType.AUDIO, path, tags, null);
  }

  static Placing film(String path, @Nullable String tags) {
    return placed(MediaType.VIDEO, path, tags, null);
  }

  static Placing placed(MediaType type, String path, @Nullable String tags, @Nullable Taken taken) {
    return Shelving.place(NameRules.DEFAULT, type, place(path), tags(tags), taken, MODIFIED);
  }
}
