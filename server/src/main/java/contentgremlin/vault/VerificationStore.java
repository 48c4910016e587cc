package contentgremlin.vault;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/// Where the verifications that people asked for are kept. At most one is open.
public interface VerificationStore {
  /// Begins a new one. If one is open, that begins again instead, so that whoever asked for it is
  /// answered too: from now on it looks at every file, and repairs if either of them wanted that.
  Verification begin(boolean repair, Instant now);

  Optional<Verification> open();

  Optional<Verification> find(long id);

  /// The one that began last.
  Optional<Verification> newest();

  /// @return false if it has ended, or began again meanwhile
  boolean end(Verification seen, Map<String, String> outcome, Instant now);
}
