package contentgremlin.enrich;

import static contentgremlin.store.DatabaseTesting.NOON;
import static contentgremlin.store.DatabaseTesting.NOON_KEPT;
import static org.assertj.core.api.Assertions.assertThat;

import contentgremlin.enrich.ProviderStore.Kept;
import contentgremlin.enrich.ProviderStore.Turn;
import contentgremlin.store.OpenDatabase;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

public abstract class ProviderStoreContract extends OpenDatabase {
  private static final Duration SECOND = Duration.ofSeconds(1);

  /// A request that nobody said the end of is taken to have arrived by then.
  private static final Duration ON_ITS_WAY = Duration.ofSeconds(5);

  private static final Provider EVEN = provider("even", Rate.of(1, SECOND));
  private static final Provider BURSTING = provider("bursting", new Rate(2, SECOND, 3));

  private static Provider provider(String id, Rate rate) {
    return new Provider(
        id,
        id,
        "https://" + id + ".invalid",
        rate,
        Provider.Key.NEEDED,
        Duration.ofDays(1),
        SECOND);
  }

  private Turn take(Provider provider, Instant now) {
    return write(tables -> tables.providers().take(provider, now));
  }

  private void answered(Provider provider, Instant now) {
    change(tables -> tables.providers().answered(provider, now));
  }

  private Instant failed(Provider provider, Instant now, Duration wait) {
    return write(tables -> tables.providers().failed(provider, now, wait, "down"));
  }

  private ProviderStore.Standing standing(Provider provider) {
    return read(tables ->
        tables.providers().standings().stream()
            .filter(one -> one.provider().equals(provider.id()))
            .findFirst()
            .orElseThrow());
  }

  @Test
  void one_is_granted_and_the_next_one_an_interval_after_its_answer() {
    var answered = NOON_KEPT.plusMillis(300);

    assertThat(take(EVEN, NOON_KEPT)).isEqualTo(new Turn.Granted());
    answered(EVEN, answered);

    assertThat(take(EVEN, answered.plusMillis(999)))
        .isEqualTo(new Turn.Later(answered.plusMillis(1_000)));
    assertThat(take(EVEN, answered.plusMillis(1_000))).isEqualTo(new Turn.Granted());
  }

  @Test
  void until_one_is_answered_nobody_else_may_ask_for_as_long_as_it_may_be_on_its_way() {
    take(EVEN, NOON_KEPT);

    assertThat(take(EVEN, NOON_KEPT.plusSeconds(2)))
        .isEqualTo(new Turn.Later(NOON_KEPT.plus(ON_ITS_WAY)));
    assertThat(take(EVEN, NOON_KEPT.plus(ON_ITS_WAY))).isEqualTo(new Turn.Granted());
  }

  @Test
  void a_burst_comes_at_once_and_then_as_much_as_there_is_in_the_long_run() {
    for (int i = 0; i < 3; i++) {
      assertThat(take(BURSTING, NOON_KEPT)).isEqualTo(new Turn.Granted());
      answered(BURSTING, NOON_KEPT);
    }
    assertThat(take(BURSTING, NOON_KEPT)).isEqualTo(new Turn.Later(NOON_KEPT.plusMillis(500)));
    assertThat(take(BURSTING, NOON_KEPT.plusMillis(500))).isEqualTo(new Turn.Granted());
  }

  @Test
  void providers_do_not_wait_for_one_another() {
    take(EVEN, NOON_KEPT);

    assertThat(take(BURSTING, NOON_KEPT)).isEqualTo(new Turn.Granted());
  }

  @Test
  void who_fails_again_and_again_is_closed_for_longer_each_time_up_to_an_hour() {
    var now = NOON_KEPT;

    assertThat(failed(EVEN, now, Duration.ZERO)).isEqualTo(now);
    assertThat(failed(EVEN, now, Duration.ZERO)).isEqualTo(now);
    assertThat(failed(EVEN, now, Duration.ZERO)).isEqualTo(now.plusSeconds(10));
    assertThat(failed(EVEN, now, Duration.ZERO)).isEqualTo(now.plusSeconds(20));
    for (int i = 0; i < 20; i++) {
      failed(EVEN, now, Duration.ZERO);
    }
    assertThat(failed(EVEN, now, Duration.ZERO)).isEqualTo(now.plusSeconds(3_600));
    assertThat(take(EVEN, now.plusSeconds(3_599)))
        .isEqualTo(new Turn.Closed(now.plusSeconds(3_600), "down"));
    assertThat(take(EVEN, now.plusSeconds(3_600))).isEqualTo(new Turn.Granted());
  }

