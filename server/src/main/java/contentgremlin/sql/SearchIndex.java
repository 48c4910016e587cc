package contentgremlin.sql;

import contentgremlin.account.AccountId;
import contentgremlin.item.Item;
import contentgremlin.item.Metadata;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Full text over title, description, tags and metadata: FTS5 or tsvector, with the same meaning.
///
/// Texts are split into words here, so both databases find the same, and what a person typed never
/// reaches their query languages: each word of it is quoted.
final class SearchIndex {
  /// What is typed beyond these is ignored.
  private static final int QUERY_LENGTH_MAX = 500;

  private static final int QUERY_WORDS_MAX = 16;

  /// PostgreSQL keeps positions up to 16,383 and vectors up to 1 MiB; SQLite follows suit.
  private static final int FIELD_WORDS_MAX = 4_000;

  private static final int FIELD_LENGTH_MAX = 100_000;
  private static final int WORD_LENGTH_MAX = 100;

  private static final String TEXT =
      """
      SELECT number, title, description, tags FROM item WHERE id = ?
      """;

  private static final String SEARCH_SQLITE =
      "SELECT "
          + ItemRow.COLUMNS
          + """
          FROM search JOIN item ON item.number = search.rowid
          WHERE search MATCH ? AND %s
          ORDER BY bm25(search, 8.0, 1.0, 4.0, 2.0), item.created DESC, item.id LIMIT ? OFFSET ?
          """;

  private static final String SEARCH_POSTGRESQL =
      "SELECT "
          + ItemRow.COLUMNS
          + """
          FROM search JOIN item ON item.number = search.number,
            CAST(? AS tsquery) AS wanted
          WHERE search.words @@ wanted AND %s
          ORDER BY ts_rank(search.words, wanted) DESC, item.created DESC, item.id LIMIT ? OFFSET ?
          """;

  private static final String PUBLIC = "item.listed = 1";
  private static final String PUBLIC_OR_OWN =
      "(item.listed = 1 OR item.owner = ? AND item.trashed = 0)";
  private static final String EVERYTHING = "item.trashed = 0";

  private final Session session;

  SearchIndex(Session session) {
    this.session = session;
  }

  /// What is indexed of one item.
  record Text(long number, String title, String description, String tags, String metadata) {}

  static Text text(long number, Item item, List<Metadata> values) {
    return new Text(
        number,
        item.title(),
        item.description(),
        String.join("\n", item.tags()),
        values.stream().map(Metadata::value).collect(Collectors.joining("\n")));
  }

  private static Text text(ResultSet row, String metadata) throws SQLException {
    return new Text(
        row.getLong("number"),
        Columns.text(row, "title"),
        Columns.text(row, "description"),
        Columns.text(row, "tags"),
        metadata);
  }

  /// Brings the entry of this item up to date.
  void refresh(String item) {
    var metadata = metadata(item);
    var found = session.first(TEXT, row -> text(row, metadata), item);
    if (found.isPresent()) {
      remove(found.get().number());
      addAll(List.of(found.get()));
    }
  }

  private String metadata(String item) {
    return String.join(
        "\n",
        session.list(
            "SELECT value FROM metadata WHERE item = ?", row -> Columns.text(row, "value"), item));
  }

  void remove(long number) {
    switch (session.dialect()) {
      case SQLITE -> session.update("DELETE FROM search WHERE rowid = ?", number);
      case POSTGRESQL -> session.update("DELETE FROM search WHERE number = ?", number);
    }
  }

  /// Adds what is not there yet.
  void addAll(List<Text> texts) {
    switch (session.dialect()) {
      case SQLITE ->
          session.insert(
              "INSERT INTO search (rowid, title, description, tags, metadata) VALUES ",
              "(?, ?, ?, ?, ?)",
              "",
              texts.stream().map(SearchIndex::fields).toList());
      case POSTGRESQL ->
          session.insert(
              "INSERT INTO search (number, words) VALUES ",
              "(?, CAST(? AS tsvector))",
              "",
              texts.stream()
                  .map(text -> new @Nullable Object[] {text.number(), vector(text)})
                  .toList());
    }
  }

