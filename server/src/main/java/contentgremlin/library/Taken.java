package contentgremlin.library;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;

/// When a picture was taken, by the clock of the camera.
///
/// @param offset from UTC, where the camera knew it
public record Taken(LocalDateTime local, @Nullable ZoneOffset offset) {
  /// For sorting: as if it was taken in Greenwich where nobody knows better.
  public Instant instant() {
    return local.toInstant(offset == null ? ZoneOffset.UTC : offset);
  }
}
