package contentgremlin.install;

import static contentgremlin.store.DatabaseTesting.NOON;
import static contentgremlin.store.DatabaseTesting.NOON_KEPT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import contentgremlin.install.InstallStore.Turn;
import contentgremlin.store.OpenDatabase;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

public abstract class InstallStoreContract extends OpenDatabase {
  private static final Report.Line STEP =
      new Report.Line(
          "machine", null, null, "This machine", new Outcome.Done("ß🎬"), Duration.ofMillis(12));
  private static final Report.Line HOOK =
      new Report.Line(
          "machine",
          "libvirt:import",
          Hook.When.AFTER,
          "Import",
          new Outcome.Skipped("there is no table"),
          Duration.ZERO);

  private static Report report(Report.Cause cause, Report.Line... lines) {
    return new Report(cause, "0.1.0", NOON, NOON.plusSeconds(1), List.of(lines));
  }

  @Test
  void the_last_report_of_each_node_is_kept_line_by_line() {
    change(tables -> tables.install().putReport("", report(Report.Cause.START, STEP, HOOK, STEP)));
    change(tables -> tables.install().putReport("", report(Report.Cause.REQUEST, HOOK, STEP)));
    change(tables -> tables.install().putReport("b", report(Report.Cause.UPGRADE)));

    var ours = reportOf("").orElseThrow();
    var theirs = reportOf("b").orElseThrow();

    assertThat(ours.cause()).isEqualTo(Report.Cause.REQUEST);
    assertThat(ours.started()).isEqualTo(NOON_KEPT);
    assertThat(ours.lines()).containsExactly(HOOK, STEP);
    assertThat(theirs.lines()).isEmpty();
    assertThat(reportOf("c")).isEmpty();
  }

  @Test
  void tables_and_rows_are_there_or_not() {
    change(tables -> tables.settings().put("a", "it's"));
    change(tables -> tables.install().putReport("", report(Report.Cause.START)));

    assertThat(has(Need.table("setting"))).isTrue();
    assertThat(has(Need.table("search"))).isTrue();
    assertThat(has(Need.table("settings"))).isFalse();
    assertThat(has(Need.row("setting", "value", "it's"))).isTrue();
    assertThat(has(Need.row("setting", "value", "other"))).isFalse();
    assertThat(has(Need.row("setting", "name", null))).isTrue();
    assertThat(has(Need.row("item", "id", null))).isFalse();
    assertThat(has(Need.row("setting", "no_such_column", "a"))).isFalse();
    assertThat(has(Need.row("no_such_table", "id", "a"))).isFalse();
    // A number is compared as text.
    assertThat(has(Need.row("install_report", "started", "" + NOON_KEPT.toEpochMilli()))).isTrue();
    assertThatThrownBy(() -> has(Need.step("machine")))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private Optional<Report> reportOf(String node) {
    return read(tables -> tables.install().report(node));
  }

  private Optional<Turn> turn() {
    return read(tables -> tables.install().turn());
  }

  private List<Suggestion> suggestions(String node) {
    return read(tables -> tables.install().suggestions(node));
  }

  private boolean has(Need need) {
    return read(tables -> tables.install().has(need));
  }

  @Test
  void names_of_tables_can_not_carry_statements() {
    assertThatThrownBy(() -> Need.table("item\"; DROP TABLE item; --"))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Need.row("item", "id = 1 OR 1", "x"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void a_turn_is_one_holders_until_it_ends_or_is_given_back() {
    var later = NOON.plusSeconds(10);
    assertThat(takes("a", 10)).isTrue();
    assertThat(takes("b", 10)).isFalse();
    assertThat(takes("a", 20)).isTrue();
    change(tables -> tables.install().endTurn("b"));
    assertThat(turn().orElseThrow()).isEqualTo(new Turn("", "a", NOON_KEPT.plusSeconds(20)));
    boolean still =
        write(tables -> tables.install().takeTurn(new Turn("", "b", later.plusSeconds(10)), later));
    assertThat(still).isFalse();
    boolean expired =
        write(tables ->
            tables
                .install()
                .takeTurn(new Turn("", "b", later.plusSeconds(30)), NOON.plusSeconds(21)));
    assertThat(expired).isTrue();
    change(tables -> tables.install().endTurn("b"));
    assertThat(turn()).isEmpty();
  }

  private boolean takes(String holder, int seconds) {
    return write(
        tables -> tables.install().takeTurn(new Turn("", holder, NOON.plusSeconds(seconds)), NOON));
  }

  @Test
  void of_many_who_want_the_turn_at_once_one_gets_it() throws Exception {
    var winners = new AtomicInteger();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var all = new ArrayList<Future<?>>();
      for (int i = 0; i < 8; i++) {
        var holder = "holder " + i;
        all.add(
            threads.submit(() -> {
              if (takes(holder, 10)) {
                winners.incrementAndGet();
              }
            }));
      }
      for (var one : all) {
        one.get();
      }
    }
    assertThat(winners).hasValue(1);
  }

  @Test
  void suggestions_replace_those_before_on_their_node() {
    var music = new Suggestion("Music", "/home/ada/Music");
    var films = new Suggestion("Films", "/srv/films");
    change(tables -> tables.install().putSuggestions("", List.of(films, music)));
    change(tables -> tables.install().putSuggestions("b", List.of(films)));

    assertThat(suggestions("")).containsExactly(music, films);
    change(tables -> tables.install().putSuggestions("", List.of(music)));
    assertThat(suggestions("")).containsExactly(music);
    assertThat(suggestions("b")).containsExactly(films);
  }
}
