package contentgremlin.enrich;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Each provider's budget and breaker, for all nodes of an instance, and what it answered. Used
/// inside a transaction of [contentgremlin.store.Database]; not thread-safe by itself.
public interface ProviderStore {
  /// Takes a request out of the budget, if there is one now. As long as it is not told what came of
  /// it, [#answered] or [#failed], the next one is granted only once this one has certainly reached
  /// the provider: then not even a slow node and a quick one exceed its rate together.
  Turn take(Provider provider, Instant now);

  sealed interface Turn {
    /// Now.
    record Granted() implements Turn {}

    /// Not before then: others were there first.
    record Later(Instant at) implements Turn {}

    /// It failed too often, or asked for a pause.
    record Closed(Instant until, String reason) implements Turn {}
  }

  /// It has answered, whatever it said: the next request may be sent an interval after that. If
  /// others were told meanwhile that it is to be left alone, it still is.
  void answered(Provider provider, Instant now);

  /// It is not to be asked for some time; how long grows as that repeats.
  ///
  /// @param wait what it asked for; zero if nothing
  /// @return until when
  Instant failed(Provider provider, Instant now, Duration wait, String reason);

  /// It does not take our key: it is not to be asked until then, or until there is another key.
  ///
  /// @param key tells it from others; not the key itself
  void refused(Provider provider, String key, Instant now, Instant until, String reason);

  /// There is another key than the one that was refused: it may be asked with that.
  ///
  /// @return whether one had been refused
  boolean forgive(String provider, String key);

  /// The breaker closes at once.
  void reopen(String provider);

  List<Standing> standings();

  /// @param closedUntil null: it may be asked
  record Standing(
      String provider,
      @Nullable Instant closedUntil,
      int failures,
      String reason,
      long asked,
      @Nullable Instant last) {}

  /// What it answered to this before.
  Optional<Kept> kept(String provider, String question);

  /// It was no answer after all.
  void forget(String provider, String question);

  /// Replaces what was kept.
  void keep(String provider, String question, Kept kept);

  /// @param reply null: it has nothing there
  /// @param tag its validator, for asking whether that is still so; or empty
  /// @param modified another one; or empty
  /// @param until believed without asking
  record Kept(@Nullable Reply reply, String tag, String modified, Instant at, Instant until) {
    public Kept believedUntil(Instant other) {
      return new Kept(reply, tag, modified, at, other);
    }
  }

  /// Forgets what has not been believed since then.
  int forget(Instant limit, int count);
}