  private static @Nullable Object[] fields(Text text) {
    return new @Nullable Object[] {
      text.number(),
      String.join(" ", fieldWords(text.title())),
      String.join(" ", fieldWords(text.description())),
      String.join(" ", fieldWords(text.tags())),
      String.join(" ", fieldWords(text.metadata()))
    };
  }

  List<Item> find(
      String typed, @Nullable AccountId viewer, boolean everything, int offset, int limit) {
    var words = words(typed.substring(0, Math.min(typed.length(), QUERY_LENGTH_MAX)));
    if (words.isEmpty()) {
      return List.of();
    }
    words = words.subList(0, Math.min(words.size(), QUERY_WORDS_MAX));
    var arguments = new ArrayList<@Nullable Object>();
    var sql =
        switch (session.dialect()) {
          case SQLITE -> SEARCH_SQLITE;
          case POSTGRESQL -> SEARCH_POSTGRESQL;
        };
    arguments.add(
        switch (session.dialect()) {
          case SQLITE -> matchQuery(words);
          case POSTGRESQL -> tsQuery(words);
        });
    String allowed = everything ? EVERYTHING : viewer == null ? PUBLIC : PUBLIC_OR_OWN;
    if (allowed.equals(PUBLIC_OR_OWN)) {
      arguments.add(Columns.value(viewer));
    }
    arguments.add(limit);
    arguments.add(offset);
    return session.list(sql.formatted(allowed), ItemRow::read, arguments.toArray());
  }

  /// `"harvest" "moo"*`
  private static String matchQuery(List<String> words) {
    return words.stream().map(word -> '"' + word + '"').collect(Collectors.joining(" ")) + "*";
  }

  /// `'harvest' & 'moo':*`
  private static String tsQuery(List<String> words) {
    return words.stream().map(word -> "'" + word + "'").collect(Collectors.joining(" & ")) + ":*";
  }

  /// `'harvest':1A 'moon':2A`, the title weighing most. Without PostgreSQL's own parser, which
  /// takes some words for numbers, addresses or files, and knows no accents.
  private static String vector(Text text) {
    var vector = new StringBuilder();
    int position = 1;
    position = append(vector, position, text.title(), 'A');
    position = append(vector, position, text.tags(), 'B');
    position = append(vector, position, text.metadata(), 'C');
    append(vector, position, text.description(), 'D');
    return vector.toString();
  }

  private static int append(StringBuilder vector, int start, String text, char weight) {
    int position = start;
    for (var word : fieldWords(text)) {
      vector.append('\'').append(word).append("':").append(position++).append(weight).append(' ');
    }
    return position;
  }

  private static List<String> fieldWords(String text) {
    var words = words(text.substring(0, Math.min(text.length(), FIELD_LENGTH_MAX)));
    return words.subList(0, Math.min(words.size(), FIELD_WORDS_MAX));
  }

  /// Runs of letters and digits, small and without accents: so no quote is ever in one.
  static List<String> words(String text) {
    var plain = Normalizer.normalize(text, Normalizer.Form.NFKD).toLowerCase(Locale.ROOT);
    var words = new ArrayList<String>();
    var word = new StringBuilder();
    plain
        .codePoints()
        .filter(point -> !isMark(point))
        .forEach(point -> {
          if (Character.isLetterOrDigit(point)) {
            word.appendCodePoint(point);
          } else {
            end(word, words);
          }
        });
    end(word, words);
    return words;
  }

  private static boolean isMark(int point) {
    int type = Character.getType(point);
    return type == Character.NON_SPACING_MARK
        || type == Character.COMBINING_SPACING_MARK
        || type == Character.ENCLOSING_MARK;
  }

  private static void end(StringBuilder word, List<String> words) {
    if (!word.isEmpty()) {
      words.add(word.substring(0, Math.min(word.length(), WORD_LENGTH_MAX)));
      word.setLength(0);
    }
  }
}
