package contentgremlin.http.page;

import contentgremlin.http.Request;
import contentgremlin.shelf.ShelfQuery;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// The alphabet above long lists: each letter leads to where it begins.
final class Letters {
  private static final String ALL = "abcdefghijklmnopqrstuvwxyz";

  private Letters() {}

  /// @param address of the list, ending so that a query parameter can follow
  /// @return none where all is on one page
  static List<BrowsePages.Chip> chips(String address, Request request, boolean hasMore) {
    if (!hasMore && request.query("from").isEmpty() && request.query("after").isEmpty()) {
      return List.of();
    }
    var chosen = request.query("from").orElse("");
    var chips = new ArrayList<BrowsePages.Chip>();
    var start = address.substring(0, address.length() - 1);
    chips.add(new BrowsePages.Chip("#", start, null, chosen.isEmpty()));
    for (int i = 0; i < ALL.length(); i++) {
      var letter = ALL.substring(i, i + 1);
      chips.add(
          new BrowsePages.Chip(
              letter.toUpperCase(Locale.ROOT),
              address + "from=" + letter,
              null,
              chosen.equals(letter)));
    }
    return chips;
  }

  static Optional<ShelfQuery.Key> key(Request request) {
    return request
        .query("after")
        .map(_ -> Optional.<ShelfQuery.Key>empty())
        .orElseGet(() ->
            request
                .query("from")
                .filter(text -> text.length() == 1 && ALL.contains(text))
                .map(letter -> new ShelfQuery.Key(letter, 0)));
  }

  /// What a name is found under.
  static String initial(String sorted) {
    var first = sorted.isEmpty() ? "" : sorted.substring(0, 1);
    return !first.isEmpty() && ALL.contains(first) ? first.toUpperCase(Locale.ROOT) : "#";
  }
}
