package contentgremlin.store;

import java.util.Map;
import java.util.Set;

/// Which rows were added, changed or removed since somebody began to look.
///
/// @param keys by table: each row's primary key, as a JSON array of its columns
public record Changes(Map<String, Set<String>> keys) {
  public static final Changes NONE = new Changes(Map.of());

  public Changes {
    keys = Map.copyOf(keys);
  }

  public long count() {
    return keys.values().stream().mapToLong(Set::size).sum();
  }
}
