package contentgremlin.store;

import static contentgremlin.store.DatabaseTesting.NOON_KEPT;
import static org.assertj.core.api.Assertions.assertThat;

import contentgremlin.job.ProcessIdentity;
import org.junit.jupiter.api.Test;

public abstract class InstanceStoreContract extends OpenDatabase {
  private static Instance instance(long pid, Instance.Mode mode) {
    return new Instance(
        new ProcessIdentity("boot", pid, Long.MAX_VALUE),
        mode,
        "0.1.0",
        1,
        "127.0.0.1:8765",
        NOON_KEPT);
  }

  @Test
  void there_is_one_instance_at_most() {
    var fresh = read(tables -> tables.instance().current());
    change(tables -> tables.instance().put(instance(1, Instance.Mode.SERVING)));
    change(tables -> tables.instance().put(instance(2, Instance.Mode.MAINTENANCE)));
    var second = read(tables -> tables.instance().current());
    change(tables -> tables.instance().clear());
    var cleared = read(tables -> tables.instance().current());

    assertThat(fresh).isEmpty();
    assertThat(second).contains(instance(2, Instance.Mode.MAINTENANCE));
    assertThat(cleared).isEmpty();
  }

  @Test
  void it_knows_its_schema() {
    var version = read(tables -> tables.instance().schemaVersion());

    assertThat(version).isEqualTo(4);
  }
}
