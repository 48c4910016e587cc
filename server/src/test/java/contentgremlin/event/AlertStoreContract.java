package contentgremlin.event;

import static contentgremlin.store.DatabaseTesting.NOON;
import static contentgremlin.store.DatabaseTesting.NOON_KEPT;
import static org.assertj.core.api.Assertions.assertThat;

import contentgremlin.event.Alert.Kind;
import contentgremlin.store.OpenDatabase;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

public abstract class AlertStoreContract extends OpenDatabase {
  private boolean raise(String subject, String message, Instant at) {
    return write(tables -> tables.alerts().raise(Kind.ORIGINAL_DAMAGED, subject, message, at));
  }

  @Test
  void one_alert_stands_however_often_it_is_raised_and_says_what_is_newest() {
    boolean first = raise("a", "broken", NOON);
    boolean second = raise("a", "still broken", NOON.plusSeconds(5));
    boolean other = raise("b", "broken", NOON);

    var standing = read(tables -> tables.alerts().standing(0, 10));
    long count = read(tables -> tables.alerts().countStanding());

    assertThat(List.of(first, second, other)).containsExactly(true, false, true);
    assertThat(standing).extracting(Alert::subject).containsExactly("a", "b");
    assertThat(standing.getFirst())
        .isEqualTo(
            new Alert(
                standing.getFirst().id(),
                Kind.ORIGINAL_DAMAGED,
                "a",
                "still broken",
                NOON_KEPT,
                null));
    assertThat(count).isEqualTo(2);
  }

  @Test
  void a_resolved_one_stands_no_more_and_may_be_raised_again() {
    raise("a", "broken", NOON);
    var later = NOON_KEPT.plusSeconds(5);
    boolean resolved = write(tables -> tables.alerts().resolve(Kind.ORIGINAL_DAMAGED, "a", later));
    boolean again = write(tables -> tables.alerts().resolve(Kind.ORIGINAL_DAMAGED, "a", later));
    boolean unknown = write(tables -> tables.alerts().resolve(Kind.UPLOAD_DAMAGED, "a", later));
    var standing = read(tables -> tables.alerts().standing(0, 10));
    var old = read(tables -> tables.alerts().resolved(10));
    boolean anew = raise("a", "broken again", later);
    var found = read(tables -> tables.alerts().findStanding(Kind.ORIGINAL_DAMAGED, "a"));

    assertThat(List.of(resolved, again, unknown)).containsExactly(true, false, false);
    assertThat(standing).isEmpty();
    assertThat(old).singleElement().extracting(Alert::resolved).isEqualTo(later);
    assertThat(anew).isTrue();
    assertThat(found).map(Alert::message).contains("broken again");
    assertThat(found.orElseThrow().id()).isGreaterThan(old.getFirst().id());
  }

  @Test
  void standing_ones_come_a_page_at_a_time() {
    List.of("c", "a", "b").forEach(subject -> raise(subject, "broken", NOON));

    var first = read(tables -> tables.alerts().standing(0, 2));
    var second = read(tables -> tables.alerts().standing(first.getLast().id(), 2));

    assertThat(first).extracting(Alert::subject).containsExactly("c", "a");
    assertThat(second).extracting(Alert::subject).containsExactly("b");
  }

  @Test
  void old_resolved_ones_go_and_standing_ones_stay() {
    List.of("a", "b", "c").forEach(subject -> raise(subject, "broken", NOON));
    change(tables -> {
      tables.alerts().resolve(Kind.ORIGINAL_DAMAGED, "a", NOON);
      tables.alerts().resolve(Kind.ORIGINAL_DAMAGED, "b", NOON.plusSeconds(9));
    });

    int removed = write(tables -> tables.alerts().removeResolved(NOON.plusSeconds(5), 10));

    var left = read(tables -> tables.alerts().resolved(10));
    long standing = read(tables -> tables.alerts().countStanding());

    assertThat(removed).isEqualTo(1);
    assertThat(left).extracting(Alert::subject).containsExactly("b");
    assertThat(standing).isEqualTo(1);
  }

  @Test
  void every_kind_is_kept() {
    for (var kind : Kind.values()) {
      change(tables -> tables.alerts().raise(kind, "x", "broken", NOON));
    }

    var standing = read(tables -> tables.alerts().standing(0, 100));

    assertThat(standing).extracting(Alert::kind).containsExactly(Kind.values());
  }
}
