package contentgremlin.cli;

import java.io.IOException;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

@Command(
    name = "token",
    description = {
      "Make, list and revoke tokens for programs that use the API.",
      "Without a subcommand: makes one that may do everything, and prints it."
    })
final class TokenCommand implements java.util.concurrent.Callable<Integer> {
  private static final List<String> ALL_SCOPES = List.of("read", "upload", "edit", "admin");

  private final Surroundings surroundings;
  @Mixin private final HomeOption home = new HomeOption();
  @Mixin private final JsonOption json = new JsonOption();

  TokenCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    return create(home, json, "command line", ALL_SCOPES, null);
  }

  @Command(name = "create", description = "Make a token and print it. It can't be shown again.")
  int create(
      @Mixin HomeOption home,
      @Mixin JsonOption json,
      @Option(
              names = "--label",
              defaultValue = "command line",
              description = "What it is for (default: ${DEFAULT-VALUE})")
          String label,
      @Option(
              names = "--scope",
              defaultValue = "read,upload,edit,admin",
              split = ",",
              description =
                  "read, upload, edit, admin (default: these); work: for gremlin worker alone")
          List<String> scopes,
      @Option(
              names = "--lifetime",
              paramLabel = "DURATION",
              description = "When it ends, like P30D or PT12H (default: never)")
          @Nullable String lifetime)
      throws IOException, InterruptedException {
    var body = Api.JSON.createObjectNode().put("label", label);
    scopes.forEach(body.putArray("scopes")::add);
    if (lifetime != null) {
      body.put("lifetime", lifetime);
    }
    var token = api(home).post("/api/v1/tokens", body);
    var out = surroundings.terminal().out();
    if (json.isWanted()) {
      Json.print(out, token);
    } else {
      out.println(token.path("token").asString(""));
    }
    return ExitCode.DONE;
  }

  @Command(name = "list", description = "List the tokens that the command line made.")
  int list(@Mixin HomeOption home, @Mixin JsonOption json)
      throws IOException, InterruptedException {
    var tokens = api(home).get("/api/v1/tokens").path("tokens");
    if (json.isWanted()) {
      Json.print(surroundings.terminal().out(), tokens);
      return ExitCode.DONE;
    }
    var table = new Table("ID", "SCOPES", "CREATED", "ENDS", "LABEL");
    for (var token : tokens) {
      table.add(
          token.path("id").asString(""),
          scopes(token),
          token.path("created").asString(""),
          token.path("expires").asString("never"),
          Texts.printable(token.path("label").asString("")));
    }
    table.print(surroundings.terminal().out());
    return ExitCode.DONE;
  }

  @Command(name = "revoke", description = "End a token.")
  int revoke(
      @Mixin HomeOption home,
      @Parameters(paramLabel = "ID", description = "As `gremlin token list` shows") long id)
      throws IOException, InterruptedException {
    api(home).delete("/api/v1/tokens/" + id);
    return ExitCode.DONE;
  }

  private static String scopes(JsonNode token) {
    return StreamSupport.stream(token.path("scopes").spliterator(), false)
        .map(scope -> scope.asString(""))
        .collect(Collectors.joining(","));
  }

  private Api api(HomeOption home) {
    return Api.of(surroundings.locator(), home.directory());
  }
}
