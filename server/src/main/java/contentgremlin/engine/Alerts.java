package contentgremlin.engine;

import contentgremlin.event.Alert;
import contentgremlin.event.Fact;
import contentgremlin.store.Database;
import java.time.Instant;

/// Raises and resolves alerts inside the caller's transaction, and tells of it.
public final class Alerts {
  private Alerts() {}

  /// @param message in whole sentences: what is wrong, what that affects, what can be done
  public static void raise(
      Database.Tables tables, Alert.Kind kind, String subject, String message, Instant now) {
    if (tables.alerts().raise(kind, subject, message, now)) {
      tables.events().append(new Fact.AlertRaised(kind, subject, message), now);
    }
  }

  public static void resolve(Database.Tables tables, Alert.Kind kind, String subject, Instant now) {
    if (tables.alerts().resolve(kind, subject, now)) {
      tables.events().append(new Fact.AlertResolved(kind, subject), now);
    }
  }
}
