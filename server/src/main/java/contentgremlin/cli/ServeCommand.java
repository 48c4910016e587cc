package contentgremlin.cli;

import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
    name = "serve",
    description = {
      "Serve a home until told to stop (Ctrl-C, TERM, or: gremlin stop).",
      "A fresh home is made on the way; nothing has to be set up first."
    })
final class ServeCommand implements Callable<Integer> {
  private final Surroundings surroundings;
  @Mixin private final HomeOption home = new HomeOption();
  @Mixin private final ListenOption listen = new ListenOption();

  ServeCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() throws InterruptedException {
    Logs.oneLineEach();
    var running = launch();
    announce(surroundings.terminal(), running);
    running.awaitStopped();
    return ExitCode.DONE;
  }

  /// A signal that comes meanwhile stops the server as soon as it has started.
  private Launcher.Running launch() {
    var starting = new CompletableFuture<Launcher.Running>();
    Signals.stopOnSignal(starting);
    try {
      var running = surroundings.launcher().launch(home.directory(), listen.options());
      starting.complete(running);
      return running;
    } catch (RuntimeException e) {
      starting.completeExceptionally(e);
      throw e;
    }
  }

  static void announce(Terminal terminal, Launcher.Running running) {
    var out = terminal.out();
    out.println("Contentgremlin serves at " + running.address());
    running
        .setupLink()
        .ifPresent(link -> {
          out.println("Nobody has an account yet. This link makes the administrator's, once:");
          out.println("  " + link);
        });
    out.flush();
  }
}
