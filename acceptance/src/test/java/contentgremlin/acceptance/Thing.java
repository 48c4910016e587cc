package contentgremlin.acceptance;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A file of a [World], whatever it is called at the moment.
final class Thing {
  final int number;

  /// How many names it has.
  int names;

  int size;

  /// Copies that were made of one another since they were compared last: should one of them go
  /// before both were seen side by side, that looks like a move.
  List<Thing> twins = new ArrayList<>(List.of(this));

  /// Nobody can say which item it is: only that there is one.
  boolean isVague;

  /// Its item, once it was seen with it.
  @Nullable String item;

  /// Where it was shown last.
  String known = "";

  /// The text that was written to its item.
  String note = "";

  /// Names under which it was known when the catalogue was compared last, and since then.
  final Set<String> places = new HashSet<>();

  /// All paths that it ever had.
  private final Set<String> ever = new HashSet<>();

  /// All items that it ever was.
  private final Set<String> itemsEver = new HashSet<>();

  /// Whether it was away, or not to be seen, since it was compared last.
  boolean wasOut;

  /// What happened to it, for those who wonder.
  final List<String> life = new ArrayList<>();

  Thing(int number) {
    this.number = number;
  }

  Set<String> pathsEver() {
    return ever;
  }

  Set<String> itemsEver() {
    return itemsEver;
  }

  /// Who was seen is somebody of its own from now on; of two names of one file nobody can say.
  ///
  /// @param isShown whether it was seen, so that its item is known
  void compared(boolean isShown) {
    places.clear();
    wasOut = false;
    twins = new ArrayList<>(List.of(this));
    if (isVague && !isShown) {
      item = null;
    }
    isVague &= names > 1;
  }

  /// Others with the same bytes that are there.
  boolean hasLiveTwins() {
    return twins.stream().anyMatch(twin -> twin != this && twin.names > 0);
  }

  /// From now on its item may be confused with those of its twins.
  void confuse() {
    if (hasLiveTwins()) {
      twins.forEach(twin -> twin.isVague = true);
    }
  }

  @Override
  public String toString() {
    return "#" + number + (isVague ? "?" : "");
  }
}
