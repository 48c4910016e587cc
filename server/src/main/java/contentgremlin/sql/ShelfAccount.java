package contentgremlin.sql;

import contentgremlin.item.ItemId;
import contentgremlin.shelf.Shelf;
import contentgremlin.shelf.Summary;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// What comes to shelves and goes from them in one run, and what then follows for them: how many
/// items they have, what they are called, whose they are; and that empty ones go.
final class ShelfAccount {
  /// A shelf is described by its first items; one with more than these is no album.
  private static final int DESCRIBED_BY_MAX = 1_000;

  private static final String SHELF = "SELECT " + ShelfRow.COLUMNS + "FROM shelf WHERE id = ?";

  private static final String SAID =
      """
      SELECT item, shown, title, credits, genres, year, compilation FROM standing WHERE shelf = ?
      ORDER BY part, number, item LIMIT ?
      """;

  private static final String DESCRIBE =
      """
      UPDATE shelf SET title = ?, maker = ?, sort = ?, year = ?, cover = ?, total = ?, listed = ?
      WHERE id = ?
      """;

  private static final String COUNT =
      "UPDATE shelf SET total = total + ?, listed = listed + ? WHERE id = ?";

  private final Session session;
  private final ShelfLinks links;

  /// In the order of their numbers: two nodes that count the same shelves do not block each other.
  private final Map<Long, Difference> touched = new TreeMap<>();

  ShelfAccount(Session session) {
    this.session = session;
    this.links = new ShelfLinks(session);
  }

  private static final class Difference {
    long total;
    long listed;

    Difference plus(Difference other) {
      var sum = new Difference();
      sum.total = total + other.total;
      sum.listed = listed + other.listed;
      return sum;
    }

    Difference minus(Difference other) {
      var rest = new Difference();
      rest.total = total - other.total;
      rest.listed = listed - other.listed;
      return rest;
    }
  }

  void came(long shelf, int shown) {
    count(shelf, shown, 1);
  }

  void left(long shelf, int shown) {
    count(shelf, shown, -1);
  }

  private void count(long shelf, int shown, int by) {
    var difference = touched.computeIfAbsent(shelf, _ -> new Difference());
    difference.total += shown >= 1 ? by : 0;
    difference.listed += shown == 2 ? by : 0;
  }

  /// Both shelves have changed places, with all that stands on them and came in this run. What is
  /// stored of them stays until [#close], since what follows for others was found out by that.
  void exchanged(long one, long other) {
    var ofOne = count(one);
    var ofOther = count(other);
    touched.put(one, ofOther.minus(stored(one)));
    touched.put(other, ofOne.minus(stored(other)));
  }

  private Difference count(long shelf) {
    return stored(shelf).plus(touched.computeIfAbsent(shelf, _ -> new Difference()));
  }

  private Difference stored(long shelf) {
    var stored = new Difference();
    session
        .first(SHELF, ShelfRow::read, shelf)
        .ifPresent(found -> {
          stored.total = found.total();
          stored.listed = found.listed();
        });
    return stored;
  }

  /// Brings all that follows up to date.
  void close() {
    touched.forEach((id, difference) ->
        session.first(SHELF, ShelfRow::read, id).ifPresent(shelf -> close(shelf, difference)));
    links.close();
  }

  private void close(Shelf shelf, Difference difference) {
    if (shelf.kind().isDescribed()) {
      describe(shelf, difference);
      return;
    }
    if (difference.total != 0 || difference.listed != 0) {
      session.update(COUNT, difference.total, difference.listed, shelf.id());
    }
    boolean mayBeEmpty = shelf.total() + difference.total <= 0;
    if (mayBeEmpty
        && !session.exists("SELECT 1 FROM standing WHERE shelf = ? LIMIT 1", shelf.id())) {
      session.update("DELETE FROM shelf WHERE id = ?", shelf.id());
    }
  }

  private record Row(int shown, Summary.Said said) {}

  private void describe(Shelf shelf, Difference difference) {
    var rows =
        session.list(
            SAID,
            row ->
                new Row(
                    row.getInt("shown"),
                    new Summary.Said(
                        new ItemId(Columns.text(row, "item")), ShelfRow.readSaying(row))),
            shelf.id(),
            DESCRIBED_BY_MAX);
    if (rows.isEmpty()) {
      links.forget(shelf);
      session.update("DELETE FROM shelf WHERE id = ?", shelf.id());
      return;
    }
    var summary = Summary.of(shown(rows));
    var next =
        new Shelf(
            shelf.id(),
            shelf.kind(),
            summary.title(),
            summary.maker(),
            summary.sort(),
            summary.year(),
            summary.cover(),
            shelf.total() + difference.total,
            shelf.listed() + difference.listed);
    if (!next.equals(shelf)) {
      session.update(
          DESCRIBE,
          next.title(),
          next.maker(),
          next.sort(),
          next.year(),
          Columns.value(next.cover()),
          next.total(),
          next.listed(),
          next.id());
    }
    if (shelf.kind() == Shelf.Kind.ALBUM) {
      links.replace(shelf, next, summary);
    }
  }

  /// Those that most people see: what only moderators see must not show in what all see.
  private static List<Summary.Said> shown(List<Row> rows) {
    int most = rows.stream().mapToInt(Row::shown).max().orElse(0);
    return rows.stream().filter(row -> row.shown == most).map(Row::said).toList();
  }
}
