package contentgremlin.vault;

import java.time.Instant;

/// A file of ours, or a folder that came by one rename, that nothing refers to.
///
/// @param path relative to `content/`
/// @param size in bytes, of all that is in it
/// @param seen when it was first seen to be one
public record Unreferenced(String path, long size, Instant seen) {}
