package contentgremlin.cli;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Ends a server when the process is asked to end.
final class Signals {
  private Signals() {}

  /// How long a server that is just starting gets before it is ended as it is.
  private static final Duration START_MAX = Duration.ofSeconds(30);

  static void stopOnSignal(Launcher.Running running) {
    stopOnSignal(CompletableFuture.completedFuture(running));
  }

  /// INT and TERM run the Java runtime's shutdown hooks. When all is closed the process has done
  /// what it was asked to, so it ends with 0 instead of the signal's number.
  ///
  /// @param starting the server, once it runs; a signal may come before that
  static void stopOnSignal(Future<? extends Launcher.Running> starting) {
    Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(starting), "stop-on-signal"));
  }

  /// The same for a worker, unless it has come to its end by itself.
  static void stopOnSignal(Worksite.Working working) {
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> {
                  if (!working.isOver()) {
                    working.close();
                    end();
                  }
                },
                "stop-on-signal"));
  }

  private static void end() {
    System.out.flush();
    System.err.flush();
    Runtime.getRuntime().halt(ExitCode.DONE);
  }

  private static void stop(Future<? extends Launcher.Running> starting) {
    try {
      starting.get(START_MAX.toMillis(), TimeUnit.MILLISECONDS).close();
    } catch (InterruptedException | ExecutionException | TimeoutException _) {
      return; // there is nothing to close; the process ends with the code that it has
    }
    end();
  }
}
