package contentgremlin.acceptance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.List;

/// The database is a file in the home.
class UpgradeTest extends UpgradeContract {
  @Override
  List<String> place() {
    return List.of();
  }

  @Override
  List<String> kept() {
    try (var files = Files.list(old.home())) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.matches("db_.*[.]sqlite"))
          .map(name -> name.substring("db_".length(), name.length() - ".sqlite".length()))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
