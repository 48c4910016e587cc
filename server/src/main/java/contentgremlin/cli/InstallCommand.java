package contentgremlin.cli;

import contentgremlin.cli.ServerLocator.Located;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

@Command(
    name = "install",
    description = {
      "Do what is missing of an installation, and tell what came of each step. It can be repeated",
      "at any time, with and without a server running. Ends with 1 if a step failed."
    })
final class InstallCommand implements Callable<Integer> {
  private static final String ADDRESS = "/api/v1/install";
  private static final Duration PAUSE = Duration.ofMillis(200);

  /// Longer than whoever is at it needs.
  private static final Duration PATIENCE = Duration.ofMinutes(5);

  private final Surroundings surroundings;
  @Mixin private final HomeOption home = new HomeOption();
  @Mixin private final JsonOption json = new JsonOption();

  @Option(
      names = "--database",
      paramLabel = "URL",
      defaultValue = "${env:GREMLIN_DATABASE}",
      description = "As for serve; a server that runs knows its own")
  private @Nullable String database;

  @Option(
      names = "--content",
      paramLabel = "FOLDER",
      defaultValue = "${env:GREMLIN_CONTENT}",
      description = "As for serve")
  private @Nullable String content;

  InstallCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    var report = report();
    var out = surroundings.terminal().out();
    if (json.isWanted()) {
      Json.print(out, report);
    } else {
      print(report);
    }
    var problem = report.path("problem").asString("");
    if (!problem.isEmpty()) {
      throw CommandException.failed(problem);
    }
    return report.path("failed").asBoolean(false) ? ExitCode.FAILED : ExitCode.DONE;
  }

  /// Whoever is at it just now, a server that starts or another installation, is waited for.
  private JsonNode report() throws IOException, InterruptedException {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (true) {
      var located = surroundings.locator().locate(home.directory());
      switch (located) {
        case Located.At(var address, var secret, _) -> {
          return ofServer(new Api(address, secret));
        }
        case Located.Nowhere _ -> {
          var report = ofThisProcess(end);
          if (report != null) {
            return report;
          }
        }
        case Located.Starting _ -> requireTime(end);
      }
      Thread.sleep(PAUSE);
    }
  }

  private void requireTime(long end) {
    if (System.nanoTime() > end) {
      throw CommandException.failed(
          "another process is at %s, and comes to no end".formatted(home.directory()));
    }
  }

  private static JsonNode ofServer(Api api) throws IOException, InterruptedException {
    var view = api.post(ADDRESS, Api.JSON.createObjectNode());
    while (view.path("running").asBoolean(false)) {
      Thread.sleep(PAUSE);
      view = api.get(ADDRESS);
    }
    return view;
  }

  /// @return null if somebody else was quicker, who is to be waited for
  private @Nullable JsonNode ofThisProcess(long end) throws IOException, InterruptedException {
    try {
      var options = new Launcher.Options("127.0.0.1", 0, database, content);
      return view(surroundings.installing().install(home.directory(), options));
    } catch (Launcher.Occupied _) {
      requireTime(end);
      return null;
    }
  }

  /// As a server tells it.
  private static ObjectNode view(Installing.Installed installed) {
    var report = installed.report();
    var view =
        Api.JSON
            .createObjectNode()
            .put("running", false)
            .put("cause", report.cause().word())
            .put("build", report.build())
            .put("started", report.started().toString())
            .put("ended", report.ended().toString())
            .put("failed", report.hasFailed())
            .put("problem", "");
    var steps = view.putArray("steps");
    for (var line : report.lines()) {
      var step = steps.addObject().put("step", line.step());
      var when = line.when();
      if (when != null) {
        step.put("hook", line.hook()).put("when", when.word());
      }
      step.put("title", line.title())
          .put("outcome", line.outcome().word())
          .put("detail", line.outcome().detail())
          .put("seconds", line.took().toMillis() / 1000.0);
    }
    var suggestions = view.putArray("suggestions");
    for (var suggestion : installed.suggestions()) {
      suggestions.addObject().put("name", suggestion.name()).put("path", suggestion.path());
    }
    return view;
  }

  private void print(JsonNode report) {
    var out = surroundings.terminal().out();
    for (var step : report.path("steps")) {
      var hook = step.path("hook").asString("");
      var name = step.path("step").asString("");
      var outcome = step.path("outcome").asString("").replace('-', ' ');
      var detail = Texts.printable(step.path("detail").asString(""));
      out.printf(
          "%-20s %s%s%n",
          hook.isEmpty() ? name : "  " + step.path("when").asString("") + " " + hook,
          outcome,
          detail.isEmpty() ? "" : ": " + detail);
    }
    out.flush();
  }
}
