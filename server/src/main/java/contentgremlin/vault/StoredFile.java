package contentgremlin.vault;

import java.time.Instant;

/// A finished file under `content/` that never changes.
///
/// @param path relative to `content/`, with `/` between its parts
/// @param mediaType as it is served: "video/mp4"
/// @param verified when its bytes were last read and seen to have this digest; [#NEVER] if they
///   were only hashed on their way to the disk
public record StoredFile(
    String path, long size, Digest digest, String mediaType, Instant verified) {
  /// Long ago, so it is the first to be verified.
  public static final Instant NEVER = Instant.EPOCH;
}
