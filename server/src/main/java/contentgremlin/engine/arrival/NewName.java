package contentgremlin.engine.arrival;

import contentgremlin.account.Account;
import java.text.Normalizer;
import java.util.Locale;
import java.util.function.Predicate;

/// Makes a name that can be one here of any name.
final class NewName {
  private static final int LENGTH_MAX = 32;
  private static final String NOBODY = "user";

  /// More people do not have the same name.
  private static final int NUMBER_MAX = 1_000_000;

  private NewName() {}

  /// @param isTaken whether somebody has, or had, the name
  static String of(String old, Predicate<String> isTaken) {
    var name = plain(old);
    if (!isTaken.test(name)) {
      return name;
    }
    for (int number = 2; number < NUMBER_MAX; number++) {
      var ending = "-" + number;
      var start = name.substring(0, Math.min(name.length(), LENGTH_MAX - ending.length()));
      if (!isTaken.test(start + ending)) {
        return start + ending;
      }
    }
    throw new IllegalArgumentException("too many people are called “" + name + "”");
  }

  private static String plain(String old) {
    var letters =
        Normalizer.normalize(old, Normalizer.Form.NFKD)
            .replaceAll("\\p{M}", "")
            .toLowerCase(Locale.ROOT)
            .replaceAll("[^a-z0-9_-]+", "-")
            .replaceAll("^[_-]+|-+$", "");
    var name = letters.substring(0, Math.min(letters.length(), LENGTH_MAX));
    if (name.length() < 2) {
      name = name.isEmpty() ? NOBODY : NOBODY + "-" + name;
    }
    return Account.isName(name) ? name : NOBODY;
  }
}
