package contentgremlin.sql;

import contentgremlin.item.ItemId;
import contentgremlin.shelf.Artist;
import contentgremlin.shelf.Heading;
import contentgremlin.shelf.Member;
import contentgremlin.shelf.Role;
import contentgremlin.shelf.Shelf;
import contentgremlin.shelf.ShelfQuery;
import contentgremlin.shelf.ShelfStore;
import contentgremlin.shelf.Standing;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Shelves in SQL. What is put is worked out by [ShelfWork]; here is what is asked.
final class SqlShelfStore implements ShelfStore {
  private static final String SHELVES = "SELECT " + ShelfRow.COLUMNS + "FROM shelf ";

  private static final String STANDING =
      "SELECT shelf, shown, " + ShelfRow.SAYING + "FROM standing WHERE item = ?";

  private static final String MEMBERS =
      "SELECT "
          + ItemRow.COLUMNS
          + ", standing.part, standing.number, standing.last, standing.credits"
          + " FROM standing JOIN item ON item.id = standing.item WHERE standing.shelf = ?";

  private static final String PARTS =
      "SELECT part, count(*) AS count FROM standing WHERE shelf = ? AND shown >= ?"
          + " GROUP BY part ORDER BY part";

  private static final String PLACE =
      "SELECT standing.part, standing.number, standing.last, standing.credits, "
          + ShelfRow.COLUMNS
          + "FROM standing JOIN shelf ON shelf.id = standing.shelf"
          + " WHERE standing.item = ? AND standing.shown >= ?";

  private static final String ARTISTS =
      "SELECT id, name, sort, albums, albums_listed, others, others_listed FROM artist ";

  private static final String ALBUMS_OF =
      "SELECT shelf_artist.role, "
          + ShelfRow.COLUMNS
          + "FROM shelf_artist JOIN shelf ON shelf.id = shelf_artist.shelf"
          + " WHERE shelf_artist.artist = ? AND %s > 0"
          + " ORDER BY shelf_artist.year, shelf_artist.shelf, shelf_artist.role LIMIT ?";

  private static final String ARTISTS_OF =
      """
      SELECT artist.id, artist.name, artist.sort, shelf_artist.role FROM shelf_artist
      JOIN artist ON artist.id = shelf_artist.artist WHERE shelf_artist.shelf = ?
      """;

  private static final String GENRES_OF =
      """
      SELECT heading.kind, heading.mark, heading.name, heading.total, heading.listed
      FROM shelf_genre JOIN heading ON heading.kind = 'genre' AND heading.mark = shelf_genre.genre
      WHERE shelf_genre.shelf = ?
      """;

  private static final String HEADING =
      "SELECT kind, mark, name, total, listed FROM heading WHERE kind = ? AND mark = ?";

  private static final ShelfQuery.Key FIRST = new ShelfQuery.Key("", 0);

  private final Session session;

  SqlShelfStore(Session session) {
    this.session = session;
  }

  @Override
  public void put(List<Placed> items) {
    new ShelfWork(session).put(items);
  }

  @Override
  public void remove(ItemId item) {
    put(List.of(new Placed(item, null)));
  }

  @Override
  public void review(ItemId item) {
    session
        .<Standing>first(STANDING, ShelfRow::readStanding, item.value())
        .ifPresent(standing -> put(List.of(new Placed(item, standing))));
  }

  private static String seen(boolean everything) {
    return everything ? "shelf.total" : "shelf.listed";
  }

  private static int shown(boolean everything) {
    return everything ? 1 : 2;
  }

  @Override
  public Optional<Shelf> find(long id, boolean everything) {
    return session.first(
        SHELVES + "WHERE id = ? AND " + seen(everything) + " > 0", ShelfRow::read, id);
  }

  @Override
  public Optional<Shelf> findMonth(String month, boolean everything) {
    return session.first(
        SHELVES + "WHERE kind = 'month' AND mark = ? AND " + seen(everything) + " > 0",
        ShelfRow::read,
        month);
  }

