package contentgremlin.extend;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Whether a statement speaks of an extension's own tables alone. It keeps mistakes away, not
/// malice: an extension runs inside of the server and could open the database itself.
///
/// It understands little SQL and refuses what it does not understand: quoted names, comments,
/// several statements, `FROM` elsewhere than before tables.
public final class OwnSql {
  public static final int LENGTH_MAX = 20_000;

  private static final Pattern TOKEN =
      Pattern.compile(
          "'(?:[^']|'')*'|\\{[a-z]+}|[\\p{L}_][\\p{L}\\p{N}_]*|[0-9][0-9.eE]*|\\s+|[-(),.?*=<>!|+/%:]");

  /// After these comes a table, or a query in parentheses.
  private static final Set<String> BEFORE_TABLES =
      Set.of("from", "join", "into", "update", "table", "references");

  /// Here the list of tables ends in which commas separate them.
  private static final Set<String> ENDS_TABLES =
      Set.of(
          "where",
          "group",
          "order",
          "having",
          "limit",
          "union",
          "except",
          "intersect",
          "set",
          "values",
          "select");

  private static final Set<String> CHANGING =
      Set.of(
          "insert",
          "update",
          "delete",
          "create",
          "drop",
          "alter",
          "truncate",
          "replace",
          "into",
          "for");

  /// What reaches beyond tables, or never ends.
  private static final Set<String> NEVER =
      Set.of(
          "recursive",
          "returning",
          "rename",
          "information_schema",
          "load_extension",
          "set_config",
          "current_setting",
          "dblink",
          "generate_series",
          "nextval",
          "setval",
          "trigger",
          "view",
          "schema",
          "temp",
          "temporary",
          "execute");

  private static final List<String> NEVER_BEGINS = List.of("pg_", "lo_", "sqlite_", "gremlin_");

  private final String prefix;
  private final List<String> tokens;

  private OwnSql(String id, List<String> tokens) {
    this.prefix = Declaration.prefix(id);
    this.tokens = tokens;
  }

  /// @throws Refusal if it is anything but a query of own tables
  public static void requireQuery(String id, String sql) {
    var own = of(id, sql);
    own.require(List.of("select", "with"));
    own.tokens.stream()
        .filter(CHANGING::contains)
        .findFirst()
        .ifPresent(word -> own.refuse("a query can't say “" + word + "”"));
    own.tables();
  }

  /// @throws Refusal if it is anything but a change of rows in own tables
  public static void requireChange(String id, String sql) {
    var own = of(id, sql);
    own.require(List.of("insert", "update", "delete"));
    own.tables();
  }

  /// @throws Refusal if it is anything but a step of a schema file on own tables
  public static void requireStep(String id, String sql) {
    var own = of(id, sql);
    own.require(List.of("create", "alter", "drop", "insert", "update", "delete"));
    own.tables();
    switch (own.tokens.getFirst()) {
      case "create" -> own.created();
      case "alter" -> own.requireSecond(Set.of("table"));
      case "drop" -> own.dropped();
      default -> {
        // rows, looked at above
      }
    }
  }

  private static OwnSql of(String id, String sql) {
    if (sql.length() > LENGTH_MAX) {
      throw new Refusal("a statement is longer than %d characters".formatted(LENGTH_MAX));
    }
    var tokens = new ArrayList<String>();
    Matcher found = TOKEN.matcher(sql);
    int end = 0;
    while (end < sql.length()) {
      if (!found.find(end) || found.start() != end) {
        throw new Refusal(
            "“%s” can't stand in a statement of an extension: %s"
                .formatted(sql.charAt(end), shortened(sql)));
      }
      var token = found.group();
      if (!token.isBlank()) {
        tokens.add(token.toLowerCase(Locale.ROOT));
      }
      end = found.end();
    }
    var own = new OwnSql(id, tokens);
    if (sql.contains("--") || sql.contains("/*")) {
      own.refuse("comments can't stand in it");
    }
    for (var token : tokens) {
      if (NEVER.contains(token) || NEVER_BEGINS.stream().anyMatch(token::startsWith)) {
        own.refuse("“" + token + "” can't stand in it");
      }
    }
    return own;
  }

