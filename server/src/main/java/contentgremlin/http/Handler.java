package contentgremlin.http;

import java.io.IOException;

/// A request in, a response out. Only the server adapter knows of sockets. Runs on a virtual thread
/// of its own, so it may wait.
@FunctionalInterface
public interface Handler {
  /// @throws ProblemException to answer with that problem
  Response handle(Request request) throws IOException, InterruptedException;
}
