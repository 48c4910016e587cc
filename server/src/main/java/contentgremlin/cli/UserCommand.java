package contentgremlin.cli;

import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(name = "user", description = "Add, list and change the people of a home.")
final class UserCommand implements Runnable {
  private static final int PAGE = 200;

  private final Surroundings surroundings;
  @Spec private @Nullable CommandSpec spec;

  UserCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public void run() {
    if (spec != null) {
      throw new ParameterException(spec.commandLine(), "user: add, list, role or remove?");
    }
  }

  @Command(name = "add", description = "Make an account.")
  int add(
      @Mixin HomeOption home,
      @Parameters(paramLabel = "NAME", description = "To log in with") String name,
      @Option(
              names = "--role",
              defaultValue = "uploader",
              description =
                  "administrator, moderator, uploader or viewer (default: ${DEFAULT-VALUE})")
          String role,
      @Option(
              names = "--password",
              arity = "0..1",
              interactive = true,
              paramLabel = "TEXT",
              description =
                  "Asked for if no text is given. Without this option the account can't log in"
                      + " until it gets a password")
          @Nullable String password)
      throws IOException, InterruptedException {
    var body = Api.JSON.createObjectNode().put("name", name).put("role", role);
    if (password != null) {
      body.put("password", password);
    }
    var user = api(home).post("/api/v1/users", body);
    surroundings
        .terminal()
        .out()
        .println("added " + user.path("name").asString(name) + ", " + role);
    return ExitCode.DONE;
  }

  @Command(name = "list", description = "List the accounts.")
  int list(@Mixin HomeOption home, @Mixin JsonOption json)
      throws IOException, InterruptedException {
    var users = new Listing(api(home), "users", "after").all(List.of(), PAGE, Integer.MAX_VALUE);
    if (json.isWanted()) {
      Json.print(surroundings.terminal().out(), users);
      return ExitCode.DONE;
    }
    var table = new Table("NAME", "ROLE", "SINCE");
    for (var user : users) {
      table.add(
          Texts.printable(user.path("name").asString("")),
          user.path("role").asString(""),
          user.path("created").asString(""));
    }
    table.print(surroundings.terminal().out());
    return ExitCode.DONE;
  }

  @Command(name = "role", description = "Change what an account may do.")
  int role(
      @Mixin HomeOption home,
      @Parameters(index = "0", paramLabel = "NAME") String name,
      @Parameters(
              index = "1",
              paramLabel = "ROLE",
              description = "administrator, moderator, uploader or viewer")
          String role)
      throws IOException, InterruptedException {
    api(home).patch(path(name), Api.JSON.createObjectNode().put("role", role));
    return ExitCode.DONE;
  }

  @Command(name = "remove", description = "Remove an account. Its items stay.")
  int remove(@Mixin HomeOption home, @Parameters(paramLabel = "NAME") String name)
      throws IOException, InterruptedException {
    api(home).delete(path(name));
    return ExitCode.DONE;
  }

  private static String path(String name) {
    return "/api/v1/users/" + Api.escaped(name);
  }

  private Api api(HomeOption home) {
    return Api.of(surroundings.locator(), home.directory());
  }
}
