package contentgremlin.store;

import contentgremlin.job.ProcessIdentity;
import java.time.Instant;

/// A process that serves, or served, this home. Whether it still does is for the caller to find out
/// from its identity: after a crash the row is stale.
///
/// @param version of the program: "0.1.0"
/// @param address where it listens: "127.0.0.1:8765"
public record Instance(
    ProcessIdentity process,
    Mode mode,
    String version,
    int schema,
    String address,
    Instant started) {
  public enum Mode {
    SERVING,
    MAINTENANCE
  }
}
