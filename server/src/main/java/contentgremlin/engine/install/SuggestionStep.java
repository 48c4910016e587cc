package contentgremlin.engine.install;

import contentgremlin.install.MediaFolders;
import contentgremlin.install.Need;
import contentgremlin.install.Standing;
import contentgremlin.install.Step;
import contentgremlin.install.Suggestion;
import contentgremlin.store.Database;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Set;

/// Folders that may become libraries. They are only suggested: a person adds them, or does not.
///
/// @param home the server's own folder, which is none of them
record SuggestionStep(Database database, String node, MediaFolders folders, Path home)
    implements Step {
  static final String NAME = "library-suggestions";

  @Override
  public String id() {
    return NAME;
  }

  @Override
  public String title() {
    return "Folders that may become libraries";
  }

  @Override
  public List<Need> needs() {
    return List.of(Need.step(DatabaseStep.NAME), Need.table("library_suggestion"));
  }

  /// Databases and Java put texts into other orders.
  @Override
  public Standing check() throws IOException {
    var found = found();
    return database.read(tables ->
        Set.copyOf(tables.install().suggestions(node)).equals(Set.copyOf(found))
            ? new Standing.Done(words(found))
            : new Standing.Missing());
  }

  @Override
  public String apply() throws IOException {
    var found = found();
    database.write(tables -> {
      tables.install().putSuggestions(node, found);
      return found;
    });
    return words(found);
  }

  /// Without those that a library covers already.
  private List<Suggestion> found() throws IOException {
    var roots = database.read(SuggestionStep::roots);
    return folders.look().stream()
        .filter(it -> isElsewhere(Path.of(it.path())) && isFree(it, roots))
        .sorted(Comparator.comparing(Suggestion::path))
        .toList();
  }

  private boolean isElsewhere(Path folder) {
    return !folder.startsWith(home) && !home.startsWith(folder);
  }

  static List<Path> roots(Database.Tables tables) {
    return tables.libraries().all().stream().map(library -> Path.of(library.root())).toList();
  }

  /// Whether no library has anything to do with it.
  static boolean isFree(Suggestion suggestion, List<Path> roots) {
    var folder = Path.of(suggestion.path());
    return roots.stream().noneMatch(root -> folder.startsWith(root) || root.startsWith(folder));
  }

  private static String words(List<Suggestion> found) {
    return found.isEmpty()
        ? "none was found"
        : String.join(", ", found.stream().map(Suggestion::path).toList());
  }
}
