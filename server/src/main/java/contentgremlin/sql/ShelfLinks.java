package contentgremlin.sql;

import contentgremlin.name.Words;
import contentgremlin.shelf.Credit;
import contentgremlin.shelf.Heading;
import contentgremlin.shelf.Role;
import contentgremlin.shelf.Shelf;
import contentgremlin.shelf.Summary;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/// By whom, of which genre and of which year albums are; and how many albums each of those has, as
/// moderators and as others see it.
final class ShelfLinks {
  private static final String FIND_ARTIST = "SELECT id, name FROM artist WHERE mark = ?";

  private static final String ADD_ARTIST =
      """
      INSERT INTO artist (mark, name, sort, albums, albums_listed, others, others_listed)
      VALUES (?, ?, ?, 0, 0, 0, 0) RETURNING id
      """;

  private static final String COUNT_ARTIST =
      """
      UPDATE artist SET albums = albums + ?, albums_listed = albums_listed + ?,
        others = others + ?, others_listed = others_listed + ?
      WHERE id = ?
      """;

  private static final String FORGET_ARTIST =
      """
      DELETE FROM artist WHERE id = ?
        AND NOT EXISTS (SELECT 1 FROM shelf_artist WHERE shelf_artist.artist = artist.id)
      """;

  private static final String LINKS = "SELECT artist, role, year FROM shelf_artist WHERE shelf = ?";

  private static final String ADD_LINK =
      "INSERT INTO shelf_artist (shelf, artist, role, year) VALUES (?, ?, ?, ?)";

  private static final String REMOVE_LINK =
      "DELETE FROM shelf_artist WHERE shelf = ? AND artist = ? AND role = ?";

  private static final String GENRES = "SELECT genre, sort FROM shelf_genre WHERE shelf = ?";

  private static final String ADD_GENRE =
      "INSERT INTO shelf_genre (genre, sort, shelf) VALUES (?, ?, ?)";

  private static final String REMOVE_GENRE =
      "DELETE FROM shelf_genre WHERE genre = ? AND sort = ? AND shelf = ?";

  private final Session session;
  private final Headings headings;
  private final Map<String, Long> artists = new HashMap<>();
  private final Map<Long, Count> counts = new TreeMap<>();
  private final Set<Long> maybeGone = new TreeSet<>();

  ShelfLinks(Session session) {
    this.session = session;
    this.headings = new Headings(session);
  }

  private record Link(long artist, String role, int year) {}

  private static final class Count {
    long albums;
    long albumsListed;
    long others;
    long othersListed;

    void add(boolean isOwn, Shelf shelf, int by) {
      long total = shelf.total() > 0 ? by : 0;
      long listed = shelf.listed() > 0 ? by : 0;
      albums += isOwn ? total : 0;
      albumsListed += isOwn ? listed : 0;
      others += isOwn ? 0 : total;
      othersListed += isOwn ? 0 : listed;
    }

    boolean isNothing() {
      return albums == 0 && albumsListed == 0 && others == 0 && othersListed == 0;
    }
  }

  /// @param before as it was when its links were made
  void replace(Shelf before, Shelf after, Summary summary) {
    var wanted = new LinkedHashSet<Link>();
    for (var credit : summary.credits()) {
      wanted.add(new Link(artist(credit), credit.role().word(), after.year()));
    }
    replaceLinks(before, after, wanted);
    var genres = new HashMap<String, String>();
    summary.genres().forEach(name -> genres.put(Texts.storable(Words.folded(name)), name));
    replaceGenres(before, after, genres);
  }

  /// It is about to go.
  void forget(Shelf shelf) {
    var nothing =
        new Shelf(
            shelf.id(), shelf.kind(), shelf.title(), shelf.maker(), shelf.sort(), 0, null, 0, 0);
    replaceLinks(shelf, nothing, Set.of());
    replaceGenres(shelf, nothing, Map.of());
  }

  private void replaceLinks(Shelf before, Shelf after, Set<Link> wanted) {
    var present =
        new HashSet<>(
            session.list(
                LINKS,
                row ->
                    new Link(row.getLong("artist"), Columns.text(row, "role"), row.getInt("year")),
                before.id()));
    count(present, before, -1);
    count(wanted, after, 1);
    for (var link : present) {
      if (!wanted.contains(link)) {
        session.update(REMOVE_LINK, before.id(), link.artist, link.role);
        maybeGone.add(link.artist);
      }
    }
    for (var link : wanted) {
      if (!present.contains(link)) {
        session.update(ADD_LINK, after.id(), link.artist, link.role, link.year);
      }
    }
  }

  /// Each album counts once for everybody, whatever they did for it.
  private void count(Set<Link> links, Shelf shelf, int by) {
    var own = new HashMap<Long, Boolean>();
    for (var link : links) {
      own.merge(link.artist, link.role.equals(Role.MAKER.word()), Boolean::logicalOr);
    }
    own.forEach(
        (artist, isOwn) -> counts.computeIfAbsent(artist, _ -> new Count()).add(isOwn, shelf, by));
  }

  private long artist(Credit credit) {
    var mark = Texts.storable(Words.folded(credit.name()));
    return artists.computeIfAbsent(
        mark,
        _ ->
            session
                .first(
                    FIND_ARTIST,
                    row -> Map.entry(row.getLong("id"), Columns.text(row, "name")),
                    mark)
                .map(found -> spelled(found.getKey(), found.getValue(), credit.name()))
                .orElseGet(() ->
                    session.updateReturning(
                        ADD_ARTIST, mark, credit.name(), Words.sorted(credit.name()))));
  }

  private long spelled(long artist, String known, String name) {
    if (!Words.better(known, Texts.storable(name)).equals(known)) {
      session.update("UPDATE artist SET name = ? WHERE id = ?", name, artist);
    }
    return artist;
  }

  private void replaceGenres(Shelf before, Shelf after, Map<String, String> wanted) {
    var present = new HashMap<String, String>();
    session
        .list(
            GENRES,
            row -> Map.entry(Columns.text(row, "genre"), Columns.text(row, "sort")),
            before.id())
        .forEach(it -> present.put(it.getKey(), it.getValue()));
    var sort = Texts.storable(after.sort());
    present.forEach((genre, sorted) -> {
      headings.count(Heading.Kind.GENRE, genre, wanted.getOrDefault(genre, genre), before, -1);
      if (!wanted.containsKey(genre) || !sorted.equals(sort)) {
        session.update(REMOVE_GENRE, genre, sorted, before.id());
      }
    });
    wanted.forEach((genre, name) -> {
      headings.count(Heading.Kind.GENRE, genre, name, after, 1);
      if (!sort.equals(present.get(genre))) {
        session.update(ADD_GENRE, genre, sort, after.id());
      }
    });
    headings.countYear(before, -1);
    headings.countYear(after, 1);
  }

  void close() {
    counts.forEach((artist, count) -> {
      if (!count.isNothing()) {
        session.update(
            COUNT_ARTIST,
            count.albums,
            count.albumsListed,
            count.others,
            count.othersListed,
            artist);
      }
    });
    maybeGone.forEach(artist -> session.update(FORGET_ARTIST, artist));
    headings.close();
  }
}
