package contentgremlin.upgrade;

/// What was looked at before an upgrade.
///
/// @param name "space"
/// @param passed whether the upgrade can go on
/// @param words what was found, and what to do about it
public record Check(String name, boolean passed, String words) {}
