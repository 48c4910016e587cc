package contentgremlin.engine.machine;

/// What came of asking a provider for its machines.
///
/// @param found how many it told of
/// @param changed how many rows were written because of that
/// @param isComplete whether these are all: otherwise what was known of the others stays
/// @param absence why there is nothing to ask; the empty string if there is
/// @param problem what went wrong; the empty string if nothing
public record Look(
    String provider,
    String title,
    int found,
    int changed,
    boolean isComplete,
    String absence,
    String problem) {}
