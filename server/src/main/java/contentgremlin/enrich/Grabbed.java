package contentgremlin.enrich;

import java.time.Duration;
import java.util.List;

/// What came of asking. That it failed is never mistaken for that there is nothing.
public sealed interface Grabbed {
  record Found(List<Statement> statements, List<Wanted> wanted) implements Grabbed {
    public Found {
      statements = List.copyOf(statements);
      wanted = List.copyOf(wanted);
    }

    public Found(List<Statement> statements) {
      this(statements, List.of());
    }
  }

  /// Asked, and nothing there.
  ///
  /// @param candidates which it may be after all, the likeliest first
  record Nothing(List<Candidate> candidates) implements Grabbed {
    public Nothing {
      candidates = List.copyOf(candidates);
    }

    public Nothing() {
      this(List.of());
    }
  }

  /// It could not be asked, or gave no answer that makes sense.
  ///
  /// @param pause at least so long; zero for the usual
  record Failed(String reason, Duration pause) implements Grabbed {}
}
