package contentgremlin.store;

import contentgremlin.name.NameRules;

/// The rules by which names are cleaned, as they are set.
public final class NameSettings {
  private NameSettings() {}

  public static NameRules rules(SettingStore settings) {
    return NameRules.of(Setting.NAME_WORDS.text(settings), Setting.NAME_PATTERNS.text(settings));
  }
}
