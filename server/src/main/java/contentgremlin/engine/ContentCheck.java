package contentgremlin.engine;

import contentgremlin.store.Database;
import contentgremlin.vault.StoredFile;
import contentgremlin.vault.Vault;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;

/// Whether `content/` looks like the one that the database tells of. Before that is certain,
/// nothing may be taken for garbage: its disk may not be mounted, or the database be another one.
record ContentCheck(Database database, Vault vault) {
  /// Where the paths of samples begin, so that they come from all over the place.
  private static final List<String> STARTS = List.of("0123456789abcdefghjkmnpqrstvwxyz".split(""));

  private static final List<String> FOLDERS = List.of("original/", "rendition/");

  /// @return why nothing may be removed, in words for a person; the empty string if it may
  String complaint() {
    if (database.read(tables -> tables.events().newest()) == 0) {
      return "this database is new and has never had an item; content/ may be somebody else's";
    }
    var samples = samples();
    long there = samples.stream().filter(this::isThere).count();
    return there * 2 >= samples.size()
        ? ""
        : "of %d files that were looked for in content/, only %d are there; is it the right folder, and its disk mounted?"
            .formatted(samples.size(), there);
  }

  private List<StoredFile> samples() {
    return database.read(tables -> {
      var found = new LinkedHashSet<StoredFile>();
      for (var folder : FOLDERS) {
        for (var start : STARTS) {
          tables.files().list(folder + start, 1).stream()
              .filter(file -> file.path().startsWith(folder))
              .forEach(found::add);
        }
      }
      return new ArrayList<>(found);
    });
  }

  private boolean isThere(StoredFile file) {
    return Files.exists(vault.path(file.path()));
  }
}
