package contentgremlin.engine.install;

import contentgremlin.install.Hook;
import contentgremlin.install.Need;
import contentgremlin.install.Order;
import contentgremlin.install.Outcome;
import contentgremlin.install.Report;
import contentgremlin.install.Standing;
import contentgremlin.install.Step;
import contentgremlin.store.Database;
import contentgremlin.store.StoreException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/// One run through all steps and their hooks. Used once, by one thread.
///
/// What a step or a hook needs is looked for here and nowhere else, just before it is done: so it
/// does not matter who put them into which order.
final class Execution {
  private final Database database;
  private final Bounded bounded;
  private final Order order;
  private final List<Hook> hooks;
  private final Map<String, Step> byId = new HashMap<>();
  private final Map<String, Outcome> ended = new ConcurrentHashMap<>();

  /// Hooks that are around a step go on with it on threads of their own, and others watch.
  private final List<Report.Line> lines = new CopyOnWriteArrayList<>();

  Execution(Database database, Bounded bounded, Order order, List<Hook> hooks) {
    this.database = database;
    this.bounded = bounded;
    this.order = order;
    this.hooks = hooks;
    order.steps().forEach(step -> byId.put(step.id(), step));
  }

  /// What came of it so far.
  List<Report.Line> lines() {
    return lines;
  }

  List<Report.Line> run() throws InterruptedException {
    for (var step : order.steps()) {
      alongside(step, Hook.When.BEFORE);
      carryOut(step);
      alongside(step, Hook.When.AFTER);
    }
    order.doubles().forEach(this::refuseDouble);
    hooks.stream().filter(hook -> !byId.containsKey(hook.step())).forEach(this::refuseStray);
    return lines;
  }

  private void refuseDouble(Step step) {
    add(step, null, new Outcome.Failed("another step has the same id"), 0);
  }

  private void refuseStray(Hook hook) {
    var why = new Outcome.Skipped("there is no step “%s”".formatted(hook.step()));
    lines.add(
        new Report.Line(
            hook.step(), hook.id(), hook.when(), hook.title(), bounded(why), Duration.ZERO));
  }

  private void add(Step step, @Nullable Hook hook, Outcome outcome, long nanos) {
    lines.add(
        new Report.Line(
            step.id(),
            hook == null ? null : hook.id(),
            hook == null ? null : hook.when(),
            hook == null ? step.title() : hook.title(),
            bounded(outcome),
            Duration.ofNanos(nanos)));
  }

  /// Details come from whoever wrote a step.
  private static Outcome bounded(Outcome outcome) {
    var detail = outcome.detail();
    return detail.length() <= Report.DETAIL_MAX
        ? outcome
        : Outcome.of(outcome.word(), detail.substring(0, Report.DETAIL_MAX) + "…");
  }

  private List<Hook> hooks(Step step, Hook.When when) {
    return hooks.stream()
        .filter(hook -> hook.step().equals(step.id()) && hook.when() == when)
        .toList();
  }

  /// Those before it and those after it.
  private void alongside(Step step, Hook.When when) throws InterruptedException {
    for (var hook : hooks(step, when)) {
      long begun = System.nanoTime();
      add(step, hook, hookOutcome(step, hook), System.nanoTime() - begun);
    }
  }

  private Outcome hookOutcome(Step step, Hook hook) throws InterruptedException {
    try {
      var missing = missing(needs(hook, step));
      if (missing.isPresent()) {
        return new Outcome.Skipped(missing.get());
      }
      return outcome(
          bounded.call(name(hook), hook.limit(), () -> hook.run(Execution::nothingToProceed)));
    } catch (Bounded.Fault e) {
      return new Outcome.Failed(message(e));
    } catch (RuntimeException | LinkageError e) {
      return new Outcome.Failed(Bounded.words(e));
    }
  }

  /// What comes after a step builds upon it.
  private static List<Need> needs(Hook hook, Step step) {
    var needs = new ArrayList<Need>();
    if (hook.when() == Hook.When.AFTER) {
      needs.add(Need.step(step.id()));
    }
    needs.addAll(hook.needs());
    return needs;
  }

  private static Outcome outcome(Hook.Effect effect) {
    return effect.changed()
        ? new Outcome.Done(effect.detail())
        : new Outcome.AlreadyDone(effect.detail());
  }

  private static Outcome nothingToProceed() {
    throw new IllegalStateException("only a hook that is around a step can go on with it");
  }

  private static String name(Hook hook) {
    return hook.when().word() + " " + hook.step() + ": " + hook.id();
  }

  private static String message(Bounded.Fault fault) {
    return String.valueOf(fault.getMessage());
  }

  private void carryOut(Step step) throws InterruptedException {
    var refused = order.refused().get(step.id());
    long begun = System.nanoTime();
    var outcome =
        refused == null ? within(step, hooks(step, Hook.When.AROUND)) : new Outcome.Failed(refused);
    ended.put(step.id(), outcome);
    add(step, null, outcome, System.nanoTime() - begun);
  }

  /// The first hook is the outermost.
  private Outcome within(Step step, List<Hook> around) throws InterruptedException {
    if (around.isEmpty()) {
      return attempt(step);
    }
    var hook = around.getFirst();
    var inner = around.subList(1, around.size());
    long begun = System.nanoTime();
    var missing = missingFor(hook);
    if (missing.isPresent()) {
      add(step, hook, missing.get(), System.nanoTime() - begun);
      return within(step, inner);
    }
    return surrounded(step, hook, inner, begun);
  }

