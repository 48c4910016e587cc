package contentgremlin.extend;

import contentgremlin.enrich.Statement;
import java.util.Collection;
import java.util.List;
import java.util.regex.Pattern;

/// What extensions say of items.
public final class Sayings {
  private static final int STATEMENTS_MAX = 500;
  private static final int VALUE_MAX = 100_000;
  private static final int LANGUAGE_MAX = 35;

  /// As [contentgremlin.item.Metadata#group] has them.
  private static final Pattern GROUP =
      Pattern.compile(
          "titles|classification|musical|entities|identifier|spatial|technical|temporal|"
              + "organizational|commercial|personal|legal|contact|miscellaneous");

  private static final Pattern KEY = Pattern.compile("[a-z0-9_]{1,60}");

  private Sayings() {}

  /// Those that make sense: the rest is left out.
  public static List<Statement> taken(Collection<contentgremlin.extension.Statement> statements) {
    return statements.stream()
        .limit(STATEMENTS_MAX)
        .filter(one -> GROUP.matcher(one.group()).matches() && KEY.matcher(one.key()).matches())
        .filter(one -> one.language().length() <= LANGUAGE_MAX)
        .filter(one -> !one.value().isBlank() && one.value().length() <= VALUE_MAX)
        .map(one -> new Statement(one.group(), one.key(), one.language(), one.value()))
        .toList();
  }
}
