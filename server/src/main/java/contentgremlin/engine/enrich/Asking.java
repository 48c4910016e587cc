package contentgremlin.engine.enrich;

import contentgremlin.enrich.Question;
import contentgremlin.enrich.Reply;
import contentgremlin.enrich.UnansweredException;
import java.util.Optional;

/// Asks providers, within their rates. Thread-safe.
public interface Asking {
  /// Waits for its turn, and for the answer.
  ///
  /// @param demand whose question goes first: the greater
  /// @return the answer; empty if the provider has nothing there
  Optional<Reply> ask(Question question, long demand)
      throws InterruptedException, UnansweredException;
}