  private Optional<Outcome> missingFor(Hook hook) throws InterruptedException {
    try {
      return missing(hook.needs()).map(Outcome.Skipped::new);
    } catch (Bounded.Fault e) {
      return Optional.of(new Outcome.Failed(message(e)));
    } catch (RuntimeException | LinkageError e) {
      return Optional.of(new Outcome.Failed(Bounded.words(e)));
    }
  }

  private Outcome surrounded(Step step, Hook hook, List<Hook> inner, long begun)
      throws InterruptedException {
    var result = new AtomicReference<@Nullable Outcome>();
    var over = new AtomicBoolean();
    Outcome ofHook;
    boolean failed = false;
    try {
      var limit = inner.stream().map(Hook::limit).reduce(hook.limit(), Duration::plus);
      // The step is looked at twice and done once at the most.
      var whole = limit.plus(step.limit().multipliedBy(3));
      ofHook =
          outcome(
              bounded.call(
                  name(hook), whole, () -> hook.run(() -> proceed(step, inner, result, over))));
    } catch (Bounded.Fault e) {
      ofHook = new Outcome.Failed(message(e));
      failed = true;
    } catch (RuntimeException | LinkageError e) {
      ofHook = new Outcome.Failed(Bounded.words(e));
      failed = true;
    }
    over.set(true);
    add(step, hook, ofHook, System.nanoTime() - begun);
    var came = result.get();
    if (came != null) {
      return came;
    }
    return failed
        ? within(step, inner)
        : new Outcome.Skipped("the hook “%s” kept it from being done".formatted(hook.id()));
  }

  /// Called on the hook's thread, which the run waits for.
  private Outcome proceed(
      Step step, List<Hook> inner, AtomicReference<@Nullable Outcome> result, AtomicBoolean over) {
    if (over.get()) {
      throw new IllegalStateException("this run has gone on without you");
    }
    var known = result.get();
    if (known != null) {
      return known;
    }
    try {
      var outcome = within(step, inner);
      result.set(outcome);
      return outcome;
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return new Outcome.Failed("it was interrupted");
    }
  }

  private Outcome attempt(Step step) throws InterruptedException {
    try {
      var missing = missing(step.needs());
      if (missing.isPresent()) {
        return new Outcome.Skipped(missing.get());
      }
      return switch (check(step)) {
        case Standing.Done(var detail) -> new Outcome.AlreadyDone(detail);
        case Standing.Waiting(var because) -> new Outcome.Skipped(because);
        case Standing.Missing _ -> apply(step);
      };
    } catch (Bounded.Fault e) {
      return new Outcome.Failed(message(e));
    } catch (RuntimeException | LinkageError e) {
      return new Outcome.Failed(Bounded.words(e));
    }
  }

  private Standing check(Step step) throws Bounded.Fault, InterruptedException {
    return bounded.call("check " + step.id(), step.limit(), step::check);
  }

  /// Looking at it took its time: what it needs may be gone by now. And what it says that it did is
  /// believed only if it shows.
  private Outcome apply(Step step) throws Bounded.Fault, InterruptedException {
    var missing = missing(step.needs());
    if (missing.isPresent()) {
      return new Outcome.Skipped(missing.get());
    }
    var done = bounded.call("apply " + step.id(), step.limit(), step::apply);
    return switch (check(step)) {
      case Standing.Done _ -> new Outcome.Done(done);
      case Standing.Waiting(var because) -> new Outcome.Skipped(because);
      case Standing.Missing _ ->
          new Outcome.Failed("it was carried out, and still is not done" + said(done));
    };
  }

  private static String said(String done) {
    return done.isEmpty() ? "" : "; it says: " + done;
  }

  /// The first thing that is not there, in words.
  private Optional<String> missing(List<Need> needs) throws Bounded.Fault, InterruptedException {
    for (var need : needs) {
      var words =
          switch (need) {
            case Need.OfStep(var step) -> missingStep(step);
            case Need.OfTable _, Need.OfRow _ -> isThere(need) ? "" : need.missing();
          };
      if (!words.isEmpty()) {
        return Optional.of(words);
      }
    }
    return Optional.empty();
  }

  private boolean isThere(Need need) throws Bounded.Fault {
    try {
      return database.read(tables -> tables.install().has(need));
    } catch (StoreException e) {
      throw new Bounded.Fault(Bounded.words(e));
    }
  }

  /// A step that this run has not come to yet is looked at: it may be done since long.
  private String missingStep(String id) throws InterruptedException {
    var outcome = ended.get(id);
    if (outcome != null) {
      return outcome.isDone()
          ? ""
          : "it needs the step “%s”, which %s".formatted(id, because(outcome));
    }
    var step = byId.get(id);
    if (step == null) {
      return "it needs the step “%s”, which there is not".formatted(id);
    }
    return isDone(step) ? "" : Need.step(id).missing();
  }

  private boolean isDone(Step step) throws InterruptedException {
    try {
      return check(step) instanceof Standing.Done;
    } catch (Bounded.Fault _) {
      return false; // it will say itself what is wrong
    } catch (RuntimeException | LinkageError _) {
      return false;
    }
  }

  private static String because(Outcome outcome) {
    var verb = outcome instanceof Outcome.Failed ? "failed" : "was skipped";
    return outcome.detail().isEmpty() ? verb : "%s (%s)".formatted(verb, outcome.detail());
  }
}