  private void require(List<String> first) {
    if (tokens.isEmpty() || !first.contains(tokens.getFirst())) {
      refuse("it must begin with one of " + String.join(", ", first).toUpperCase(Locale.ROOT));
    }
  }

  private void requireSecond(Set<String> words) {
    if (tokens.size() < 2 || !words.contains(tokens.get(1))) {
      refuse("only tables and indexes can be made, changed and removed");
    }
  }

  private void created() {
    boolean unique = tokens.size() > 1 && tokens.get(1).equals("unique");
    int kind = unique ? 2 : 1;
    if (tokens.size() <= kind + 1
        || !(tokens.get(kind).equals("index") || tokens.get(kind).equals("table"))) {
      refuse("only tables and indexes can be made, changed and removed");
    }
    if (tokens.get(kind).equals("index")) {
      requireOwn(tokens.get(kind + 1));
      int on = tokens.indexOf("on");
      requireOwn(on < 0 || on + 1 >= tokens.size() ? "" : tokens.get(on + 1));
    } else if (!tokens.contains("primary") && !tokens.contains("{identity}")) {
      refuse("a table needs a PRIMARY KEY: upgrades tell its rows apart by it");
    }
  }

  private void dropped() {
    requireSecond(Set.of("table", "index"));
    requireOwn(tokens.size() > 2 ? tokens.get(2) : "");
  }

  /// Names that WITH gives to queries. WINDOW names other things in the same form.
  private Set<String> named() {
    var names = new HashSet<String>();
    for (int i = 0; i + 2 < tokens.size() && !tokens.get(i).equals("window"); i++) {
      if (tokens.get(i + 1).equals("as") && tokens.get(i + 2).equals("(") && i > 0) {
        var before = tokens.get(i - 1);
        if (before.equals("with") || before.equals(",")) {
          names.add(tokens.get(i));
        }
      }
    }
    return names;
  }

  /// Looks at each name that stands where a table stands.
  private void tables() {
    var named = named();
    Deque<Boolean> lists = new ArrayDeque<>();
    boolean inList = false;
    boolean expected = false;
    for (int i = 0; i < tokens.size(); i++) {
      var token = tokens.get(i);
      switch (token) {
        case "(" -> {
          lists.push(inList);
          inList = expected;
        }
        case ")" -> {
          inList = !lists.isEmpty() && lists.pop();
          expected = false;
        }
        case "," -> expected = inList;
        default -> {
          if ((BEFORE_TABLES.contains(token) && !isSet(i)) || isUsingTable(i)) {
            expected = true;
            inList = token.equals("from") || token.equals("using") || inList;
          } else if (ENDS_TABLES.contains(token)) {
            expected = false;
            inList = false;
          } else if (expected && !isFiller(token)) {
            if (!named.contains(token)) {
              requireOwn(token);
            }
            expected = false;
          }
        }
      }
    }
  }

  /// ON CONFLICT … DO UPDATE SET names no table.
  private boolean isSet(int at) {
    return tokens.get(at).equals("update") && at > 0 && tokens.get(at - 1).equals("do");
  }

  /// DELETE FROM a USING b; the columns of a join stand in parentheses. A comma after those, or
  /// after what stands behind ON, comes before the next table.
  private boolean isUsingTable(int at) {
    return tokens.get(at).equals("using")
        && !(at + 1 < tokens.size() && tokens.get(at + 1).equals("("));
  }

  private static boolean isFiller(String token) {
    return Set.of("if", "not", "exists", "lateral", "only").contains(token);
  }

  private void requireOwn(String name) {
    if (!name.startsWith(prefix) || name.length() == prefix.length()) {
      refuse("“%s” is none of its own: their names begin with %s".formatted(name, prefix));
    }
  }

  private void refuse(String why) {
    throw new Refusal(why + ", in: " + shortened(String.join(" ", tokens)));
  }

  private static String shortened(String text) {
    var line = text.strip().replaceAll("\\s+", " ");
    return line.length() > 120 ? line.substring(0, 120) + "…" : line;
  }
}
