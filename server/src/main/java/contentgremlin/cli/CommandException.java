package contentgremlin.cli;

/// A command could not do what it was asked to. The message is for the person who asked.
final class CommandException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final int exitCode;

  private CommandException(int exitCode, String message) {
    super(message);
    this.exitCode = exitCode;
  }

  static CommandException failed(String message) {
    return new CommandException(ExitCode.FAILED, message);
  }

  static CommandException usage(String message) {
    return new CommandException(ExitCode.USAGE, message);
  }

  static CommandException noServer(String message) {
    return new CommandException(ExitCode.NO_SERVER, message);
  }

  int exitCode() {
    return exitCode;
  }
}
