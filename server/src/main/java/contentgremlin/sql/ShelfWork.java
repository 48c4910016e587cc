package contentgremlin.sql;

import contentgremlin.item.ItemId;
import contentgremlin.name.Words;
import contentgremlin.shelf.Circle;
import contentgremlin.shelf.Shelf;
import contentgremlin.shelf.ShelfStore.Placed;
import contentgremlin.shelf.Standing;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// One run of putting items on shelves. First all rows are written, then what follows from them is
/// found out once per album and shelf, however many of their items came.
final class ShelfWork {
  private static final String KNOWN =
      "SELECT item.id, item.listed, item.trashed, standing.shelf, standing.shown, "
          + ShelfRow.SAYING
          + "FROM item LEFT JOIN standing ON standing.item = item.id WHERE item.id IN (";

  /// Items that are looked up with one statement; of fewer the last one stands in all places left.
  private static final int TOGETHER = 16;

  private static final String PLACES = String.join(", ", Collections.nCopies(TOGETHER, "?")) + ")";

  private static final String PUT =
      """
      INSERT INTO standing (item, kind, shelf, part, number, last, shown, before, circle, release,
        maker, title, credits, genres, year, compilation)
      VALUES\s
      """;

  private static final String ROW = "(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";

  private static final String REPLACE =
      """
       ON CONFLICT (item) DO UPDATE SET kind = excluded.kind, shelf = excluded.shelf,
        part = excluded.part, number = excluded.number, last = excluded.last,
        shown = excluded.shown, before = excluded.before, circle = excluded.circle,
        release = excluded.release, maker = excluded.maker, title = excluded.title,
        credits = excluded.credits, genres = excluded.genres, year = excluded.year,
        compilation = excluded.compilation
      """;

  private static final String PAIRS =
      "SELECT DISTINCT release, maker FROM standing WHERE kind = 'album' AND circle = ?";

  private static final String OF_CIRCLE =
      """
      SELECT item, shelf, shown, release, maker, title, year FROM standing
      WHERE kind = 'album' AND circle = ? ORDER BY release, maker
      """;

  private static final String ADD =
      """
      INSERT INTO shelf (kind, mark, title, maker, sort, year, cover, total, listed, origin)
      VALUES (?, ?, ?, '', ?, ?, NULL, 0, 0, ?) RETURNING id
      """;

  private final Session session;
  private final ShelfAccount account;
  private final Map<String, Circle> before = new HashMap<>();
  private final Map<String, Circle> expected = new HashMap<>();
  private final Map<String, Long> shelves = new HashMap<>();
  private final Set<Move> moves = new LinkedHashSet<>();

  /// Circles from which something has gone or may have: what is left there is to be looked up.
  private final Set<String> leftCircles = new HashSet<>();

  /// Rows that are to be written before anything is concluded from them.
  private final List<@Nullable Object[]> standings = new ArrayList<>();

  ShelfWork(Session session) {
    this.session = session;
    this.account = new ShelfAccount(session);
  }

  /// Something went from one shelf to another.
  private record Move(long from, long to) {}

  /// @param shown who may see the item by now
  /// @param row where it stands so far; null if nowhere
  private record Known(ItemId item, int shown, @Nullable Row row, @Nullable Standing wanted) {
    boolean isSettled() {
      if (row == null || wanted == null) {
        return row == null && wanted == null;
      }
      return row.shown == shown && row.standing.equals(wanted);
    }
  }

  private record Row(long shelf, int shown, Standing standing) {}

  void put(List<Placed> items) {
    var wanted = new LinkedHashMap<ItemId, @Nullable Standing>();
    items.forEach(it -> wanted.put(it.item(), it.standing()));
    var changed = new ArrayList<Known>();
    for (var known : known(wanted)) {
      if (!known.isSettled()) {
        changed.add(known);
      }
    }
    if (!changed.isEmpty()) {
      write(changed);
    }
  }

  private List<Known> known(Map<ItemId, @Nullable Standing> wanted) {
    var byItem = new HashMap<ItemId, Known>();
    var items = List.copyOf(wanted.keySet());
    for (int from = 0; from < items.size(); from += TOGETHER) {
      var some = new @Nullable Object[TOGETHER];
      for (int i = 0; i < TOGETHER; i++) {
        some[i] = items.get(Math.min(from + i, items.size() - 1)).value();
      }
      for (var known : session.list(KNOWN + PLACES, row -> known(row, wanted), some)) {
        byItem.put(known.item, known);
      }
    }
    return items.stream().flatMap(item -> Stream.ofNullable(byItem.get(item))).toList();
  }

  private static Known known(ResultSet row, Map<ItemId, @Nullable Standing> wanted)
      throws SQLException {
    var item = new ItemId(Columns.text(row, "id"));
    int shown = shown(row.getInt("listed") == 1, row.getInt("trashed") == 1);
    long shelf = row.getLong("shelf");
    var present =
        row.wasNull() ? null : new Row(shelf, row.getInt("shown"), ShelfRow.readStanding(row));
    var standing = wanted.get(item);
    return new Known(item, shown, present, standing == null ? null : ShelfRow.storable(standing));
  }

