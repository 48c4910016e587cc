package contentgremlin.sql;

import contentgremlin.name.Words;
import contentgremlin.shelf.Heading;
import contentgremlin.shelf.Shelf;
import java.util.Comparator;
import java.util.Map;
import java.util.TreeMap;

/// Counts the albums of genres and years, in one run.
final class Headings {
  private static final String NAME = "SELECT name FROM heading WHERE kind = ? AND mark = ?";

  private static final String COUNT =
      """
      INSERT INTO heading (kind, mark, name, total, listed) VALUES (?, ?, ?, ?, ?)
      ON CONFLICT (kind, mark) DO UPDATE SET name = excluded.name,
        total = heading.total + excluded.total, listed = heading.listed + excluded.listed
      """;

  private static final String FORGET =
      "DELETE FROM heading WHERE kind = ? AND mark = ? AND total <= 0";

  private final Session session;
  private final Map<Key, Count> counts =
      new TreeMap<>(Comparator.comparing(Key::kind).thenComparing(Key::mark));

  Headings(Session session) {
    this.session = session;
  }

  private record Key(Heading.Kind kind, String mark) {}

  private static final class Count {
    String name;
    long total;
    long listed;

    Count(String name) {
      this.name = name;
    }
  }

  void countYear(Shelf shelf, int by) {
    if (shelf.year() > 0) {
      var year = "%04d".formatted(shelf.year());
      count(Heading.Kind.YEAR, year, year, shelf, by);
    }
  }

  void count(Heading.Kind kind, String mark, String name, Shelf shelf, int by) {
    var count = counts.computeIfAbsent(new Key(kind, mark), _ -> new Count(name));
    count.name = Words.better(count.name, name);
    count.total += shelf.total() > 0 ? by : 0;
    count.listed += shelf.listed() > 0 ? by : 0;
  }

  void close() {
    counts.forEach((key, count) -> {
      if (count.total != 0 || count.listed != 0) {
        close(key, count);
      }
    });
  }

  private void close(Key key, Count count) {
    var kind = key.kind.word();
    var known = session.first(NAME, row -> Columns.text(row, "name"), kind, key.mark);
    var name = known.map(it -> Words.better(it, count.name)).orElse(count.name);
    session.update(COUNT, kind, key.mark, name, count.total, count.listed);
    if (count.total < 0) {
      session.update(FORGET, kind, key.mark);
    }
  }
}
