package contentgremlin.extension;

import java.time.Duration;
import java.util.List;

/// What came of asking. That it failed is never mistaken for that there is nothing.
public sealed interface Answer {
  /// Of statements at most 500 count, of files 50.
  record Found(List<Statement> statements, List<Wanted> wanted) implements Answer {
    public Found {
      statements = List.copyOf(statements);
      wanted = List.copyOf(wanted);
    }
  }

  /// Asked, and nothing there.
  ///
  /// @param candidates which it may be after all, the likeliest first; ten are offered
  record Nothing(List<Candidate> candidates) implements Answer {
    public Nothing {
      candidates = List.copyOf(candidates);
    }
  }

  /// It could not be asked, or gave no answer that makes sense; it is asked again later.
  ///
  /// @param pause at least so long; zero for the usual
  record Failed(String reason, Duration pause) implements Answer {}

  /// A file somewhere else that is worth having.
  ///
  /// @param kind "cover", "poster", "backdrop", "logo" or "subtitle"
  /// @param address https
  /// @param priority the highest of a kind is shown
  record Wanted(String kind, String address, String language, int priority) {}

  /// Something that the item may be, for a person to choose from.
  ///
  /// @param key the grabber's own name for it
  /// @param detail what tells it from others: artist, year, country
  /// @param score from 0 to 1
  record Candidate(String key, String title, String detail, double score) {}
}