  private static int shown(boolean listed, boolean trashed) {
    if (trashed) {
      return 0;
    }
    return listed ? 2 : 1;
  }

  private void write(List<Known> changed) {
    noteCircles(changed);
    for (var known : changed) {
      if (known.wanted == null) {
        leave(known);
      } else {
        stand(known, known.wanted);
      }
    }
    session.insert(PUT, ROW, REPLACE, standings);
    new TreeSet<>(expected.keySet()).forEach(this::settle);
    var heirs = new ShelfHeirs(session, account);
    moves.forEach(move -> heirs.inherit(move.from, move.to));
    account.close();
  }

  private void noteCircles(List<Known> changed) {
    var claims = new HashMap<String, List<Standing.Claim>>();
    for (var known : changed) {
      if (known.row != null && known.row.standing.kind() == Shelf.Kind.ALBUM) {
        var circle = known.row.standing.claim().circle();
        claims.computeIfAbsent(circle, _ -> new ArrayList<>());
        leftCircles.add(circle);
      }
      if (known.wanted != null && known.wanted.kind() == Shelf.Kind.ALBUM) {
        claims
            .computeIfAbsent(known.wanted.claim().circle(), _ -> new ArrayList<>())
            .add(known.wanted.claim());
      }
    }
    claims.forEach((name, ofBatch) -> {
      var now = circle(name);
      before.put(name, now);
      expected.put(name, now.with(ofBatch));
    });
  }

  private Circle circle(String name) {
    var pairs =
        session.list(
            PAIRS,
            row -> new Circle.Pair(Columns.text(row, "release"), Columns.text(row, "maker")),
            name);
    return new Circle(name, Set.copyOf(pairs));
  }

  private void leave(Known known) {
    var row = Objects.requireNonNull(known.row);
    session.update("DELETE FROM standing WHERE item = ?", known.item.value());
    account.left(row.shelf, row.shown);
  }

  private void stand(Known known, Standing wanted) {
    var row = known.row;
    Long from = row != null && row.standing.kind() == wanted.kind() ? row.shelf : null;
    long shelf =
        shelf(wanted.kind(), mark(wanted), wanted.saying().title(), wanted.saying().year(), from);
    Long before = null;
    if (from != null && from != shelf) {
      before = from;
      moves.add(new Move(from, shelf));
    }
    standings.add(ShelfRow.of(known.item, shelf, known.shown, before, wanted));
    if (row != null) {
      account.left(row.shelf, row.shown);
    }
    account.came(shelf, known.shown);
  }

  private String mark(Standing standing) {
    var claim = standing.claim();
    return switch (standing.kind()) {
      case ALBUM ->
          expected
              .getOrDefault(claim.circle(), new Circle(claim.circle(), Set.of()))
              .mark(claim.release(), claim.maker());
      case SERIES, MONTH -> claim.circle();
    };
  }

  private long shelf(Shelf.Kind kind, String mark, String title, int year, @Nullable Long origin) {
    return shelves.computeIfAbsent(
        kind.word() + " " + mark,
        _ ->
            session
                .<Long>first(
                    "SELECT id FROM shelf WHERE kind = ? AND mark = ?",
                    row -> row.getLong("id"),
                    kind.word(),
                    mark)
                .orElseGet(() ->
                    session.updateReturning(
                        ADD, kind.word(), mark, title, Words.sorted(title), year, origin)));
  }

  /// Songs that were there before may be on another album, now that others say more or less.
  private void settle(String name) {
    var old = before.get(name);
    var hoped = expected.get(name);
    // Where something has only come, what is there now is known.
    var now = hoped != null && !leftCircles.contains(name) ? hoped : circle(name);
    boolean isAsExpected = now.equals(hoped);
    if (isAsExpected && old != null && (old.pairs().isEmpty() || old.equals(now))) {
      return;
    }
    expected.put(name, now);
    for (var song : session.list(OF_CIRCLE, ShelfWork::song, name)) {
      long shelf =
          shelf(
              Shelf.Kind.ALBUM,
              now.mark(song.release, song.maker),
              song.title,
              song.year,
              song.shelf);
      if (shelf != song.shelf) {
        session.update(
            "UPDATE standing SET shelf = ?, before = ? WHERE item = ?",
            shelf,
            song.shelf,
            song.item);
        account.left(song.shelf, song.shown);
        account.came(shelf, song.shown);
        moves.add(new Move(song.shelf, shelf));
      }
    }
  }

  private record Song(
      String item, long shelf, int shown, String release, String maker, String title, int year) {}

  private static Song song(ResultSet row) throws SQLException {
    return new Song(
        Columns.text(row, "item"),
        row.getLong("shelf"),
        row.getInt("shown"),
        Columns.text(row, "release"),
        Columns.text(row, "maker"),
        Columns.text(row, "title"),
        row.getInt("year"));
  }
}
