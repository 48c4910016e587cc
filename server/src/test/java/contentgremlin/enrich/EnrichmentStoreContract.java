package contentgremlin.enrich;

import static contentgremlin.store.DatabaseTesting.NOON;
import static contentgremlin.store.DatabaseTesting.NOON_KEPT;
import static contentgremlin.store.DatabaseTesting.item;
import static org.assertj.core.api.Assertions.assertThat;

import contentgremlin.enrich.EnrichmentStore.Count;
import contentgremlin.enrich.EnrichmentStore.Due;
import contentgremlin.enrich.EnrichmentStore.Sweep;
import contentgremlin.item.ItemId;
import contentgremlin.item.MediaType;
import contentgremlin.store.OpenDatabase;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

public abstract class EnrichmentStoreContract extends OpenDatabase {
  private static final ItemId A = new ItemId("a");
  private static final ItemId B = new ItemId("b");
  private static final ItemId C = new ItemId("c");
  private static final ItemId NOBODY = new ItemId("nobody");

  @BeforeEach
  void addItems() {
    change(tables -> List.of("a", "b", "c").forEach(id -> tables.items().add(item(id))));
  }

  private void due(ItemId item, long demand) {
    change(tables -> tables.enrichment().due(item, demand, NOON));
  }

  private List<Due> due() {
    return read(tables -> tables.enrichment().due(10));
  }

  private List<Due> awaiting(String kind) {
    return read(tables -> tables.enrichment().awaiting(kind, 10));
  }

  private Optional<Outcome> outcome(ItemId item, String stage) {
    return read(tables -> tables.enrichment().outcome(item, stage));
  }

  private void put(ItemId item, Outcome outcome) {
    change(tables -> tables.enrichment().put(item, outcome));
  }

  private static Outcome failed(String stage, Instant until) {
    return new Outcome(stage, Outcome.Kind.FAILED, "m", NOON_KEPT, until, 2, "down");
  }

  @Test
  void the_newest_demand_comes_first_and_then_who_has_waited_longest() {
    due(A, 0);
    due(B, 0);
    due(C, 7);
    due(A, 9);
    due(A, 8);
    due(NOBODY, 3);

    assertThat(due()).containsExactly(new Due(A, 9), new Due(C, 7), new Due(B, 0));
    List<Due> demanded = read(tables -> tables.enrichment().demanded(10));
    assertThat(demanded).containsExactly(new Due(A, 9), new Due(C, 7));
    long count = read(tables -> tables.enrichment().countDue());
    assertThat(count).isEqualTo(3);
    List<Due> first = read(tables -> tables.enrichment().due(1));
    assertThat(first).containsExactly(new Due(A, 9));
  }

  @Test
  void one_that_was_looked_at_is_due_no_more() {
    due(A, 0);
    change(tables -> tables.enrichment().looked(A));

    assertThat(due()).isEmpty();
  }

  @Test
  void one_that_awaits_something_is_passed_over_until_it_is_due_again_and_keeps_its_demand() {
    due(A, 5);
    due(B, 0);
    change(tables -> tables.enrichment().await(A, "grab-x"));
    change(tables -> tables.enrichment().await(B, "grab-y"));

    assertThat(due()).isEmpty();
    List<String> awaited = read(tables -> tables.enrichment().awaited());
    assertThat(awaited).containsExactly("grab-x", "grab-y");
    assertThat(awaiting("grab-x")).containsExactly(new Due(A, 5));

    due(A, 0);
    due(B, 2);
    assertThat(due()).containsExactly(new Due(A, 5), new Due(B, 2));
  }

  @Test
  void of_many_at_once_each_awaits_what_it_needs_first_and_those_that_wait_stay() {
    due(A, 5);
    change(tables -> tables.enrichment().addDue(List.of(A, B, C), "parse"));
    due(C, 7);

    assertThat(due()).containsExactly(new Due(C, 7), new Due(A, 5));
    assertThat(awaiting("parse")).containsExactly(new Due(B, 0));
  }

  @Test
  void how_a_stage_ended_last_replaces_what_was_known_of_it() {
    var done = Outcome.done("parse", "m1", NOON_KEPT);
    var nothing = Outcome.nothing("nfo", "m", NOON_KEPT, NOON_KEPT.plus(Duration.ofDays(1)));
    put(A, failed("parse", NOON_KEPT.plusSeconds(9)));
    put(A, done);
    put(A, nothing);
    put(NOBODY, done);

    List<Outcome> outcomes = read(tables -> tables.enrichment().outcomes(A));
    assertThat(outcomes).containsExactlyInAnyOrder(done, nothing);
    assertThat(outcome(A, "parse")).contains(done);
    assertThat(outcome(B, "parse")).isEmpty();

    change(tables -> tables.enrichment().forget(A, "parse"));
    assertThat(outcome(A, "parse")).isEmpty();
    assertThat(outcome(A, "nfo")).contains(nothing);
  }

