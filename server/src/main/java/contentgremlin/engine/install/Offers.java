package contentgremlin.engine.install;

import contentgremlin.install.Contributor;
import contentgremlin.install.Hook;
import contentgremlin.install.Need;
import contentgremlin.install.Outcome;
import contentgremlin.install.Report;
import contentgremlin.install.Standing;
import contentgremlin.install.Step;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// What all contributors offer to one run: what they say of their steps and hooks is asked once,
/// and held against the rules, so that nothing they say later can upset the run.
///
/// @param faults what was not taken, and why
record Offers(List<Step> steps, List<Hook> hooks, List<Report.Line> faults) {
  /// Nobody contributes more.
  private static final int EACH_MAX = 100;

  private static final Duration LIMIT_MAX = Duration.ofMinutes(10);
  private static final Duration ASKING_MAX = Duration.ofSeconds(10);
  private static final int TITLE_MAX = 200;

  static Offers of(List<Contributor> contributors, Bounded bounded) throws InterruptedException {
    var offers = new Offers(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
    for (var contributor : contributors) {
      try {
        var theirs =
            bounded.call("ask " + contributor.name(), ASKING_MAX, () -> offers.taken(contributor));
        offers.steps.addAll(theirs.steps());
        offers.hooks.addAll(theirs.hooks());
      } catch (Bounded.Fault e) {
        offers.faults.add(
            new Report.Line(
                contributor.name(),
                null,
                null,
                "What " + contributor.name() + " contributes",
                new Outcome.Failed(String.valueOf(e.getMessage())),
                Duration.ZERO));
      }
    }
    return offers;
  }

  /// All that it offers, or nothing of it.
  private Offers taken(Contributor contributor) {
    var theirs = new Offers(new ArrayList<>(), new ArrayList<>(), List.of());
    for (var step : contributor.steps()) {
      theirs.steps.add(
          new Said(
              id(step.id()),
              title(step.title()),
              List.copyOf(step.needs()),
              limit(step.limit()),
              step));
    }
    for (var hook : contributor.hooks()) {
      theirs.hooks.add(
          new SaidHook(
              id(hook.id()),
              title(hook.title()),
              id(hook.step()),
              hook.when(),
              List.copyOf(hook.needs()),
              limit(hook.limit()),
              hook));
    }
    if (theirs.steps.size() > EACH_MAX || theirs.hooks.size() > EACH_MAX) {
      throw new IllegalArgumentException(
          "it offers more than %d steps or hooks".formatted(EACH_MAX));
    }
    return theirs;
  }

  private static String id(String text) {
    if (!text.matches(Step.ID)) {
      throw new IllegalArgumentException("no step or hook can be called “%s”".formatted(text));
    }
    return text;
  }

  private static String title(String text) {
    return text.length() > TITLE_MAX ? text.substring(0, TITLE_MAX) : text;
  }

  private static Duration limit(Duration limit) {
    if (!limit.isPositive()) {
      throw new IllegalArgumentException("a step can't be done in no time");
    }
    return limit.compareTo(LIMIT_MAX) > 0 ? LIMIT_MAX : limit;
  }

  private record Said(String id, String title, List<Need> needs, Duration limit, Step step)
      implements Step {
    @Override
    public Standing check() throws Exception {
      return step.check();
    }

    @Override
    public String apply() throws Exception {
      return step.apply();
    }
  }

  private record SaidHook(
      String id,
      String title,
      String step,
      Hook.When when,
      List<Need> needs,
      Duration limit,
      Hook hook)
      implements Hook {
    @Override
    public Hook.Effect run(Hook.Around around) throws Exception {
      return hook.run(around);
    }
  }
}
