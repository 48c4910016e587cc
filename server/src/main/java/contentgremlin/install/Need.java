package contentgremlin.install;

import org.jspecify.annotations.Nullable;

/// What has to be there before a step is applied, or a hook is run. Looked for just before.
public sealed interface Need {
  /// What tables and columns may be called here.
  String IDENTIFIER = "[a-z][a-z0-9_]{0,62}";

  /// That step is done.
  record OfStep(String step) implements Need {}

  /// The database has that table.
  record OfTable(String table) implements Need {
    public OfTable {
      requireIdentifier(table);
    }
  }

  /// That table has such a row.
  ///
  /// @param value what the column holds, as text; null for any row at all
  record OfRow(String table, String column, @Nullable String value) implements Need {
    public OfRow {
      requireIdentifier(table);
      requireIdentifier(column);
    }
  }

  static Need step(String id) {
    return new OfStep(id);
  }

  static Need table(String name) {
    return new OfTable(name);
  }

  static Need row(String table, String column, @Nullable String value) {
    return new OfRow(table, column, value);
  }

  /// What is missing, in words: "there is no table called machine".
  default String missing() {
    return switch (this) {
      case OfStep(var step) -> "the step “%s” is not done".formatted(step);
      case OfTable(var table) -> "there is no table “%s” yet".formatted(table);
      case OfRow(var table, var column, var value) ->
          value == null
              ? "the table “%s” has no row yet".formatted(table)
              : "the table “%s” has no row yet whose %s is “%s”".formatted(table, column, value);
    };
  }

  private static void requireIdentifier(String name) {
    if (!name.matches(IDENTIFIER)) {
      throw new IllegalArgumentException("“" + name + "” can't be the name of a table or column");
    }
  }
}
