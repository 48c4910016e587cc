package contentgremlin.event;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Where alerts are kept. Of the same kind about the same subject, at most one stands.
public interface AlertStore {
  /// Raises it; if the same stands already, only its message is replaced.
  ///
  /// @return whether it is new
  boolean raise(Alert.Kind kind, String subject, String message, Instant now);

  /// @return whether it stood
  boolean resolve(Alert.Kind kind, String subject, Instant now);

  Optional<Alert> findStanding(Alert.Kind kind, String subject);

  /// Those that stand, oldest first.
  ///
  /// @param after the number of the last one of the page before; 0 for the first page
  List<Alert> standing(long after, int limit);

  long countStanding();

  /// Those that were resolved, newest resolution first.
  List<Alert> resolved(int limit);

  /// Forgets those that were resolved before `before`, at most `limit` of them.
  int removeResolved(Instant before, int limit);
}