  @Test
  void what_has_waited_long_enough_is_due_and_to_be_done_again() {
    put(A, failed("x", NOON_KEPT.plusSeconds(5)));
    put(B, failed("x", NOON_KEPT.plusSeconds(1)));
    put(C, Outcome.done("x", "m", NOON_KEPT));
    Instant first = read(tables -> tables.enrichment().firstWait());

    int early = write(tables -> tables.enrichment().endWaits(NOON_KEPT, 9));
    int one = write(tables -> tables.enrichment().endWaits(NOON_KEPT.plusSeconds(5), 1));
    var after = due();
    int other = write(tables -> tables.enrichment().endWaits(NOON_KEPT.plusSeconds(5), 9));
    Instant none = read(tables -> tables.enrichment().firstWait());

    assertThat(first).isEqualTo(NOON_KEPT.plusSeconds(1));
    assertThat(List.of(early, one, other)).containsExactly(0, 1, 1);
    assertThat(after).containsExactly(new Due(B, 0));
    assertThat(due()).containsExactlyInAnyOrder(new Due(A, 0), new Due(B, 0));
    assertThat(none).isEqualTo(Instant.MAX);
    assertThat(outcome(A, "x").orElseThrow().holds("m", NOON_KEPT)).isFalse();
    assertThat(outcome(A, "x").orElseThrow().failures()).isEqualTo(2);
  }

  @Test
  void failures_of_one_grabber_can_be_ended_a_page_at_a_time() {
    put(A, failed("x", NOON_KEPT.plusSeconds(500)));
    put(B, failed("x", NOON_KEPT.plusSeconds(500)));
    put(C, failed("y", NOON_KEPT.plusSeconds(500)));

    int one = write(tables -> tables.enrichment().endFailures("x", NOON, 1));
    int two = write(tables -> tables.enrichment().endFailures("x", NOON, 9));
    int more = write(tables -> tables.enrichment().endFailures("x", NOON, 9));

    assertThat(List.of(one, two, more)).containsExactly(1, 1, 0);
    assertThat(due()).containsExactlyInAnyOrder(new Due(A, 0), new Due(B, 0));
    assertThat(outcome(C, "y").orElseThrow().until()).isNotNull();
  }

  @Test
  void outcomes_are_counted() {
    put(A, failed("x", NOON_KEPT));
    put(B, failed("x", NOON_KEPT));
    put(C, Outcome.done("x", "m", NOON_KEPT));

    List<Count> counts = read(tables -> tables.enrichment().counts());

    assertThat(counts)
        .containsExactlyInAnyOrder(
            new Count("x", Outcome.Kind.FAILED, 2), new Count("x", Outcome.Kind.DONE, 1));
  }

  @Test
  void all_items_are_looked_through_once_a_page_at_a_time() {
    List.of(A, B).forEach(item -> put(item, Outcome.done("parse", "m", NOON_KEPT)));
    var start = new Sweep("x", "m1", 0);
    var films = Set.of(MediaType.VIDEO);

    Sweep part = write(tables -> tables.enrichment().go(start, films, 1));
    var first = awaiting("grab-x");
    Sweep all = write(tables -> tables.enrichment().go(part, films, 9));
    change(tables -> tables.enrichment().put(all));
    Optional<Sweep> kept = read(tables -> tables.enrichment().sweep("x"));
    Optional<Sweep> other = read(tables -> tables.enrichment().sweep("y"));

    assertThat(first).containsExactly(new Due(A, 0));
    assertThat(due()).isEmpty();
    assertThat(awaiting("grab-x")).containsExactly(new Due(A, 0), new Due(B, 0));
    assertThat(all).isEqualTo(new Sweep("x", "m1", Long.MAX_VALUE));
    assertThat(kept).contains(all);
    assertThat(other).isEmpty();
  }

  @Test
  void items_of_other_types_are_passed_over() {
    put(A, Outcome.done("parse", "m", NOON_KEPT));

    write(tables -> tables.enrichment().go(new Sweep("x", "m", 0), Set.of(MediaType.AUDIO), 9));

    assertThat(awaiting("grab-x")).isEmpty();
  }

  @Test
  void what_an_item_may_be_is_offered_in_its_order_and_replaced() {
    var likely = new Candidate("k1", "Ä Title", "1999", 0.625);
    var less = new Candidate("k2", "Other", "", 0.5);
    change(tables -> {
      tables.enrichment().offer(A, "x", List.of(less));
      tables.enrichment().offer(A, "x", List.of(likely, less));
      tables.enrichment().offer(A, "y", List.of(less));
      tables.enrichment().offer(A, "y", List.of());
      tables.enrichment().offer(NOBODY, "x", List.of(less));
    });

    List<Candidate> offered = read(tables -> tables.enrichment().candidates(A, "x"));
    List<Candidate> others = read(tables -> tables.enrichment().candidates(A, "y"));

    assertThat(offered).containsExactly(likely, less);
    assertThat(others).isEmpty();
  }

  private Optional<String> chosen(ItemId item) {
    return read(tables -> tables.enrichment().chosen(item, "x"));
  }

  @Test
  void what_a_person_chose_sticks_until_it_is_taken_back() {
    change(tables -> {
      tables.enrichment().choose(A, "x", "k1");
      tables.enrichment().choose(A, "x", "");
      tables.enrichment().choose(B, "x", "k2");
    });
    assertThat(chosen(A)).contains("");
    assertThat(chosen(B)).contains("k2");
    assertThat(chosen(C)).isEmpty();

    change(tables -> tables.enrichment().unchoose(A, "x"));
    assertThat(chosen(A)).isEmpty();
  }

  @Test
  void all_goes_with_its_item() {
    due(A, 1);
    put(A, Outcome.done("x", "m", NOON_KEPT));
    change(tables -> {
      tables.enrichment().offer(A, "x", List.of(new Candidate("k", "t", "", 0.5)));
      tables.enrichment().choose(A, "x", "k");
      tables.items().remove(A);
    });

    assertThat(due()).isEmpty();
    assertThat(outcome(A, "x")).isEmpty();
    assertThat(chosen(A)).isEmpty();
  }
}
