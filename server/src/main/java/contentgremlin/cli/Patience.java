package contentgremlin.cli;

import java.io.IOException;
import java.time.Duration;
import tools.jackson.databind.JsonNode;

/// Waits for the end of long work that a server does on demand.
record Patience(Api api, String path) {
  private static final Duration PAUSE = Duration.ofMillis(500);

  /// @param begun how the server answered to the request that began it
  /// @return how it ended
  JsonNode untilEnded(JsonNode begun) throws InterruptedException {
    var run = begun;
    while (run.path("running").asBoolean(false)) {
      Thread.sleep(PAUSE);
      run = ask();
      if (run.path("number").asLong(0) != begun.path("number").asLong(0)) {
        throw CommandException.failed("the server lost sight of it; maybe it was started anew");
      }
    }
    var problem = run.path("problem").asString("");
    if (!problem.isEmpty()) {
      throw CommandException.failed(problem);
    }
    return run;
  }

  private JsonNode ask() throws InterruptedException {
    try {
      return api.get(path);
    } catch (IOException _) {
      throw CommandException.failed(
          "the server went away before the end; what was done so far is gone on with next time");
    }
  }
}
