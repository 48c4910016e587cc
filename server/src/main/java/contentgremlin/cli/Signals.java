package contentgremlin.cli;

/// Ends a server when the process is asked to end.
final class Signals {
  private Signals() {}

  /// INT and TERM run the Java runtime's shutdown hooks. When all is closed the process has done
  /// what it was asked to, so it ends with 0 instead of the signal's number.
  static void stopOnSignal(Launcher.Running running) {
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> {
                  running.close();
                  System.out.flush();
                  System.err.flush();
                  Runtime.getRuntime().halt(ExitCode.DONE);
                },
                "stop"));
  }
}
