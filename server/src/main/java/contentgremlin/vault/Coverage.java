package contentgremlin.vault;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// How much of what is stored was seen to be right, as the rows prove it.
///
/// @param files how many stored files there are
/// @param bytes what they add up to
/// @param filesVerified sound ones, all of whose bytes were read at `since` or later
/// @param bytesVerified what those add up to
/// @param filesDamaged those known not to be right
/// @param oldest when the sound file that was verified longest ago was; null if there is none
public record Coverage(
    Instant since,
    long files,
    long bytes,
    long filesVerified,
    long bytesVerified,
    long filesDamaged,
    @Nullable Instant oldest) {
  /// An empty vault is covered; one with a damaged file is not.
  public boolean isWhole() {
    return filesVerified == files;
  }
}
