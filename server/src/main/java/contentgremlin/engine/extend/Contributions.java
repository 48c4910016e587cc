package contentgremlin.engine.extend;

import contentgremlin.engine.extend.Guard.Blame;
import contentgremlin.engine.extend.Guard.Fault;
import contentgremlin.install.Contributor;
import contentgremlin.install.Hook;
import contentgremlin.install.Need;
import contentgremlin.install.Standing;
import contentgremlin.install.Step;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Steps and hooks of the extensions that are at work just now. Thread-safe.
final class Contributions implements Contributor {
  private static final Duration LIMIT = Duration.ofSeconds(60);

  private final Supplier<Collection<Live>> live;

  Contributions(Supplier<Collection<Live>> live) {
    this.live = live;
  }

  @Override
  public String name() {
    return "extensions";
  }

  @Override
  public List<Step> steps() {
    var steps = new ArrayList<Step>();
    for (var one : live.get()) {
      one.offer().steps().forEach(step -> steps.add(new OfStep(one, step)));
    }
    return steps;
  }

  @Override
  public List<Hook> hooks() {
    var hooks = new ArrayList<Hook>();
    for (var one : live.get()) {
      one.offer().hooks().forEach(hook -> hooks.add(new OfHook(one, hook)));
    }
    return hooks;
  }

  /// "step settings", "table machine", "row machine kind local".
  ///
  /// @return null if it makes no sense
  static @Nullable Need need(String words) {
    var parts = words.split(" ", 4);
    try {
      return switch (parts[0]) {
        case "step" -> parts.length == 2 ? Need.step(parts[1]) : null;
        case "table" -> parts.length == 2 ? Need.table(parts[1]) : null;
        case "row" ->
            parts.length >= 3
                ? Need.row(parts[1], parts[2], parts.length == 4 ? parts[3] : null)
                : null;
        default -> null;
      };
    } catch (IllegalArgumentException _) {
      return null;
    }
  }

  private static List<Need> needs(List<String> words) {
    var needs = new ArrayList<Need>();
    for (var word : words) {
      var need = need(word);
      if (need != null) {
        needs.add(need);
      }
    }
    return needs;
  }

  private record OfStep(Live live, Offer.OfStep step) implements Step {
    @Override
    public String id() {
      return live.id() + ":" + step.id();
    }

    @Override
    public String title() {
      return step.title();
    }

    @Override
    public List<Need> needs() {
      return Contributions.needs(step.requires());
    }

    @Override
    public Standing check() throws Exception {
      boolean done = guarded(live, "look at an installer's step", _ -> step.part().isDone());
      return done ? new Standing.Done("") : new Standing.Missing();
    }

    @Override
    public String apply() throws Exception {
      return guarded(live, "carry out an installer's step", _ -> step.part().apply());
    }
  }

  private record OfHook(Live live, Offer.OfHook hook) implements Hook {
    @Override
    public String id() {
      return live.id() + ":" + hook.id();
    }

    @Override
    public String title() {
      return hook.title();
    }

    @Override
    public String step() {
      return hook.step();
    }

    @Override
    public When when() {
      return When.valueOf(hook.moment().toUpperCase(Locale.ROOT));
    }

    @Override
    public List<Need> needs() {
      return Contributions.needs(hook.requires());
    }

    @Override
    public Effect run(Around around) throws Exception {
      var effect =
          guarded(
              live,
              "run an installer's hook",
              meter -> hook.part().run(() -> outside(meter, around)));
      return new Effect(effect.changed(), effect.detail());
    }

    /// What the step takes is not the hook's fault.
    private static String outside(Guard.Meter meter, Around around) {
      try {
        return meter.outside(() -> around.proceed()).words();
      } catch (RuntimeException e) {
        throw e;
      } catch (Exception e) {
        throw new IllegalStateException(Guard.words(e), e);
      }
    }
  }

  /// A failure is this step's alone; who hangs, or fails again and again, is switched off.
  private static <T> T guarded(Live live, String what, Guard.Work<T> work)
      throws InterruptedException {
    try {
      return live.guard().call(what, LIMIT, Blame.ITEM, work);
    } catch (Fault e) {
      throw new IllegalStateException(e.reason(), e);
    }
  }
}
