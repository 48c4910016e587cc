package contentgremlin.store;

import java.util.Map;
import java.util.Optional;

/// What an administrator has set; what is not here has its default from [Setting].
public interface SettingStore {
  Optional<String> find(String name);

  void put(String name, String value);

  /// Back to the default.
  void remove(String name);

  Map<String, String> all();
}
