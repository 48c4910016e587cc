package contentgremlin.cli;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
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
  private final Surroundings surroundings;
  private final Terminal terminal;

  public Gremlin(Surroundings surroundings) {
    this.surroundings = surroundings;
    this.terminal = surroundings.terminal();
  }

  /// @return how the process is to end: 0 done, 1 failed, 2 wrong usage, 3 no server runs
  public int run(String... arguments) {
    int code = commands(arguments.length == 0 ? "" : arguments[0]).execute(arguments);
    terminal.out().flush();
    terminal.err().flush();
    return code;
  }

  /// Only the command that is named, if one is: looking at the options of all of them would take a
  /// good part of the time to a server's first answer.
  private CommandLine commands(String name) {
    var commands = new CommandLine(new Root());
    var makers = makers();
    var wanted = makers.containsKey(name) ? Set.of(name) : makers.keySet();
    wanted.forEach(
        it -> commands.addSubcommand(Objects.requireNonNull(makers.get(it)).apply(surroundings)));
    if (wanted.size() > 1) {
      commands.addSubcommand(new HelpCommand());
    }
    commands
        .setOut(terminal.out())
        .setErr(terminal.err())
        .setExecutionExceptionHandler(this::complain)
        .setUsageHelpLongOptionsMaxWidth(24);
    commands.getCommandSpec().version(surroundings.build().toString());
    commands.getSubcommands().values().forEach(Gremlin::addHelp);
    return commands;
  }

  private static Map<String, Function<Surroundings, Object>> makers() {
    var makers = new LinkedHashMap<String, Function<Surroundings, Object>>();
    makers.put("serve", ServeCommand::new);
    makers.put("demo", DemoCommand::new);
    makers.put("add", AddCommand::new);
    makers.put("batch-add", BatchAddCommand::new);
    makers.put("import", ImportCommand::new);
    makers.put("items", ItemsCommand::new);
    makers.put("jobs", JobsCommand::new);
    makers.put("retry", AskJobsCommand.Retry::new);
    makers.put("cancel", AskJobsCommand.Cancel::new);
    makers.put("demand", DemandCommand::new);
    makers.put("library", LibraryCommand::new);
    makers.put("install", InstallCommand::new);
    makers.put("machine", MachineCommand::new);
    makers.put("extension", ExtensionCommand::new);
    makers.put("status", StatusCommand::new);
    makers.put("verify", VerifyCommand::new);
    makers.put("collect", CollectCommand::new);
    makers.put("backup", BackupCommand::new);
    makers.put("restore", RestoreCommand::new);
    makers.put("set", SetCommand::new);
    makers.put("user", UserCommand::new);
    makers.put("token", TokenCommand::new);
    makers.put("stop", StopCommand::new);
    makers.put("worker", WorkerCommand::new);
    makers.put("upgrade", UpgradeCommand::new);
    makers.put("revert", RevertCommand::new);
    makers.put("take-over", UpgradeCommand.TakeOver::new);
    return makers;
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