  @Test
  void who_asks_for_a_pause_gets_it_even_if_another_answer_comes_meanwhile() {
    failed(EVEN, NOON_KEPT, Duration.ofSeconds(60));
    answered(EVEN, NOON_KEPT.plusSeconds(1));

    assertThat(take(EVEN, NOON_KEPT.plusSeconds(59))).isInstanceOf(Turn.Closed.class);
    answered(EVEN, NOON_KEPT.plusSeconds(60));
    assertThat(standing(EVEN).failures()).isZero();
    assertThat(standing(EVEN).closedUntil()).isNull();
  }

  @Test
  void an_answer_makes_all_failures_before_it_count_no_more() {
    failed(EVEN, NOON_KEPT, Duration.ZERO);
    failed(EVEN, NOON_KEPT, Duration.ZERO);
    answered(EVEN, NOON_KEPT.plusSeconds(1));

    assertThat(failed(EVEN, NOON_KEPT.plusSeconds(3), Duration.ZERO))
        .isEqualTo(NOON_KEPT.plusSeconds(3));
  }

  @Test
  void a_refused_key_is_forgiven_only_if_there_is_another_one() {
    var until = NOON_KEPT.plus(Duration.ofDays(1));
    change(tables -> tables.providers().refused(EVEN, "k1", NOON_KEPT, until, "no"));

    boolean same = write(tables -> tables.providers().forgive("even", "k1"));
    var closed = take(EVEN, NOON_KEPT.plusSeconds(9));
    boolean other = write(tables -> tables.providers().forgive("even", "k2"));
    boolean again = write(tables -> tables.providers().forgive("even", "k3"));

    assertThat(List.of(same, other, again)).containsExactly(false, true, false);
    assertThat(closed).isEqualTo(new Turn.Closed(until, "no"));
    assertThat(take(EVEN, NOON_KEPT.plusSeconds(9))).isEqualTo(new Turn.Granted());
  }

  @Test
  void it_can_be_opened_by_hand() {
    failed(EVEN, NOON_KEPT, Duration.ofHours(5));
    change(tables -> tables.providers().reopen("even"));

    assertThat(take(EVEN, NOON_KEPT.plusSeconds(2))).isEqualTo(new Turn.Granted());
  }

  @Test
  void how_all_of_them_are_can_be_told() {
    take(EVEN, NOON_KEPT);
    failed(BURSTING, NOON_KEPT, Duration.ofSeconds(7));

    assertThat(standing(EVEN))
        .isEqualTo(new ProviderStore.Standing("even", null, 0, "", 1, NOON_KEPT));
    assertThat(standing(BURSTING))
        .isEqualTo(
            new ProviderStore.Standing("bursting", NOON_KEPT.plusSeconds(7), 1, "down", 0, null));
  }

  private Optional<Kept> kept(String provider, String question) {
    return read(tables -> tables.providers().kept(provider, question));
  }

  private static Kept kept(String text, Instant until) {
    return new Kept(new Reply("application/json", text), "\"t\"", "m", NOON_KEPT, until);
  }

  @Test
  void answers_are_kept_replaced_and_forgotten() {
    var nothing = new Kept(null, "", "", NOON_KEPT, NOON_KEPT.plusSeconds(5));
    change(tables -> {
      tables.providers().keep("even", "q", kept("1", NOON));
      tables.providers().keep("even", "q", kept("ä\u0000b", NOON_KEPT.plusSeconds(9)));
      tables.providers().keep("even", "nothing", nothing);
      tables.providers().keep("even", "wrong", kept("3", NOON_KEPT));
      tables.providers().forget("even", "wrong");
    });

    var answer = read(tables -> tables.providers().kept("even", "q"));
    assertThat(answer).map(Kept::until).contains(NOON_KEPT.plusSeconds(9));
    assertThat(answer.orElseThrow().reply()).isNotNull().matches(it -> it.text().startsWith("ä"));
    assertThat(kept("even", "nothing")).contains(nothing);
    assertThat(kept("even", "wrong")).isEmpty();
    assertThat(kept("bursting", "q")).isEmpty();
  }

  @Test
  void what_nobody_has_believed_for_long_goes_the_oldest_first() {
    for (int i = 0; i < 5; i++) {
      var until = NOON_KEPT.plusSeconds(i);
      var name = "q" + i;
      change(tables -> tables.providers().keep("even", name, kept("1", until)));
    }

    int first = write(tables -> tables.providers().forget(NOON_KEPT.plusSeconds(3), 2));
    int rest = write(tables -> tables.providers().forget(NOON_KEPT.plusSeconds(3), 2));

    assertThat(List.of(first, rest)).containsExactly(2, 1);
    assertThat(kept("even", "q2")).isEmpty();
    assertThat(kept("even", "q3")).isPresent();
  }
}
