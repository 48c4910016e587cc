package contentgremlin.app;

import contentgremlin.extend.Shelf.Found;
import contentgremlin.upgrade.Check;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// Whether extensions that work with the running version would work with this one. Runs none.
final class ExtensionChecks {
  private static final String NAME = "extensions";

  private ExtensionChecks() {}

  /// @param working the ids of those that are at work now
  /// @param found the jars, as this program sees them
  static Check of(Set<String> working, List<Found> found) {
    var lost = new ArrayList<String>();
    int fit = 0;
    for (var jar : found) {
      switch (jar) {
        case Found.Usable _ -> fit++;
        case Found.Unusable(var file, _, var id, var reason) -> {
          if (working.contains(id) && found.stream().noneMatch(other -> isUsable(other, id))) {
            lost.add("%s (%s): %s".formatted(id, file, reason));
          }
        }
      }
    }
    if (!lost.isEmpty()) {
      return new Check(
          NAME,
          false,
          "would not work any more: %s. Put newer jars into their place, or switch them off: gremlin extension disable"
              .formatted(String.join("; ", lost)));
    }
    return new Check(NAME, true, words(found.size(), fit));
  }

  private static boolean isUsable(Found jar, String id) {
    return jar instanceof Found.Usable usable && usable.declaration().id().equals(id);
  }

  private static String words(int all, int fit) {
    if (all == 0) {
      return "none";
    }
    return fit == all
        ? "%d, for this version".formatted(all)
        : "%d, of which %d can't be used, now as before".formatted(all, all - fit);
  }
}
