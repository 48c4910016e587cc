package contentgremlin.http.api;

import contentgremlin.http.Request;
import contentgremlin.shelf.Member;
import contentgremlin.shelf.ShelfQuery;
import java.util.Optional;
import java.util.regex.Pattern;

/// Where pages of shelves, and of what stands on them, have ended: as texts that nobody needs to
/// understand. Whoever changes one only starts elsewhere.
public final class ShelfCursors {
  /// What a list is sorted by may have 200 letters of four bytes each.
  private static final int LENGTH_MAX = 1_200;

  private static final Pattern SHELF = Pattern.compile("(\\d{1,18})\\.(.{0,200})", Pattern.DOTALL);
  private static final Pattern MEMBER = Pattern.compile("(\\d{1,9})\\.(-?\\d{1,18})\\.(.{1,64})");

  private ShelfCursors() {}

  public static String of(ShelfQuery.Key key) {
    return Parameters.encoded(key.id() + "." + key.sort());
  }

  public static String of(Member.Key key) {
    return Parameters.encoded(key.part() + "." + key.number() + "." + key.item());
  }

  public static Optional<ShelfQuery.Key> shelfAfter(Request request) {
    return Parameters.text(request, "after", LENGTH_MAX)
        .map(cursor -> {
          var found = SHELF.matcher(Parameters.decoded(cursor));
          if (!found.matches()) {
            throw Parameters.wrong("after", "is not one that we gave out");
          }
          return new ShelfQuery.Key(found.group(2), Long.parseLong(found.group(1)));
        });
  }

  public static Optional<Member.Key> memberAfter(Request request) {
    return Parameters.text(request, "after", LENGTH_MAX)
        .map(cursor -> {
          var found = MEMBER.matcher(Parameters.decoded(cursor));
          if (!found.matches()) {
            throw Parameters.wrong("after", "is not one that we gave out");
          }
          return new Member.Key(
              Integer.parseInt(found.group(1)), Long.parseLong(found.group(2)), found.group(3));
        });
  }
}
