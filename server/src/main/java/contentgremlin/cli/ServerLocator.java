package contentgremlin.cli;

import contentgremlin.job.ProcessIdentity;
import java.net.URI;
import java.nio.file.Path;

/// Finds the server of a home, from the outside.
public interface ServerLocator {
  Located locate(Path home);

  sealed interface Located {
    /// @param address "http://127.0.0.1:8765"
    /// @param secret the operator's, to be sent as bearer
    record At(URI address, String secret, ProcessIdentity process) implements Located {}

    /// It does not answer yet.
    record Starting(ProcessIdentity process) implements Located {}

    /// Nobody serves this home, in words: "there is no home here", "the server has ended".
    record Nowhere(String why) implements Located {}
  }
}
