package contentgremlin.install;

import java.util.List;

/// Whoever has steps and hooks to offer. Asked at each run, so that what comes and goes does so
/// without a restart.
public interface Contributor {
  /// Who that is, for reports.
  String name();

  List<Step> steps();

  default List<Hook> hooks() {
    return List.of();
  }

  /// Those that are always the same.
  static Contributor of(String name, List<Step> steps, List<Hook> hooks) {
    return new Fixed(name, steps, hooks);
  }

  record Fixed(String name, List<Step> steps, List<Hook> hooks) implements Contributor {
    public Fixed {
      steps = List.copyOf(steps);
      hooks = List.copyOf(hooks);
    }
  }
}
