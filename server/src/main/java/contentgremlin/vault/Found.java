package contentgremlin.vault;

/// A file met on a walk through `content/`.
///
/// @param path relative to `content/`
/// @param isRegular false for links, pipes and the like, which nobody here makes or follows
public record Found(String path, long size, boolean isRegular) {}
