package contentgremlin.http.api;

/// Which program this is.
///
/// @param version "0.1.0"
/// @param commit that it was built from
public record Build(String version, String commit) {}