  @Override
  public List<Shelf> list(ShelfQuery query) {
    var arguments = new ArrayList<@Nullable Object>();
    var sql = new StringBuilder();
    var sorted = "shelf.sort, shelf.id";
    switch (query.narrowing()) {
      case ShelfQuery.Narrowing.None() -> sql.append(SHELVES).append("WHERE shelf.kind = ?");
      case ShelfQuery.Narrowing.OfYear(int year) -> {
        sql.append(SHELVES).append("WHERE shelf.year = ? AND shelf.kind = ?");
        arguments.add(year);
      }
      case ShelfQuery.Narrowing.OfGenre(var genre) -> {
        sql.append("SELECT ").append(ShelfRow.COLUMNS);
        sql.append("FROM shelf_genre JOIN shelf ON shelf.id = shelf_genre.shelf");
        sql.append(" WHERE shelf_genre.genre = ? AND shelf.kind = ?");
        arguments.add(genre);
        sorted = "shelf_genre.sort, shelf_genre.shelf";
      }
    }
    arguments.add(query.kind().word());
    sql.append(" AND ").append(seen(query.everything())).append(" > 0");
    boolean isDescending = query.kind() == Shelf.Kind.MONTH;
    var after = query.after();
    if (after != null) {
      sql.append(" AND (%s) %s (?, ?)".formatted(sorted, isDescending ? "<" : ">"));
      arguments.add(after.sort());
      arguments.add(after.id());
    }
    sql.append(" ORDER BY ")
        .append(isDescending ? sorted.replace(",", " DESC,") + " DESC" : sorted);
    arguments.add(query.limit());
    return session.list(sql + " LIMIT ?", ShelfRow::read, arguments.toArray());
  }

  @Override
  public boolean hasAny(Shelf.Kind kind, boolean everything) {
    return session.exists(
        "SELECT 1 FROM shelf WHERE kind = ? AND " + seen(everything) + " > 0 LIMIT 1", kind.word());
  }

  @Override
  public List<Member> members(
      Shelf shelf,
      boolean everything,
      @Nullable Integer part,
      Member.@Nullable Key after,
      int limit) {
    var arguments = new ArrayList<@Nullable Object>(List.of(shelf.id()));
    var sql = new StringBuilder(MEMBERS);
    if (part != null) {
      sql.append(" AND standing.part = ?");
      arguments.add(part);
    }
    return members(sql, arguments, everything, isBackwards(shelf), after, limit);
  }

  @Override
  public Optional<Member> before(Shelf shelf, boolean everything, Member.Key place) {
    var arguments = new ArrayList<@Nullable Object>(List.of(shelf.id()));
    var sql = new StringBuilder(MEMBERS);
    return members(sql, arguments, everything, !isBackwards(shelf), place, 1).stream().findFirst();
  }

  /// Months begin with their latest picture.
  private static boolean isBackwards(Shelf shelf) {
    return shelf.kind() == Shelf.Kind.MONTH;
  }

  private List<Member> members(
      StringBuilder sql,
      List<@Nullable Object> arguments,
      boolean everything,
      boolean isBackwards,
      Member.@Nullable Key after,
      int limit) {
    sql.append(" AND standing.shown >= ?");
    arguments.add(shown(everything));
    if (after != null) {
      sql.append(
          " AND (standing.part, standing.number, standing.item) %s (?, ?, ?)"
              .formatted(isBackwards ? "<" : ">"));
      arguments.add(after.part());
      arguments.add(after.number());
      arguments.add(after.item());
    }
    sql.append(
        isBackwards
            ? " ORDER BY standing.part DESC, standing.number DESC, standing.item DESC"
            : " ORDER BY standing.part, standing.number, standing.item");
    arguments.add(limit);
    return session.list(sql + " LIMIT ?", ShelfRow::readMember, arguments.toArray());
  }

  @Override
  public Map<Integer, Long> parts(long shelf, boolean everything) {
    var parts = new LinkedHashMap<Integer, Long>();
    session
        .list(
            PARTS,
            row -> Map.entry(row.getInt("part"), row.getLong("count")),
            shelf,
            shown(everything))
        .forEach(part -> parts.put(part.getKey(), part.getValue()));
    return parts;
  }

