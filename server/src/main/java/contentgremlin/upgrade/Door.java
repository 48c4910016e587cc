package contentgremlin.upgrade;

import java.net.URI;
import java.time.Duration;

/// Where requests come in. Thread-safe.
public interface Door {
  /// Requests that would change something wait from now on; those that only read pass. Returns when
  /// the short ones that were let in before have been answered, or soon in any case.
  void hold() throws InterruptedException;

  /// Lets all pass again.
  void open();

  /// Hands all that waits and all that still comes to the successor; accepts no new connection.
  void moved(URI successor);

  /// Waits until everything that was begun here has been answered, at most this long, then closes.
  void drain(Duration limit) throws InterruptedException;
}
