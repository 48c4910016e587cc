package contentgremlin.grab;

import contentgremlin.enrich.Grabbed;
import contentgremlin.enrich.Statement;
import contentgremlin.enrich.Wanted;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// What a grabber has to say, as it comes together: nothing empty, nothing twice, and not more than
/// anybody reads. Not thread-safe.
final class Says {
  private static final int STATEMENTS_MAX = 400;
  private static final int LENGTH_MAX = 20_000;

  /// Words of songs, with a time before each line.
  private static final int LYRICS_LENGTH_MAX = 100_000;

  private static final int WANTED_MAX = 12;

  private final Set<Statement> statements = new LinkedHashSet<>();
  private final List<Wanted> wanted = new ArrayList<>();

  Says add(String group, String key, String value) {
    return add(group, key, "", value);
  }

  /// @param language BCP 47, or the empty string
  Says add(String group, String key, String language, String value) {
    String plain = clean(value, key.contains("lyrics") ? LYRICS_LENGTH_MAX : LENGTH_MAX);
    if (!plain.isEmpty() && statements.size() < STATEMENTS_MAX) {
      statements.add(new Statement(group, key, language, plain));
    }
    return this;
  }

  Says addAll(String group, String key, Iterable<String> values) {
    values.forEach(value -> add(group, key, value));
    return this;
  }

  /// Only what is more than nothing.
  Says add(String group, String key, long number) {
    return number > 0 ? add(group, key, Long.toString(number)) : this;
  }

  Says want(Wanted.Kind kind, String address, String language, int priority) {
    boolean isAddress = address.startsWith("https://") || address.startsWith("http://");
    if (isAddress && wanted.size() < WANTED_MAX) {
      wanted.add(new Wanted(kind, address, language, priority));
    }
    return this;
  }

  boolean isEmpty() {
    return statements.isEmpty() && wanted.isEmpty();
  }

  Grabbed found() {
    return isEmpty() ? new Grabbed.Nothing() : new Grabbed.Found(List.copyOf(statements), wanted);
  }

  private static String clean(String value, int most) {
    String plain = value.replace("\0", "").strip();
    if (plain.length() <= most) {
      return plain;
    }
    // Not in the middle of a character.
    return plain.substring(0, Character.isHighSurrogate(plain.charAt(most - 1)) ? most - 1 : most);
  }
}
