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

  /// Things with the same bytes: when one of them goes, its item may go on with another one.
  List<Thing> twins = new ArrayList<>(List.of(this));

  /// Nobody can say which item it is: only that there is one.
  boolean isVague;

  /// Its item, once it was seen with it.
  @Nullable String item;

  /// All items that it ever was.
  final Set<String> items = new HashSet<>();

  /// Where it was shown last.
  String known = "";

  /// The text that was written to its item.
  String note = "";

  /// Names under which it was known when the catalogue was compared last, and since then.
  final Set<String> places = new HashSet<>();

  /// Whether it was away, or not to be seen, since it was compared last.
  boolean wasOut;

  /// What happened to it, for those who wonder.
  final List<String> life = new ArrayList<>();

  Thing(int number) {
    this.number = number;
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
