package contentgremlin.store;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

public abstract class SettingStoreContract extends OpenDatabase {
  @Test
  void a_setting_is_unset_then_set_then_changed_then_unset() {
    var unset = read(tables -> tables.settings().find("quota"));
    change(tables -> tables.settings().put("quota", "1"));
    change(tables -> tables.settings().put("quota", "2"));
    var changed = read(tables -> tables.settings().all());
    change(tables -> tables.settings().remove("quota"));
    change(tables -> tables.settings().remove("quota"));
    var removed = read(tables -> tables.settings().all());

    assertThat(unset).isEmpty();
    assertThat(changed).containsOnlyKeys("quota").containsEntry("quota", "2");
    assertThat(removed).isEmpty();
  }

  @Test
  void any_text_can_be_a_value_and_what_can_not_be_kept_is_made_visible() {
    change(tables -> tables.settings().put("a", "'; DROP TABLE item; -- 🎬\n\t"));
    change(tables -> tables.settings().put("b", "nul\u0000 half \uD83C pair"));

    var all = read(tables -> tables.settings().all());

    assertThat(all)
        .containsEntry("a", "'; DROP TABLE item; -- 🎬\n\t")
        .containsEntry("b", "nul\uFFFD half \uFFFD pair");
  }
}
