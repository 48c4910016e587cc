package contentgremlin.vault;

import static contentgremlin.store.DatabaseTesting.NOON;
import static contentgremlin.store.DatabaseTesting.NOON_KEPT;
import static org.assertj.core.api.Assertions.assertThat;

import contentgremlin.store.OpenDatabase;
import java.util.Map;
import org.junit.jupiter.api.Test;

public abstract class VerificationStoreContract extends OpenDatabase {
  @Test
  void one_is_open_until_it_has_ended() {
    var none = read(tables -> tables.verifications().open());
    var begun = write(tables -> tables.verifications().begin(false, NOON));
    var open = read(tables -> tables.verifications().open());
    var outcome = Map.of("found", "3 & more");
    var later = NOON_KEPT.plusSeconds(9);
    boolean ended = write(tables -> tables.verifications().end(begun, outcome, later));
    boolean again = write(tables -> tables.verifications().end(begun, Map.of(), later));
    var closed = read(tables -> tables.verifications().open());
    var newest = read(tables -> tables.verifications().newest());

    assertThat(none).isEmpty();
    assertThat(begun).isEqualTo(new Verification(begun.id(), NOON_KEPT, false, null, Map.of()));
    assertThat(open).contains(begun);
    assertThat(ended).isTrue();
    assertThat(again).isFalse();
    assertThat(closed).isEmpty();
    assertThat(newest)
        .contains(new Verification(begun.id(), NOON_KEPT, false, later, outcome))
        .isEqualTo(read(tables -> tables.verifications().find(begun.id())));
  }

  @Test
  void a_second_wish_begins_the_open_one_again_and_keeps_it_repairing() {
    var first = write(tables -> tables.verifications().begin(true, NOON));
    var second = write(tables -> tables.verifications().begin(false, NOON.plusSeconds(5)));
    boolean endedFirst = write(tables -> tables.verifications().end(first, Map.of(), NOON));

    assertThat(second.id()).isEqualTo(first.id());
    assertThat(second.started()).isEqualTo(NOON_KEPT.plusSeconds(5));
    assertThat(second.repair()).isTrue();
    assertThat(endedFirst).as("of one that began again").isFalse();
  }

  @Test
  void the_next_one_is_another_one() {
    var first = write(tables -> tables.verifications().begin(true, NOON));
    change(tables -> tables.verifications().end(first, Map.of(), NOON));
    var second = write(tables -> tables.verifications().begin(false, NOON));
    var newest = read(tables -> tables.verifications().newest());

    assertThat(second.id()).isGreaterThan(first.id());
    assertThat(second.repair()).isFalse();
    assertThat(newest).contains(second);
  }
}
