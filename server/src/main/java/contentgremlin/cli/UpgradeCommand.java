package contentgremlin.cli;

import contentgremlin.cli.ServerLocator.Located;
import contentgremlin.upgrade.Check;
import contentgremlin.upgrade.Step;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;

@Command(
    name = "upgrade",
    description = {
      "Let this version of the program take the place of the server that runs, while it serves.",
      "Nothing changes if a check fails. Back again: gremlin revert"
    })
final class UpgradeCommand implements Callable<Integer> {
  private final Surroundings surroundings;
  @Mixin private final HomeOption home = new HomeOption();
  @Mixin private final JsonOption json = new JsonOption();

  @Option(names = "--check", description = "Only tell whether it could be done")
  private boolean checkOnly;

  @Option(names = "--again", description = "Also if the server that runs is of this very version")
  private boolean again;

  UpgradeCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    var directory = home.directory();
    if (surroundings.locator().locate(directory) instanceof Located.Nowhere(var why)) {
      throw CommandException.noServer(
          "no server runs for %s: %s. “gremlin serve” of this version upgrades it, too."
              .formatted(directory, why));
    }
    var checks = surroundings.upgrader().check(directory, again);
    print(checks);
    if (!checks.stream().allMatch(Check::passed)) {
      throw CommandException.failed("nothing was changed; the server goes on as before");
    }
    if (checkOnly) {
      return ExitCode.DONE;
    }
    var out = surroundings.terminal().out();
    var ended =
        surroundings
            .upgrader()
            .startSuccessor(
                directory,
                line -> {
                  if (!json.isWanted()) {
                    out.println(line);
                    out.flush();
                  }
                });
    if (ended.isPresent()) {
      throw CommandException.failed("the upgrade did not come about");
    }
    if (json.isWanted()) {
      Json.print(
          out,
          Api.JSON
              .createObjectNode()
              .put("version", surroundings.build().version())
              .put("upgraded", true));
    } else {
      out.println("Version " + surroundings.build().version() + " serves.");
    }
    return ExitCode.DONE;
  }

  private void print(List<Check> checks) {
    var out = surroundings.terminal().out();
    if (json.isWanted()) {
      if (checkOnly) {
        Json.print(out, Api.JSON.<JsonNode>valueToTree(checks));
      }
      return;
    }
    for (var check : checks) {
      out.printf("%-6s %-10s %s%n", check.passed() ? "ok" : "FAILED", check.name(), check.words());
    }
    out.flush();
  }

  /// What `upgrade` runs in a process of its own, which then is the server.
  @Command(name = "take-over", hidden = true, description = "Part of: gremlin upgrade")
  static final class TakeOver implements Callable<Integer> {
    private final Surroundings surroundings;
    @Mixin private final HomeOption home = new HomeOption();

    TakeOver(Surroundings surroundings) {
      this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws InterruptedException {
      Logs.oneLineEach();
      var upgrader = surroundings.upgrader();
      Launcher.Running running;
      try {
        running = upgrader.takeOver(home.directory(), this::tell);
        Signals.stopOnSignal(running);
        upgrader.takeOutput();
      } catch (IOException | RuntimeException e) {
        surroundings.terminal().err().println("gremlin: " + e.getMessage());
        surroundings.terminal().err().flush();
        upgrader.halt();
        return ExitCode.FAILED;
      }
      running.awaitStopped();
      return ExitCode.DONE;
    }

    private void tell(Step step) {
      var out = surroundings.terminal().out();
      out.println(words(step));
      out.flush();
    }

    private static String words(Step step) {
      return switch (step) {
        case BEGIN -> "The running server notes what changes from now on.";
        case COPY -> "Copying the database and bringing it to the new schema …";
        case CATCH_UP -> "Carrying over what changed meanwhile …";
        case PREPARE -> "Making the new server ready …";
        case QUIET -> "The old server ends its own work; encoders run on.";
        case FREEZE -> "Handing over …";
        case CARRY, MOVE, COMPLETE -> "  " + step.word();
        case SERVE -> "The new server takes over.";
      };
    }
  }
}
