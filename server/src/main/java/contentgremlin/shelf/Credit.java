package contentgremlin.shelf;

/// Somebody who has to do with it, and how.
public record Credit(Role role, String name) {}
