package contentgremlin.cli;

import contentgremlin.cli.ServerLocator.Located;
import contentgremlin.job.ProcessIdentity;
import contentgremlin.job.Supervisor;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "stop",
    description = {
      "Stop the server of a home. Open requests may end first.",
      "Encodes that run go on, and the next server finds them again."
    })
final class StopCommand implements Callable<Integer> {
  private static final Duration GRACE = Duration.ofSeconds(60);
  private static final Duration GRACE_NOW = Duration.ofSeconds(4);

  /// How long the server may take to answer before it is told by a signal.
  private static final Duration ANSWER = Duration.ofSeconds(5);

  private static final Duration ANSWER_NOW = Duration.ofMillis(800);

  /// How long one that does not answer may take to end after a signal.
  private static final Duration SIGNALLED = Duration.ofSeconds(20);

  private static final Duration SIGNALLED_NOW = Duration.ofSeconds(1);
  private static final Duration KILLED = Duration.ofSeconds(10);
  private static final Duration LOOK = Duration.ofMillis(20);

  private final Surroundings surroundings;
  private final Duration answerNow;
  @Mixin private final HomeOption home = new HomeOption();

  @Option(
      names = "--now",
      description = "Don't wait: open requests are cut off; nothing that was stored is lost")
  private boolean now;

  @Option(
      names = "--end-work",
      description = "End running encodes, too; the next server goes on with them")
  private boolean endsWork;

  StopCommand(Surroundings surroundings) {
    this(surroundings, ANSWER_NOW);
  }

  /// @param answerNow how long the server may take to answer when it is to stop now
  StopCommand(Surroundings surroundings, Duration answerNow) {
    this.surroundings = surroundings;
    this.answerNow = answerNow;
  }

  @Override
  public Integer call() throws InterruptedException {
    var directory = home.directory();
    return switch (surroundings.locator().locate(directory)) {
      case Located.Nowhere(var why) -> throw Api.nowhere(directory, why);
      case Located.Starting(var process) -> signal(process, directory);
      case Located.At at -> ask(at, directory);
    };
  }

  /// Ends that server, as `gremlin stop` does.
  static void stop(Supervisor supervisor, ProcessIdentity process) throws InterruptedException {
    supervisor.end(process, false);
    if (!hasEnded(supervisor, process, GRACE)) {
      busy(process);
    }
  }

  private int ask(Located.At server, Path directory) throws InterruptedException {
    var order = Api.JSON.createObjectNode().put("now", now).put("work", endsWork ? "end" : "leave");
    try {
      new Api(server.address(), server.secret())
          .post("/api/v1/stop", order, now ? answerNow : ANSWER);
    } catch (IOException | CommandException _) {
      // It hangs, is stopping already, or is older than this way of asking.
      return signal(server.process(), directory);
    }
    if (hasEnded(server.process(), now ? GRACE_NOW : GRACE)) {
      return stopped(directory);
    }
    return now ? kill(server.process(), directory) : busy(server.process());
  }

  /// Says that it is to stop, but not how: then running encodes are left.
  private int signal(ProcessIdentity process, Path directory) throws InterruptedException {
    supervisor().end(process, false);
    if (!hasEnded(process, now ? SIGNALLED_NOW : SIGNALLED)) {
      return now ? kill(process, directory) : busy(process);
    }
    return stoppedUnasked(directory);
  }

  private int kill(ProcessIdentity process, Path directory) throws InterruptedException {
    supervisor().end(process, true);
    if (!hasEnded(process, KILLED)) {
      throw CommandException.failed("process %d does not end".formatted(process.pid()));
    }
    return stoppedUnasked(directory);
  }

  private static int busy(ProcessIdentity process) {
    throw CommandException.failed(
        "process %d is still busy; to end it whatever it does: gremlin stop --now"
            .formatted(process.pid()));
  }

  private int stopped(Path directory) {
    surroundings.terminal().out().println("stopped: " + directory);
    return ExitCode.DONE;
  }

  private int stoppedUnasked(Path directory) {
    if (endsWork) {
      stopped(directory);
      throw CommandException.failed(
          "the server gave no answer, so its encodes may run on; the next server finds them");
    }
    return stopped(directory);
  }

  private boolean hasEnded(ProcessIdentity process, Duration grace) throws InterruptedException {
    return hasEnded(supervisor(), process, grace);
  }

  private static boolean hasEnded(Supervisor supervisor, ProcessIdentity process, Duration grace)
      throws InterruptedException {
    long deadline = System.nanoTime() + grace.toNanos();
    while (supervisor.isAlive(process)) {
      if (System.nanoTime() >= deadline) {
        return false;
      }
      Thread.sleep(LOOK);
    }
    return true;
  }

  private Supervisor supervisor() {
    return surroundings.supervisor().get();
  }
}
