package contentgremlin.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "demo",
    description = {
      "Show what it does: make a film, a song and a photo, upload them, wait until they are",
      "published, and serve them until told to stop.",
      "A home that has items already is served as it is."
    })
final class DemoCommand implements Callable<Integer> {
  private final Surroundings surroundings;
  @Mixin private final ListenOption listen = new ListenOption();

  @Option(
      names = "--home",
      paramLabel = "DIR",
      defaultValue = "contentgremlin-demo",
      description = "Directory of the demo's instance (default: ./${DEFAULT-VALUE})")
  private Path home = Path.of("contentgremlin-demo");

  DemoCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    Logs.onlyTrouble();
    var directory = home.toAbsolutePath().normalize();
    var running = surroundings.launcher().launch(directory, listen.options());
    Signals.stopOnSignal(running);
    var api = Api.of(surroundings.locator(), directory);
    boolean complete = hasItems(api) ? serveAsItIs(directory) : fill(api, directory);
    surroundings.terminal().out().println();
    ServeCommand.announce(surroundings.terminal(), running);
    surroundings.terminal().out().println("Ctrl-C ends it; the files are in " + directory);
    running.awaitStopped();
    return complete ? ExitCode.DONE : ExitCode.FAILED;
  }

  private static boolean hasItems(Api api) throws IOException, InterruptedException {
    return !api.get("/api/v1/items?limit=1").path("items").isEmpty();
  }

  private boolean serveAsItIs(Path directory) {
    surroundings.terminal().out().println("There are items already in " + directory);
    return true;
  }

  /// @return whether all was published
  private boolean fill(Api api, Path directory) throws IOException, InterruptedException {
    var parts = directory.resolve("demo");
    remove(parts); // of a demo that was killed
    Files.createDirectories(parts);
    try {
      return publish(api, make(parts));
    } finally {
      remove(parts);
    }
  }

  private Map<DemoFile, Path> make(Path parts) throws IOException, InterruptedException {
    var maker =
        new DemoMaker(
            surroundings.supervisor().get(),
            new Bars(surroundings.terminal(), surroundings.time()));
    var made = new LinkedHashMap<DemoFile, Path>();
    for (var file : DemoFile.ALL) {
      made.put(file, maker.make(file, parts));
    }
    return made;
  }

  private boolean publish(Api api, Map<DemoFile, Path> made)
      throws IOException, InterruptedException {
    var bars = new Bars(surroundings.terminal(), surroundings.time());
    var sender = new Sender(api, bars, surroundings.time());
    var items = new LinkedHashMap<String, String>();
    for (var entry : made.entrySet()) {
      var file = entry.getKey();
      var about =
          new Sender.About(file.title(), file.description(), file.tags(), null, null, false, false);
      items.put(sender.send(entry.getValue(), about), file.title());
    }
    var ended = new Processing(api, bars).await(items);
    return ended.stream().allMatch(Processing::isPublished);
  }

  private static void remove(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return;
    }
    try (var files = Files.walk(folder)) {
      for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    } catch (UncheckedIOException broken) {
      throw broken.getCause();
    }
  }
}
