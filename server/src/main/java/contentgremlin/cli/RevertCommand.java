package contentgremlin.cli;

import contentgremlin.cli.ServerLocator.Located;
import contentgremlin.job.ProcessIdentity;
import java.io.IOException;
import java.net.URI;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "revert",
    description = {
      "Go back to the version before the last upgrade, and to its database.",
      "Tells first what came since then; nothing is deleted."
    })
final class RevertCommand implements Callable<Integer> {
  private final Surroundings surroundings;
  @Mixin private final HomeOption home = new HomeOption();

  @Option(names = "--to", paramLabel = "VERSION", description = "Go back to this version")
  private @Nullable String version;

  @Option(
      names = "--database",
      paramLabel = "URL",
      defaultValue = "${env:GREMLIN_DATABASE}",
      description =
          "Where the database is, if no server runs that could tell (default: $GREMLIN_DATABASE)")
  private @Nullable String database;

  @Option(names = "--yes", description = "Don't ask")
  private boolean yes;

  RevertCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    var directory = home.directory();
    var upgrader = surroundings.upgrader();
    var way = upgrader.wayBack(directory, version, database);
    tell(way);
    if (!isWanted()) {
      throw CommandException.failed("nothing was changed");
    }
    var located = surroundings.locator().locate(directory);
    switch (located) {
      case Located.At(_, _, var process) -> stop(process);
      case Located.Starting(var process) -> stop(process);
      case Located.Nowhere _ -> {}
    }
    var saved = upgrader.goBack(directory, upgrader.wayBack(directory, way.version(), database));
    var out = surroundings.terminal().out();
    out.println("The home is as version " + way.version() + " left it.");
    if (saved != null) {
      out.println("What came since lies in " + saved + "; to add it again:");
      out.println("  gremlin add --home " + directory + " " + saved + "/*");
    }
    if (located instanceof Located.At(var address, _, _)) {
      startOlder(address, way.version());
    }
    return ExitCode.DONE;
  }

  private void stop(ProcessIdentity process) throws InterruptedException {
    StopCommand.stop(surroundings.supervisor().get(), process);
  }

  private void startOlder(URI address, String older) throws IOException, InterruptedException {
    if (!surroundings.upgrader().startOlder(home.directory(), address.getAuthority())) {
      throw CommandException.failed(
          "version %s did not start; start it by hand: gremlin serve --home %s --listen %s"
              .formatted(older, home.directory(), address.getAuthority()));
    }
    surroundings.terminal().out().println("Version " + older + " serves at " + address);
  }

  private void tell(Upgrader.WayBack way) {
    var out = surroundings.terminal().out();
    out.println("Back to version " + way.version() + ", from " + way.name() + ".");
    if (way.since().isEmpty()) {
      out.println("No item came since then. Other changes since then are left behind.");
    } else {
      out.println("These came since then, and will not be listed any more:");
      for (var item : way.since()) {
        out.println(
            "  %s  %s%s"
                .formatted(
                    item.id(),
                    Texts.printable(item.title()),
                    item.path() == null ? "  (its original is gone)" : ""));
      }
      out.println("Other changes since then are left behind, too.");
    }
    out.flush();
  }

  private boolean isWanted() {
    if (yes) {
      return true;
    }
    var console = Objects.requireNonNull(System.console());
    if (!console.isTerminal()) {
      throw CommandException.usage("without a terminal to ask on, say --yes");
    }
    var answer = console.readLine("Go back? [y/N] ");
    return answer != null && answer.strip().equalsIgnoreCase("y");
  }
}
