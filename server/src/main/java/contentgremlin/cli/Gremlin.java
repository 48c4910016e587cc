package contentgremlin.cli;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// The program `gremlin`: its commands, and how they end.
public final class Gremlin {
  private final CommandLine commands;
  private final Terminal terminal;

  public Gremlin(Surroundings surroundings) {
    terminal = surroundings.terminal();
    commands =
        new CommandLine(new Root())
            .addSubcommand(new ServeCommand(surroundings))
            .addSubcommand(new DemoCommand(surroundings))
            .addSubcommand(new AddCommand(surroundings))
            .addSubcommand(new BatchAddCommand(surroundings))
            .addSubcommand(new ItemsCommand(surroundings))
            .addSubcommand(new JobsCommand(surroundings))
            .addSubcommand(new AskJobsCommand.Retry(surroundings))
            .addSubcommand(new AskJobsCommand.Cancel(surroundings))
            .addSubcommand(new DemandCommand(surroundings))
            .addSubcommand(new StatusCommand(surroundings))
            .addSubcommand(new SetCommand(surroundings))
            .addSubcommand(new UserCommand(surroundings))
            .addSubcommand(new TokenCommand(surroundings))
            .addSubcommand(new StopCommand(surroundings))
            .addSubcommand(new HelpCommand())
            .setOut(terminal.out())
            .setErr(terminal.err())
            .setExecutionExceptionHandler(this::complain)
            .setUsageHelpLongOptionsMaxWidth(24);
    commands.getCommandSpec().version(surroundings.build().toString());
    commands.getSubcommands().values().forEach(Gremlin::addHelp);
  }

  /// @return how the process is to end: 0 done, 1 failed, 2 wrong usage, 3 no server runs
  public int run(String... arguments) {
    int code = commands.execute(arguments);
    terminal.out().flush();
    terminal.err().flush();
    return code;
  }

  /// Every command explains itself, those of a group too.
  private static void addHelp(CommandLine command) {
    if (command.getCommand() instanceof HelpCommand) {
      return;
    }
    command
        .getCommandSpec()
        .addOption(
            OptionSpec.builder("-h", "--help")
                .usageHelp(true)
                .description("Show this help message and exit.")
                .build());
    command.getSubcommands().values().forEach(Gremlin::addHelp);
  }

  private int complain(Exception failure, CommandLine command, CommandLine.ParseResult arguments) {
    var message = Objects.requireNonNullElseGet(failure.getMessage(), failure::toString);
    terminal.err().println("gremlin: " + Texts.printable(message));
    if (failure instanceof CommandException expected) {
      return expected.exitCode();
    }
    if (failure instanceof IllegalStateException || failure.getMessage() == null) {
      // A bug of ours: what a person can do is send this.
      failure.printStackTrace(terminal.err());
    }
    return ExitCode.FAILED;
  }

  @Command(
      name = "gremlin",
      description = "Publishes what you upload: one directory, one program.",
      mixinStandardHelpOptions = true,
      footer = {
        "",
        "Every command takes --home DIR; without it: $GREMLIN_HOME, else ./contentgremlin.",
        "Exit codes: 0 done, 1 failed, 2 wrong usage, 3 no server runs for that home."
      })
  static final class Root implements Runnable {
    @Spec private @Nullable CommandSpec spec;

    @Override
    public void run() {
      if (spec != null) {
        throw new ParameterException(spec.commandLine(), "What is to be done?");
      }
    }
  }
}
