package contentgremlin.engine.install;

import contentgremlin.install.Need;
import contentgremlin.install.Standing;
import contentgremlin.install.Step;
import contentgremlin.store.Database;
import contentgremlin.store.Setting;
import contentgremlin.store.SettingStore;
import java.util.List;
import java.util.stream.Collectors;

/// What this place is called, where it is, who may come in and how much they may bring: written
/// down with the defaults of today, so that a later version's do not change it behind somebody's
/// back. What is set is never touched.
record SettingsStep(Database database) implements Step {
  static final String NAME = "settings";

  private static final List<Setting> WRITTEN_DOWN =
      List.of(
          Setting.SITE_NAME,
          Setting.BASE_URL,
          Setting.REGISTRATION,
          Setting.DEFAULT_VISIBILITY,
          Setting.UPLOAD_SIZE_MAX,
          Setting.QUOTA_DEFAULT);

  @Override
  public String id() {
    return NAME;
  }

  @Override
  public String title() {
    return "Settings";
  }

  @Override
  public List<Need> needs() {
    return List.of(Need.step(DatabaseStep.NAME), Need.table("setting"));
  }

  @Override
  public Standing check() {
    return database.read(tables ->
        missing(tables.settings()).isEmpty()
            ? new Standing.Done(words(tables.settings()))
            : new Standing.Missing());
  }

  private static List<Setting> missing(SettingStore settings) {
    return WRITTEN_DOWN.stream()
        .filter(setting -> settings.find(setting.word()).isEmpty())
        .toList();
  }

  @Override
  public String apply() {
    return database.write(tables -> {
      var missing = missing(tables.settings());
      missing.forEach(setting -> tables.settings().put(setting.word(), setting.fallback()));
      return missing.stream()
          .map(Setting::word)
          .collect(Collectors.joining(", ", "with their defaults: ", ""));
    });
  }

  private static String words(SettingStore settings) {
    var address = Setting.BASE_URL.text(settings);
    return "called “%s”, %s, %s"
        .formatted(
            Setting.SITE_NAME.text(settings),
            address.isEmpty() ? "at the address where it listens" : "at " + address,
            Setting.REGISTRATION.flag(settings)
                ? "visitors may make themselves an account"
                : "accounts are made by administrators");
  }
}
