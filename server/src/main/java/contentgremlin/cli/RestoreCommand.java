package contentgremlin.cli;

import contentgremlin.cli.ServerLocator.Located;
import contentgremlin.job.ProcessIdentity;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "restore",
    description = {
      "Make a home of a backup. All of it is compared with its checksums first.",
      "SRC is a backup, or a folder of backups: then the newest one is taken."
    })
final class RestoreCommand implements Callable<Integer> {
  private final Surroundings surroundings;
  @Mixin private final HomeOption home = new HomeOption();

  @Parameters(paramLabel = "SRC", description = "The backup")
  private Path source = Path.of("");

  @Option(names = "--force", description = "Move a home that is there already aside")
  private boolean force;

  RestoreCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() throws IOException {
    var directory = home.directory();
    switch (surroundings.locator().locate(directory)) {
      case Located.At(_, _, var process) -> throw served(directory, process);
      case Located.Starting(var process) -> throw served(directory, process);
      case Located.Nowhere _ -> {}
    }
    var restored = surroundings.archivist().restore(source.toAbsolutePath(), directory, force);
    if (!restored.complaints().isEmpty()) {
      return complain(restored);
    }
    var out = surroundings.terminal().out();
    if (restored.aside() != null) {
      out.println("the home that was there is now " + restored.aside());
    }
    out.printf(
        "%s: as it was at %s, with %s files, from %s%n",
        directory, restored.made(), restored.files(), restored.backup());
    out.flush();
    return ExitCode.DONE;
  }

  private static CommandException served(Path directory, ProcessIdentity process) {
    return CommandException.failed(
        "%s is served by process %d; stop it first: gremlin stop --home %s"
            .formatted(directory, process.pid(), directory));
  }

  private int complain(Archivist.Restored restored) {
    var err = surroundings.terminal().err();
    err.println(
        "gremlin: the backup %s is damaged; nothing was restored:".formatted(restored.backup()));
    restored.complaints().forEach(complaint -> err.println("  " + Texts.printable(complaint)));
    err.flush();
    return ExitCode.FAILED;
  }
}