  @Override
  public Optional<Place> placeOf(ItemId item, boolean everything) {
    return session.first(
        PLACE,
        row ->
            new Place(
                ShelfRow.read(row),
                row.getInt("part"),
                row.getLong("number"),
                row.getLong("last"),
                ShelfRow.artists(row)),
        item.value(),
        shown(everything));
  }

  @Override
  public List<Artist> artists(boolean everything, ShelfQuery.@Nullable Key after, int limit) {
    var from = after == null ? FIRST : after;
    return session.list(
        ARTISTS
            + "WHERE "
            + (everything ? "albums" : "albums_listed")
            + " > 0 AND (sort, id) > (?, ?) ORDER BY sort, id LIMIT ?",
        row -> readArtist(row, everything),
        from.sort(),
        from.id(),
        limit);
  }

  private static Artist readArtist(ResultSet row, boolean everything) throws SQLException {
    return new Artist(
        row.getLong("id"),
        Columns.text(row, "name"),
        Columns.text(row, "sort"),
        row.getLong(everything ? "albums" : "albums_listed"),
        row.getLong(everything ? "others" : "others_listed"));
  }

  @Override
  public Optional<Artist> artist(long id, boolean everything) {
    return session
        .first(ARTISTS + "WHERE id = ?", row -> readArtist(row, everything), id)
        .filter(artist -> artist.albums() + artist.others() > 0);
  }

  @Override
  public List<Part> albumsOf(long artist, boolean everything, int limit) {
    record Row(Shelf shelf, Role role) {}
    var roles = new LinkedHashMap<Shelf, Set<Role>>();
    session
        .list(
            ALBUMS_OF.formatted(seen(everything)),
            row ->
                new Row(
                    ShelfRow.read(row), Role.of(Columns.text(row, "role")).orElse(Role.PERFORMER)),
            artist,
            limit)
        .forEach(
            row -> roles.computeIfAbsent(row.shelf, _ -> EnumSet.noneOf(Role.class)).add(row.role));
    return roles.entrySet().stream().map(it -> new Part(it.getKey(), it.getValue())).toList();
  }

  @Override
  public List<Involved> artistsOf(long shelf) {
    record Row(Involved involved, String sort) {}
    return session
        .list(
            ARTISTS_OF,
            row ->
                new Row(
                    new Involved(
                        row.getLong("id"),
                        Columns.text(row, "name"),
                        Role.of(Columns.text(row, "role")).orElse(Role.PERFORMER)),
                    Columns.text(row, "sort")),
            shelf)
        .stream()
        .sorted(Comparator.comparing((Row row) -> row.involved.role()).thenComparing(Row::sort))
        .map(Row::involved)
        .toList();
  }

  @Override
  public List<Heading> genresOf(long shelf) {
    return session.list(GENRES_OF, row -> readHeading(row, true), shelf).stream()
        .sorted(Comparator.comparing(Heading::mark))
        .toList();
  }

  private static Heading readHeading(ResultSet row, boolean everything) throws SQLException {
    return new Heading(
        Columns.text(row, "kind").equals("year") ? Heading.Kind.YEAR : Heading.Kind.GENRE,
        Columns.text(row, "mark"),
        Columns.text(row, "name"),
        row.getLong(everything ? "total" : "listed"));
  }

  @Override
  public List<Heading> headings(Heading.Kind kind, boolean everything, int limit) {
    var order =
        switch (kind) {
          case GENRE -> "";
          case YEAR -> " DESC";
        };
    return session.list(
        "SELECT kind, mark, name, total, listed FROM heading WHERE kind = ? AND "
            + (everything ? "total" : "listed")
            + " > 0 ORDER BY mark"
            + order
            + " LIMIT ?",
        row -> readHeading(row, everything),
        kind.word(),
        limit);
  }

  @Override
  public Optional<Heading> heading(Heading.Kind kind, String mark, boolean everything) {
    return session
        .first(HEADING, row -> readHeading(row, everything), kind.word(), mark)
        .filter(heading -> heading.albums() > 0);
  }
}
