package contentgremlin.engine.install;

import static org.assertj.core.api.Assertions.assertThat;

import contentgremlin.install.Contributor;
import contentgremlin.install.Hook;
import contentgremlin.install.InstallStore.Turn;
import contentgremlin.install.Need;
import contentgremlin.install.Outcome;
import contentgremlin.install.Report;
import contentgremlin.install.Standing;
import contentgremlin.install.Step;
import contentgremlin.sql.SqliteDatabase;
import contentgremlin.store.Database;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a run does with steps and hooks of all sorts, over a real database.
class InstallerTest {
  private static final InstantSource TIME = InstantSource.system();
  private static final Duration LONG = Duration.ofSeconds(60);

  @TempDir Path folder;
  private Database database;

  @BeforeEach
  void open() {
    database = SqliteDatabase.open(folder.resolve("db.sqlite"), "test", TIME);
  }

  @AfterEach
  void close() {
    database.close();
  }

  /// A step that is done once its setting is there.
  private class Writing implements Step {
    private final String id;
    private final List<Need> needs;
    final AtomicInteger applied = new AtomicInteger();
    private Duration limit = LONG;
    private Callable<String> work = () -> "";

    Writing(String id, Need... needs) {
      this.id = id;
      this.needs = List.of(needs);
    }

    Writing working(Callable<String> next) {
      work = next;
      return this;
    }

    Writing within(Duration next) {
      limit = next;
      return this;
    }

    @Override
    public String id() {
      return id;
    }

    @Override
    public String title() {
      return "Step " + id;
    }

    @Override
    public List<Need> needs() {
      return needs;
    }

    @Override
    public Duration limit() {
      return limit;
    }

    @Override
    public Standing check() {
      return database.read(tables ->
          tables.settings().find(id).isPresent() ? new Standing.Done("") : new Standing.Missing());
    }

    @Override
    public String apply() throws Exception {
      applied.incrementAndGet();
      var words = work.call();
      put(id);
      return words;
    }
  }

  private void put(String setting) {
    database.write(tables -> {
      tables.settings().put(setting, "done");
      return setting;
    });
  }

  private interface Act {
    Hook.Effect run(Hook.Around step) throws Exception;
  }

  private record Plain(String id, String step, Hook.When when, List<Need> needs, Act act)
      implements Hook {
    @Override
    public String title() {
      return "Hook " + id;
    }

    @Override
    public Effect run(Around around) throws Exception {
      return act.run(around);
    }
  }

  private static Hook hook(String id, Hook.When when, String step, Act act, Need... needs) {
    return new Plain(id, step, when, List.of(needs), act);
  }

  private Installer installer(List<Step> steps, Hook... hooks) {
    return installer(database, "", List.of(Contributor.of("test", steps, List.of(hooks))));
  }

  private static Installer installer(
      Database database, String node, List<Contributor> contributors) {
    var process = "process of " + node;
    return new Installer(
        database, new Installer.Self(node, process, "test", process::equals), contributors, TIME);
  }

  private static Report run(Installer installer) throws InterruptedException {
    return installer.run(Report.Cause.REQUEST, LONG).orElseThrow();
  }

  private static Outcome of(Report report, String step) {
    return line(report, step, null);
  }

  private static Outcome line(Report report, String step, @Nullable String hook) {
    return report.lines().stream()
        .filter(it -> it.step().equals(step))
        .filter(it -> hook == null ? it.hook() == null : hook.equals(it.hook()))
        .findFirst()
        .orElseThrow()
        .outcome();
  }

  @Test
  void five_runs_in_a_row_do_each_step_once() throws Exception {
    var a = new Writing("a");
    var b = new Writing("b", Need.step("a"), Need.row("setting", "name", "a"));
    try (var installer = installer(List.of(b, a))) {
      var first = run(installer);
      assertThat(of(first, "a")).isEqualTo(new Outcome.Done(""));
      assertThat(of(first, "b")).isEqualTo(new Outcome.Done(""));
      for (int i = 0; i < 4; i++) {
        var again = run(installer);
        assertThat(of(again, "a")).isEqualTo(new Outcome.AlreadyDone(""));
        assertThat(of(again, "b")).isEqualTo(new Outcome.AlreadyDone(""));
      }
    }
    assertThat(a.applied).hasValue(1);
    assertThat(b.applied).hasValue(1);
  }

