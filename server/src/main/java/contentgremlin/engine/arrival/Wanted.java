package contentgremlin.engine.arrival;

import contentgremlin.item.Visibility;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What is to be imported, and how.
///
/// @param importer who knows the other server
/// @param options what it is told, by name: files, folders and addresses as the operator wrote them
/// @param dryRun tell what would be done, and do nothing
/// @param administrators give administrators and moderators the same role here
/// @param visibility of all items and collections; null: as they have it
/// @param people who is to become which account that is here already, by names
public record Wanted(
    String importer,
    Map<String, String> options,
    boolean dryRun,
    boolean administrators,
    @Nullable Visibility visibility,
    Map<String, String> people) {
  public Wanted {
    options = Map.copyOf(options);
    people = Map.copyOf(people);
  }

  /// The options are left out: there may be a password in an address.
  @Override
  public String toString() {
    return "import by " + importer;
  }
}
