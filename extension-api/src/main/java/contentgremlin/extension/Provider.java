package contentgremlin.extension;

import java.time.Duration;

/// Somebody who is asked over the network. An administrator has to allow it first. The server keeps
/// its answers, its rate and its breaker, for all items together.
///
/// @param id small letters, digits and "-"; names its settings
/// @param name as people call it
/// @param address of its interface, without a slash at its end; a setting may put another one in
///   its place
/// @param requests so many in each `per`
/// @param needsKey it is only asked by those who have one, see [Sources#key]
/// @param found how long its answers are believed
/// @param absent how long it is believed that it has nothing
public record Provider(
    String id,
    String name,
    String address,
    int requests,
    Duration per,
    boolean needsKey,
    Duration found,
    Duration absent) {}
