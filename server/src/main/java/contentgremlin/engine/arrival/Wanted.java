package contentgremlin.engine.arrival;

import contentgremlin.item.Visibility;
import java.nio.file.Path;
import java.util.Map;

/// What is to be imported, and how.
///
/// @param database a file, or an address
/// @param media the folder that the other server keeps its media in
/// @param dryRun tell what would be done, and do nothing
/// @param administrators give administrators and moderators the same role here
/// @param visibility of items and collections: over there, all were for everyone
/// @param people who is to become which account that is here already, by names
public record Wanted(
    String database,
    Path media,
    boolean dryRun,
    boolean administrators,
    Visibility visibility,
    Map<String, String> people) {
  public Wanted {
    people = Map.copyOf(people);
  }
}
