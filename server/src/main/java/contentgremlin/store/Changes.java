package contentgremlin.store;

import java.util.Map;
import java.util.Set;

/// Which rows were added, changed or removed since somebody began to look.
///
/// @param keys by table: each row's primary key, as a JSON array of its columns
/// @param noted how many more are noted in the database itself, where who carries them over finds
///   them
public record Changes(Map<String, Set<String>> keys, long noted) {
  public static final Changes NONE = new Changes(Map.of(), 0);

  public Changes {
    keys = Map.copyOf(keys);
  }

  public Changes(Map<String, Set<String>> keys) {
    this(keys, 0);
  }

  public long count() {
    return noted + keys.values().stream().mapToLong(Set::size).sum();
  }
}
