package contentgremlin.machine;

import contentgremlin.machine.MachineProvider.Change;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// What an adopted machine is to become, until it is so. Kept before anything is asked for, so that
/// whoever comes after a crash goes on with it.
///
/// Reached, it is forgotten: what happens to the machine later, from outside or from within, is not
/// undone.
///
/// @param isForced its power is taken without asking the guest
/// @param isForWork waiting work is the reason, or that there is none any more; no person wants it
/// @param tries how often it was asked for
/// @param notBefore when it may be asked for again; null: at once
/// @param askedAt when the guest was first asked to shut down; null if it was not yet
public record Wish(
    Target target,
    boolean isForced,
    boolean isForWork,
    Instant since,
    int tries,
    @Nullable Instant notBefore,
    @Nullable Instant askedAt) {
  /// A machine that did not start for work then is left alone for a while.
  static final int TRIES_FOR_WORK = 4;

  private static final Duration PAUSE = Duration.ofSeconds(10);
  private static final Duration PAUSE_MAX = Duration.ofMinutes(10);
  private static final int DOUBLINGS_MAX = 10;

  public enum Target {
    RUNNING,
    OFF,
    SUSPENDED;

    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }

    /// @throws IllegalArgumentException for any other word
    public static Target of(String word) {
      return valueOf(word.toUpperCase(Locale.ROOT));
    }
  }

  /// What is to be done next.
  public sealed interface Step {
    /// Nothing any more.
    record Reached() implements Step {}

    /// It can't become so.
    record Impossible(String why) implements Step {}

    record Wait() implements Step {}

    record Act(Change change) implements Step {}
  }

  /// A person's.
  public static Wish of(Change change, Instant now) {
    var target =
        switch (change) {
          case START, RESUME -> Target.RUNNING;
          case STOP, END -> Target.OFF;
          case SUSPEND -> Target.SUSPENDED;
        };
    return new Wish(target, change == Change.END, false, now, 0, null, null);
  }

  public static Wish forWork(Target target, Instant now) {
    return new Wish(target, false, true, now, 0, null, null);
  }

  /// @param state as it was seen after [#since]
  /// @param isBusy whether a worker on it is at work
  /// @param patience how long a guest that was asked may take to shut down
  public Step next(Machine.State state, boolean isBusy, Instant now, Duration patience) {
    return switch (state) {
      case GONE -> new Step.Impossible("it is gone");
      case UNREACHABLE -> new Step.Wait();
      case RUNNING ->
          switch (target) {
            case RUNNING -> new Step.Reached();
            case SUSPENDED -> due(Change.SUSPEND, now);
            case OFF -> isForWork && isBusy ? new Step.Wait() : stop(now, patience);
          };
      case SUSPENDED ->
          switch (target) {
            case SUSPENDED -> new Step.Reached();
            case RUNNING -> due(Change.RESUME, now);
            case OFF ->
                isForced
                    ? due(Change.END, now)
                    : new Step.Impossible("it is suspended, so that its guest hears nothing");
          };
      case OFF ->
          switch (target) {
            case OFF -> new Step.Reached();
            case RUNNING -> due(Change.START, now);
            case SUSPENDED -> new Step.Impossible("it is off");
          };
    };
  }

  private Step stop(Instant now, Duration patience) {
    boolean isOver = askedAt != null && !now.isBefore(askedAt.plus(patience));
    return due(isForced || isOver ? Change.END : Change.STOP, now);
  }

  private Step due(Change change, Instant now) {
    if (notBefore != null && now.isBefore(notBefore)) {
      return new Step.Wait();
    }
    return isForWork && target == Target.RUNNING && tries >= TRIES_FOR_WORK
        ? new Step.Impossible("it does not start: it was tried %d times".formatted(tries))
        : new Step.Act(change);
  }

  /// Noted before it is asked for: whoever fails, or dies, tries again after a growing pause.
  public Wish tried(Instant now) {
    var pause = PAUSE.multipliedBy(1L << Math.min(tries, DOUBLINGS_MAX));
    return new Wish(
        target,
        isForced,
        isForWork,
        since,
        tries + 1,
        now.plus(pause.compareTo(PAUSE_MAX) < 0 ? pause : PAUSE_MAX),
        askedAt);
  }

  /// The request was accepted. A guest gets its time only from then on.
  public Wish accepted(Change change, Instant now, Duration patience) {
    if (change != Change.STOP || askedAt != null) {
      return this;
    }
    var end = now.plus(patience);
    return new Wish(
        target,
        isForced,
        isForWork,
        since,
        tries,
        notBefore == null || end.isBefore(notBefore) ? end : notBefore,
        now);
  }
}
