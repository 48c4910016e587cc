package contentgremlin.sql;

import contentgremlin.item.ItemId;
import contentgremlin.shelf.Credit;
import contentgremlin.shelf.Member;
import contentgremlin.shelf.Role;
import contentgremlin.shelf.Shelf;
import contentgremlin.shelf.Standing;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// How shelves, and what items say of them, become columns, and back.
final class ShelfRow {
  static final String COLUMNS =
      "shelf.id, shelf.kind, shelf.title, shelf.maker, shelf.sort, shelf.year, shelf.cover,"
          + " shelf.total, shelf.listed ";

  /// All that a standing has besides its item and shelf.
  static final String SAYING =
      "standing.kind, standing.part, standing.number, standing.last, standing.circle,"
          + " standing.release, standing.maker, standing.title, standing.credits, standing.genres,"
          + " standing.year, standing.compilation ";

  private ShelfRow() {}

  static Shelf read(ResultSet row) throws SQLException {
    return new Shelf(
        row.getLong("id"),
        Shelf.Kind.of(Columns.text(row, "kind")),
        Columns.text(row, "title"),
        Columns.text(row, "maker"),
        Columns.text(row, "sort"),
        row.getInt("year"),
        Columns.findItem(row, "cover"),
        row.getLong("total"),
        row.getLong("listed"));
  }

  static Standing readStanding(ResultSet row) throws SQLException {
    return new Standing(
        Shelf.Kind.of(Columns.text(row, "kind")),
        new Standing.Claim(
            Columns.text(row, "circle"), Columns.text(row, "release"), Columns.text(row, "maker")),
        row.getInt("part"),
        row.getLong("number"),
        row.getLong("last"),
        readSaying(row));
  }

  static Standing.Saying readSaying(ResultSet row) throws SQLException {
    return new Standing.Saying(
        Columns.text(row, "title"),
        credits(Columns.text(row, "credits")),
        lines(Columns.text(row, "genres")),
        row.getInt("year"),
        row.getInt("compilation") == 1);
  }

  static @Nullable Object[] of(
      ItemId item, long shelf, int shown, @Nullable Long before, Standing it) {
    return new @Nullable Object[] {
      item.value(),
      it.kind().word(),
      shelf,
      it.part(),
      it.number(),
      it.last(),
      shown,
      before,
      it.claim().circle(),
      it.claim().release(),
      it.claim().maker(),
      it.saying().title(),
      it.saying().credits().stream()
          .map(credit -> credit.role().word() + " " + line(credit.name()))
          .collect(Collectors.joining("\n")),
      it.saying().genres().stream().map(ShelfRow::line).collect(Collectors.joining("\n")),
      it.saying().year(),
      it.saying().isCompilation()
    };
  }

  /// The standing as it will be read again: otherwise one with odd signs would seem to change each
  /// time.
  static Standing storable(Standing it) {
    return new Standing(
        it.kind(),
        new Standing.Claim(
            Texts.storable(it.claim().circle()),
            Texts.storable(it.claim().release()),
            Texts.storable(it.claim().maker())),
        it.part(),
        it.number(),
        it.last(),
        new Standing.Saying(
            Texts.storable(it.saying().title()),
            it.saying().credits().stream()
                .map(credit -> new Credit(credit.role(), line(credit.name())))
                .toList(),
            it.saying().genres().stream().map(ShelfRow::line).toList(),
            it.saying().year(),
            it.saying().isCompilation()));
  }

  private static String line(String text) {
    boolean isLine =
        text.chars()
            .noneMatch(sign -> sign < ' ' || sign == 0x85 || sign == 0x2028 || sign == 0x2029);
    return Texts.storable(isLine ? text : text.replaceAll("[\\p{Cc}\\u2028\\u2029]+", " "));
  }

  private static List<String> lines(String text) {
    return text.isEmpty() ? List.of() : List.of(text.split("\n", -1));
  }

  static List<Credit> credits(String text) {
    return lines(text).stream().map(ShelfRow::credit).toList();
  }

  private static Credit credit(String line) {
    int blank = line.indexOf(' ');
    var role = Role.of(line.substring(0, Math.max(0, blank))).orElse(Role.PERFORMER);
    return new Credit(role, line.substring(blank + 1));
  }

  static Member readMember(ResultSet row) throws SQLException {
    return new Member(
        ItemRow.read(row),
        row.getInt("part"),
        row.getLong("number"),
        row.getLong("last"),
        artists(row));
  }

  /// Who is on the song of this row.
  static List<String> artists(ResultSet row) throws SQLException {
    return credits(Columns.text(row, "credits")).stream()
        .filter(credit -> credit.role() == Role.ARTIST)
        .map(Credit::name)
        .toList();
  }
}
