package contentgremlin.cli;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// `retry` and `cancel`: the same request of each job that is named.
abstract class AskJobsCommand implements Callable<Integer> {
  private final Surroundings surroundings;
  private final String action;
  @Mixin private final HomeOption home = new HomeOption();

  @Parameters(arity = "1..*", paramLabel = "JOB", description = "Numbers, as `gremlin jobs` lists")
  private List<Long> jobs = List.of();

  private AskJobsCommand(Surroundings surroundings, String action) {
    this.surroundings = surroundings;
    this.action = action;
  }

  @Command(name = "retry", description = "Queue failed or cancelled jobs again.")
  static final class Retry extends AskJobsCommand {
    Retry(Surroundings surroundings) {
      super(surroundings, "retry");
    }
  }

  @Command(name = "cancel", description = "End jobs; what runs for them is stopped.")
  static final class Cancel extends AskJobsCommand {
    Cancel(Surroundings surroundings) {
      super(surroundings, "cancel");
    }
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    var api = Api.of(surroundings.locator(), home.directory());
    var terminal = surroundings.terminal();
    int code = ExitCode.DONE;
    for (var job : jobs) {
      try {
        var answer = api.post("/api/v1/jobs/" + job + "/" + action, Api.JSON.createObjectNode());
        terminal.out().println("job " + job + ": " + answer.path("state").asString(action));
      } catch (CommandException refused) {
        if (refused.exitCode() != ExitCode.FAILED) {
          throw refused;
        }
        terminal.err().println("job " + job + ": " + refused.getMessage());
        code = ExitCode.FAILED;
      }
    }
    return code;
  }
}
