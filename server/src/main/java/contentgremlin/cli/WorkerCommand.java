package contentgremlin.cli;

import contentgremlin.worker.WorkerInfo;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
    name = "worker",
    description = {
      "Do jobs for a server on another machine, until told to stop (Ctrl-C or TERM).",
      "The token is made there: gremlin token create --scope work"
    })
final class WorkerCommand implements Callable<Integer> {
  private static final int TOKEN_LENGTH_MAX = 500;
  private static final long MEGABYTE = 1_000_000;

  private final Surroundings surroundings;

  @Option(
      names = "--server",
      paramLabel = "URL",
      required = true,
      description = "Where the server is, like https://media.example")
  private URI server = URI.create("");

  @Option(
      names = "--token-file",
      paramLabel = "FILE",
      required = true,
      description = "Holds the token, and nothing else")
  private Path tokenFile = Path.of("");

  @Option(
      names = "--name",
      description = "What this worker is called there (default: this machine's name)")
  private String name = "";

  @Option(
      names = "--machine",
      paramLabel = "ID",
      description =
          "On which of the server's machines it runs, as “gremlin machine list” shows it there"
              + " (default: found out by its hardware's UUID, or its name)")
  private String machine = "";

  @Option(
      names = "--work-dir",
      paramLabel = "DIR",
      description = "For what it works on (default: contentgremlin-worker in this folder)")
  private @Nullable Path folder;

  @Option(
      names = "--places",
      paramLabel = "N",
      description = "How many jobs at once (default: one for each four processors)")
  private int places;

  @Option(
      names = "--space",
      paramLabel = "MEGABYTES",
      defaultValue = "50000",
      description = "How much may lie in that folder (default: ${DEFAULT-VALUE})")
  private long megabytes;

  WorkerCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    var terms = terms();
    var out = surroundings.terminal().out();
    try (var working =
        surroundings
            .worksite()
            .open(
                terms,
                line -> {
                  out.println(Texts.printable(line));
                  out.flush();
                })) {
      Signals.stopOnSignal(working);
      working.run();
    }
    return ExitCode.DONE;
  }

  private Worksite.Terms terms() throws IOException {
    var scheme = server.getScheme();
    if (scheme == null || server.getHost() == null || !scheme.matches("https?")) {
      throw CommandException.usage("--server must be an address like https://media.example");
    }
    if (!name.isEmpty() && !WorkerInfo.isName(name)) {
      throw CommandException.usage(
          "--name must be letters, digits, dots and hyphens, and not “local”");
    }
    if (machine.length() > WorkerInfo.Place.LENGTH_MAX) {
      throw CommandException.usage("--machine is no machine's id");
    }
    if (places < 0 || megabytes < 1) {
      throw CommandException.usage("--places and --space can't be negative");
    }
    return new Worksite.Terms(
        server,
        token(),
        name,
        machine,
        folder == null ? Path.of("contentgremlin-worker") : folder,
        places,
        Math.multiplyExact(megabytes, MEGABYTE));
  }

  private String token() throws IOException {
    try {
      if (Files.size(tokenFile) > TOKEN_LENGTH_MAX) {
        throw CommandException.failed(tokenFile + " holds more than a token");
      }
      var token = Files.readString(tokenFile).strip();
      if (!token.matches("[!-~]+")) {
        throw CommandException.failed(tokenFile + " holds no token");
      }
      return token;
    } catch (NoSuchFileException _) {
      throw CommandException.failed("there is no file " + tokenFile);
    }
  }
}