  @Test
  void five_at_once_in_one_process_and_five_in_others_do_each_step_once() throws Exception {
    var steps = new ArrayList<Writing>();
    for (int i = 0; i < 6; i++) {
      steps.add(i == 0 ? new Writing("s0") : new Writing("s" + i, Need.step("s" + (i - 1))));
    }
    var contributors = List.of(Contributor.of("test", List.<Step>copyOf(steps), List.of()));
    var installers = new ArrayList<Installer>();
    for (int i = 0; i < 5; i++) {
      installers.add(installer(database, "node " + i, contributors));
    }
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var reports = new ArrayList<Future<Report>>();
      for (int i = 0; i < 10; i++) {
        var installer = i < 5 ? installers.getFirst() : installers.get(i - 5);
        reports.add(threads.submit(() -> run(installer)));
      }
      for (var report : reports) {
        assertThat(report.get().lines()).hasSize(6).allMatch(line -> line.outcome().isDone());
      }
    }
    assertThat(steps).allSatisfy(step -> assertThat(step.applied).hasValue(1));
    installers.forEach(Installer::close);
  }

  @Test
  void a_hook_that_imports_before_the_row_is_there_is_skipped_and_a_reload_finishes_it()
      throws Exception {
    var imported = new AtomicInteger();
    var importing =
        hook(
            "import",
            Hook.When.BEFORE,
            "machine",
            _ -> {
              imported.incrementAndGet();
              return Hook.Effect.done("3 machines");
            },
            Need.table("machine"),
            Need.row("setting", "name", "machine"));
    try (var installer = installer(List.of(new Writing("machine")), importing)) {
      var first = run(installer);
      assertThat(line(first, "machine", "import"))
          .isInstanceOfSatisfying(
              Outcome.Skipped.class,
              it -> assertThat(it.detail()).contains("no row yet", "“machine”"));
      assertThat(imported).hasValue(0);
      assertThat(of(first, "machine")).isInstanceOf(Outcome.Done.class);

      var reload = run(installer);
      assertThat(line(reload, "machine", "import")).isEqualTo(new Outcome.Done("3 machines"));
      assertThat(imported).hasValue(1);
    }
  }

  @Test
  void a_hook_whose_table_is_not_there_is_skipped_wherever_it_stands() throws Exception {
    Act never =
        _ -> {
          throw new AssertionError("it was run");
        };
    var hooks =
        Arrays.stream(Hook.When.values())
            .map(when -> hook("h-" + when.word(), when, "a", never, Need.table("nothing_here")))
            .toArray(Hook[]::new);
    var a = new Writing("a");
    try (var installer = installer(List.of(a), hooks)) {
      var report = run(installer);
      for (var when : Hook.When.values()) {
        assertThat(line(report, "a", "h-" + when.word()))
            .isEqualTo(new Outcome.Skipped("there is no table “nothing_here” yet"));
      }
      assertThat(of(report, "a")).isInstanceOf(Outcome.Done.class);
    }
  }

  @Test
  void what_a_step_needs_is_looked_for_again_after_its_own_look() throws Exception {
    put("ground");
    var a =
        new Writing("a", Need.row("setting", "name", "ground")) {
          @Override
          public Standing check() {
            // Somebody takes it away in between.
            database.write(tables -> {
              tables.settings().remove("ground");
              return "";
            });
            return new Standing.Missing();
          }
        };
    try (var installer = installer(List.of(a))) {
      assertThat(of(run(installer), "a")).isInstanceOf(Outcome.Skipped.class);
    }
    assertThat(a.applied).hasValue(0);
  }

  @Test
  void a_step_or_hook_that_throws_fails_alone_and_what_needs_it_is_skipped_with_that_reason()
      throws Exception {
    var bad =
        new Writing("bad")
            .working(() -> {
              throw new StackOverflowError();
            });
    var sad =
        new Writing("sad")
            .working(() -> {
              throw new IllegalArgumentException("the disk is on fire");
            });
    var after = new Writing("after", Need.step("sad"));
    var free = new Writing("free");
    var broken =
        hook(
            "broken",
            Hook.When.BEFORE,
            "free",
            _ -> {
              throw new NoClassDefFoundError("com/example/Gone");
            });
    var late = hook("late", Hook.When.AFTER, "sad", _ -> Hook.Effect.done(""));
    try (var installer = installer(List.of(bad, sad, after, free), broken, late)) {
      var report = run(installer);
      assertThat(of(report, "bad"))
          .isInstanceOfSatisfying(
              Outcome.Failed.class, it -> assertThat(it.detail()).contains("StackOverflowError"));
      assertThat(of(report, "sad")).isEqualTo(new Outcome.Failed("the disk is on fire"));
      assertThat(of(report, "after"))
          .isEqualTo(
              new Outcome.Skipped("it needs the step “sad”, which failed (the disk is on fire)"));
      assertThat(line(report, "sad", "late")).isInstanceOf(Outcome.Skipped.class);
      assertThat(line(report, "free", "broken")).isInstanceOf(Outcome.Failed.class);
      assertThat(of(report, "free")).isInstanceOf(Outcome.Done.class);
      assertThat(report.hasFailed()).isTrue();
    }
  }

  @Test
  void a_step_that_hangs_is_left_behind_and_not_begun_twice() throws Exception {
    var release = new CountDownLatch(1);
    var hanging =
        new Writing("hanging")
            .within(Duration.ofMillis(200))
            .working(() -> {
              // It does not even mind being interrupted.
              while (true) {
                try {
                  release.await();
                  return "";
                } catch (InterruptedException _) {
                  // on it goes
                }
              }
            });
    var next = new Writing("next", Need.step("hanging"));
    var free = new Writing("free");
    try (var installer = installer(List.of(hanging, next, free))) {
      var report = run(installer);
      assertThat(of(report, "hanging"))
          .isInstanceOfSatisfying(
              Outcome.Failed.class, it -> assertThat(it.detail()).contains("did not end within"));
      assertThat(of(report, "next")).isInstanceOf(Outcome.Skipped.class);
      assertThat(of(report, "free")).isInstanceOf(Outcome.Done.class);

      var again = run(installer);
      assertThat(of(again, "hanging"))
          .isInstanceOfSatisfying(
              Outcome.Failed.class, it -> assertThat(it.detail()).contains("earlier run"));
      assertThat(hanging.applied).hasValue(1);

      release.countDown();
      var ended = run(installer);
      while (!of(ended, "hanging").isDone()) {
        ended = run(installer);
      }
      assertThat(of(ended, "next")).isInstanceOf(Outcome.Done.class);
    }
  }

  @Test
  void a_step_that_says_it_is_done_and_is_not_has_failed() throws Exception {
    var liar =
        new Writing("liar") {
          @Override
          public String apply() {
            return "all is well";
          }
        };
    try (var installer = installer(List.of(liar))) {
      assertThat(of(run(installer), "liar"))
          .isInstanceOfSatisfying(
              Outcome.Failed.class,
              it -> assertThat(it.detail()).contains("still is not done", "all is well"));
    }
  }

  @Test
  void a_hook_around_a_step_sees_what_came_of_it_and_can_hold_it_back() throws Exception {
    var seen = new ArrayList<Outcome>();
    Act around =
        step -> {
          seen.add(step.proceed());
          seen.add(step.proceed());
          return Hook.Effect.nothingToDo("");
        };
    var a = new Writing("a");
    var b = new Writing("b");
    var c = new Writing("c");
    Act breaks =
        _ -> {
          throw new IllegalArgumentException("no");
        };
    try (var installer =
        installer(
            List.of(a, b, c),
            hook("watch", Hook.When.AROUND, "a", around),
            hook("veto", Hook.When.AROUND, "b", _ -> Hook.Effect.nothingToDo("not today")),
            hook("breaks", Hook.When.AROUND, "c", breaks),
            hook("inner", Hook.When.AROUND, "c", around))) {
      var report = run(installer);
      assertThat(of(report, "a")).isInstanceOf(Outcome.Done.class);
      assertThat(of(report, "b"))
          .isEqualTo(new Outcome.Skipped("the hook “veto” kept it from being done"));
      assertThat(line(report, "c", "breaks")).isEqualTo(new Outcome.Failed("no"));
      assertThat(of(report, "c")).isInstanceOf(Outcome.Done.class);
    }
    assertThat(seen).hasSize(4).allMatch(Outcome::isDone);
    assertThat(a.applied).hasValue(1);
    assertThat(b.applied).hasValue(0);
    assertThat(c.applied).hasValue(1);
  }

  @Test
  void circles_doubles_strays_and_strange_contributors_are_told_and_hold_nobody_up()
      throws Exception {
    var x = new Writing("x", Need.step("y"));
    var y = new Writing("y", Need.step("x"));
    var first = new Writing("z");
    var stray = hook("stray", Hook.When.AFTER, "nowhere", _ -> Hook.Effect.done(""));
    var good = Contributor.of("good", List.of(x, y, first, new Writing("z")), List.of(stray));
    var wrongId =
        Contributor.of("wrong", List.of(new Writing("No Id!"), new Writing("w")), List.of());
    var throwing =
        new Contributor() {
          @Override
          public String name() {
            return "throwing";
          }

          @Override
          public List<Step> steps() {
            throw new LinkageError("gone");
          }
        };
    try (var installer = installer(database, "", List.of(wrongId, throwing, good))) {
      var report = run(installer);
      assertThat(of(report, "x"))
          .isInstanceOfSatisfying(
              Outcome.Failed.class, it -> assertThat(it.detail()).contains("“y” needs “x”"));
      assertThat(of(report, "y")).isInstanceOf(Outcome.Failed.class);
      assertThat(of(report, "z")).isInstanceOf(Outcome.Done.class);
      assertThat(report.lines()).filteredOn(line -> line.step().equals("z")).hasSize(2);
      assertThat(line(report, "nowhere", "stray")).isInstanceOf(Outcome.Skipped.class);
      assertThat(of(report, "wrong")).isInstanceOf(Outcome.Failed.class);
      assertThat(of(report, "throwing")).isInstanceOf(Outcome.Failed.class);
    }
    assertThat(x.applied).hasValue(0);
  }

  @Test
  void the_last_report_outlives_the_process() throws Exception {
    try (var installer = installer(List.of(new Writing("a")))) {
      var report = run(installer);
      assertThat(installer.view().report().orElseThrow().lines())
          .extracting(Report.Line::outcome)
          .isEqualTo(report.lines().stream().map(Report.Line::outcome).toList());
    }
    try (var other = installer(List.of())) {
      assertThat(other.view().report().orElseThrow().lines()).hasSize(1);
      assertThat(other.view().running()).isFalse();
    }
  }

  @Test
  void a_turn_that_a_dead_process_of_this_home_left_holds_nobody_up() throws Exception {
    var now = TIME.instant();
    database.write(tables ->
        tables.install().takeTurn(new Turn("", "somebody dead", now.plusSeconds(3_600)), now));
    var a = new Writing("a");
    try (var installer = installer(List.of(a))) {
      assertThat(of(run(installer), "a")).isInstanceOf(Outcome.Done.class);
    }
    Optional<Turn> left = database.read(tables -> tables.install().turn());
    assertThat(left).isEmpty();
  }

  @Test
  void a_run_that_is_cut_off_leaves_the_report_before_and_the_next_one_finishes_it()
      throws Exception {
    var begun = new CountDownLatch(1);
    var never = new CountDownLatch(1);
    var slow =
        new Writing("slow")
            .working(() -> {
              begun.countDown();
              never.await();
              return "";
            });
    var first = new Writing("first");
    var installer = installer(List.of(first, slow));
    installer.begin(Report.Cause.START);
    begun.await();
    installer.close();
    assertThat(installer.view().report()).isEmpty();
    slow.working(() -> "");
    try (var next = installer(List.of(first, slow))) {
      var report = run(next);
      assertThat(of(report, "first")).isInstanceOf(Outcome.AlreadyDone.class);
      assertThat(of(report, "slow")).isInstanceOf(Outcome.Done.class);
    }
  }

  @Test
  void who_asks_while_a_run_is_under_way_gets_its_report() throws Exception {
    var begun = new CountDownLatch(1);
    var go = new CountDownLatch(1);
    var slow =
        new Writing("slow")
            .working(() -> {
              begun.countDown();
              go.await();
              return "";
            });
    try (var installer = installer(List.of(new Writing("first"), slow));
        var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var one = threads.submit(() -> run(installer));
      begun.await();
      assertThat(installer.view().running()).isTrue();
      assertThat(installer.view().lines()).extracting(Report.Line::step).containsExactly("first");
      assertThat(installer.run(Report.Cause.REQUEST, Duration.ofMillis(50))).isEmpty();
      var other = threads.submit(() -> run(installer));
      go.countDown();
      assertThat(of(one.get(), "slow")).isInstanceOf(Outcome.Done.class);
      assertThat(of(other.get(), "slow").isDone()).isTrue();
    }
    assertThat(slow.applied).hasValue(1);
  }
}
