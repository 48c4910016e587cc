package contentgremlin.cli;

import contentgremlin.cli.ServerLocator.Located;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "stop",
    description = {
      "Stop the server of a home. Open requests may end first.",
      "Encodes that run go on; the next server takes them over."
    })
final class StopCommand implements Callable<Integer> {
  private static final Duration GRACE = Duration.ofSeconds(60);
  private static final Duration GRACE_NOW = Duration.ofSeconds(2);

  private final Surroundings surroundings;
  @Mixin private final HomeOption home = new HomeOption();

  @Option(
      names = "--now",
      description = "Wait two seconds at most for open requests; nothing that was stored is lost")
  private boolean now;

  StopCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() throws InterruptedException {
    var directory = home.directory();
    return switch (surroundings.locator().locate(directory)) {
      case Located.Nowhere(var why) -> throw Api.nowhere(directory, why);
      case Located.At(_, _, var pid) -> stop(pid, directory);
    };
  }

  private int stop(long pid, Path directory) throws InterruptedException {
    var process = ProcessHandle.of(pid);
    if (process.isPresent()) {
      process.get().destroy();
      if (!hasEnded(process.get(), now ? GRACE_NOW : GRACE)) {
        endBusy(process.get());
      }
    }
    surroundings.terminal().out().println("stopped: " + directory);
    return ExitCode.DONE;
  }

  private void endBusy(ProcessHandle process) throws InterruptedException {
    if (!now) {
      throw CommandException.failed(
          "process %d is still busy with open requests; to end them: gremlin stop --now"
              .formatted(process.pid()));
    }
    process.destroyForcibly();
    if (!hasEnded(process, GRACE)) {
      throw CommandException.failed("process %d does not end".formatted(process.pid()));
    }
  }

  private static boolean hasEnded(ProcessHandle process, Duration grace)
      throws InterruptedException {
    try {
      process.onExit().get(grace.toMillis(), TimeUnit.MILLISECONDS);
      return true;
    } catch (TimeoutException _) {
      return false;
    } catch (ExecutionException broken) {
      throw new IllegalStateException("could not wait for process " + process.pid(), broken);
    }
  }
}
