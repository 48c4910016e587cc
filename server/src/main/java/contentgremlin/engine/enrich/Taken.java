package contentgremlin.engine.enrich;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/// A file that was fetched and is to be looked at, in the folder of an attempt, where a list of
/// them outlives the server.
///
/// @param type by its bytes: its media type
record Taken(long picture, String type) {
  static final String SUBTITLE = "text/plain";

  /// Of the copies.
  static final String ENDING = ".fetched";

  private static final String LIST = "taken";

  boolean isText() {
    return type.equals(SUBTITLE);
  }

  Path file(Path folder) {
    return folder.resolve(picture + ENDING);
  }

  /// What the tool says of it.
  String report() {
    return picture + ".txt";
  }

  static void write(Path folder, List<Taken> all) throws IOException {
    var lines =
        all.stream().map(one -> one.picture + " " + one.type).collect(Collectors.joining("\n"));
    Files.writeString(folder.resolve(LIST), lines, UTF_8);
  }

  static List<Taken> read(Path folder) throws IOException {
    try {
      return Files.readString(folder.resolve(LIST), UTF_8)
          .lines()
          .map(line -> line.split(" ", 2))
          .map(parts -> new Taken(Long.parseLong(parts[0]), parts[1]))
          .toList();
    } catch (NoSuchFileException _) {
      return List.of();
    }
  }
}
