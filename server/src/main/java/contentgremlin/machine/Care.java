package contentgremlin.machine;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// How it stands with our doing at a machine.
///
/// @param wish what it is to become; null: nothing
/// @param problem what went wrong last, in words; the empty string if nothing
/// @param restsUntil it is not started for work before then; null: it may be
public record Care(@Nullable Wish wish, String problem, @Nullable Instant restsUntil) {
  /// What others complain about can be long.
  public static final int PROBLEM_MAX = 500;

  public static final Care NONE = new Care(null, "", null);

  public Care {
    problem = problem.length() > PROBLEM_MAX ? problem.substring(0, PROBLEM_MAX) : problem;
  }

  public Care with(@Nullable Wish next) {
    return new Care(next, problem, restsUntil);
  }

  public Care with(String nextProblem) {
    return new Care(wish, nextProblem, restsUntil);
  }

  public boolean rests(Instant now) {
    return restsUntil != null && now.isBefore(restsUntil);
  }
}
