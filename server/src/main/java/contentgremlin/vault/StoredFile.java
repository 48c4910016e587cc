package contentgremlin.vault;

import java.time.Instant;

/// A finished file under `content/` that never changes.
///
/// @param path relative to `content/`, with `/` between its parts
/// @param mediaType as it is served: "video/mp4"
/// @param verified when its bytes were last seen to have this digest
public record StoredFile(
    String path, long size, Digest digest, String mediaType, Instant verified) {}
