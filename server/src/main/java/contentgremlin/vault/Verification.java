package contentgremlin.vault;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A look at every stored file that somebody asked for. It survives whatever asked for it: all that
/// is left to do are the files that were last looked at before it `started`.
///
/// @param repair whether what is damaged is put right, as far as that is possible
/// @param ended null while it goes on
/// @param outcome what it found besides what the files' rows say; empty while it goes on
public record Verification(
    long id,
    Instant started,
    boolean repair,
    @Nullable Instant ended,
    Map<String, String> outcome) {
  public Verification {
    outcome = Map.copyOf(outcome);
  }

  public boolean isOpen() {
    return ended == null;
  }
}
