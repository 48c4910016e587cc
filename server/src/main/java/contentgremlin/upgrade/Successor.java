package contentgremlin.upgrade;

import contentgremlin.job.ProcessIdentity;

/// A newer process that wants to take over.
///
/// @param version of its program: "0.2.0"
/// @param schema the newest that it knows
public record Successor(ProcessIdentity process, String version, int schema) {}
