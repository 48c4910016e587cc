package contentgremlin.cli;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;

@Command(
    name = "verify",
    description = {
      "Read every stored file and compare it with its checksum; check the database.",
      "Ends with 1 while anything is damaged. A verification goes on in the server if this",
      "command is ended."
    })
final class VerifyCommand implements Callable<Integer> {
  private static final String PATH = "/api/v1/verify";
  private static final Duration PAUSE = Duration.ofMillis(300);

  private final Surroundings surroundings;
  @Mixin private final HomeOption home = new HomeOption();
  @Mixin private final JsonOption json = new JsonOption();

  @Option(
      names = "--repair",
      description = {
        "Move what is damaged to content/quarantine/, make again what can be made from its",
        "original, and wait for that. Without this, no file is touched."
      })
  private boolean repair;

  VerifyCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    var api = Api.of(surroundings.locator(), home.directory());
    var report = api.post(PATH, Api.JSON.createObjectNode().put("repair", repair));
    var bar =
        json.isWanted()
            ? null
            : new Bars(surroundings.terminal(), surroundings.time()).add("verify");
    while (report.path("running").asBoolean(false)) {
      if (bar != null) {
        show(bar, report.path("coverage"));
      }
      Thread.sleep(PAUSE);
      report = api.get(PATH);
    }
    if (bar == null) {
      Json.print(surroundings.terminal().out(), report);
    } else {
      bar.end(outcome(report));
      print(report);
    }
    return report.path("sound").asBoolean(false) ? ExitCode.DONE : ExitCode.FAILED;
  }

  private static void show(Bars.Bar bar, JsonNode coverage) {
    long bytes = coverage.path("bytes").asLong(0);
    long verified = coverage.path("bytesVerified").asLong(0);
    bar.set(bytes == 0 ? -1 : (double) verified / bytes, Texts.bytes(verified));
  }

  private static String outcome(JsonNode report) {
    var coverage = report.path("coverage");
    return "%d of %d files are right (%s)"
        .formatted(
            coverage.path("filesVerified").asLong(0),
            coverage.path("files").asLong(0),
            Texts.bytes(coverage.path("bytesVerified").asLong(0)));
  }

  /// The messages are whole sentences, and say what can be done.
  private void print(JsonNode report) {
    var out = surroundings.terminal().out();
    for (var problem : report.path("problems")) {
      out.printf(
          "%n%s  %s%n%s%n",
          problem.path("kind").asString(""),
          Texts.printable(problem.path("subject").asString("")),
          Texts.printable(problem.path("message").asString("")));
    }
    if (!report.path("stopped").isMissingNode()) {
      out.printf("%nIt stopped before it had seen everything.%n");
    }
    out.flush();
  }
}
