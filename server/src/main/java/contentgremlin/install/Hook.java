package contentgremlin.install;

import java.time.Duration;
import java.util.List;
import java.util.Locale;

/// Something that comes with a step: before it, after it, or around it. It is run each time, also
/// when the step was done already, so it only does what is missing. Whatever it throws makes it
/// fail, and nothing else: the step goes on without it.
public interface Hook {
  enum When {
    BEFORE,
    AFTER,
    AROUND;

    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }

    /// @throws IllegalArgumentException for any other word
    public static When of(String word) {
      return valueOf(word.toUpperCase(Locale.ROOT));
    }
  }

  /// The step that a hook is around.
  @FunctionalInterface
  interface Around {
    /// Looks at the step, and does it if need be; a second call only says again what came of the
    /// first. A hook that never calls it keeps the step from being done.
    ///
    /// @throws IllegalStateException if the hook is not around anything
    Outcome proceed();
  }

  /// @param changed whether anything was missing
  /// @param detail what was done, or is there, in words; may be empty
  record Effect(boolean changed, String detail) {
    public static Effect done(String detail) {
      return new Effect(true, detail);
    }

    public static Effect nothingToDo(String detail) {
      return new Effect(false, detail);
    }
  }

  /// As [Step#ID].
  String id();

  String title();

  /// The id of the step that it comes with.
  String step();

  When when();

  /// What has to be there: looked for just before it is run, wherever it stands.
  default List<Need> needs() {
    return List.of();
  }

  /// Besides what the step takes.
  default Duration limit() {
    return Step.LIMIT;
  }

  Effect run(Around step) throws Exception;
}
