package contentgremlin.job;

/// A process, told apart from any other that is ever given the same pid, on this boot or another.
///
/// @param bootId the kernel's `random/boot_id`
/// @param startTicks field 22 of the process's stat file (proc(5)): clock ticks after boot
public record ProcessIdentity(String bootId, long pid, long startTicks) {}
