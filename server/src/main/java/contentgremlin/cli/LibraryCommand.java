package contentgremlin.cli;

import contentgremlin.item.Visibility;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;

@Command(
    name = "library",
    description = "Mirror folders that you have: add, list, scan and remove libraries.")
final class LibraryCommand implements Runnable {
  private static final String ADDRESS = "/api/v1/libraries";
  private static final long LOOK_EVERY_MS = 100;

  private final Surroundings surroundings;
  @Spec private @Nullable CommandSpec spec;

  LibraryCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public void run() {
    if (spec != null) {
      throw new ParameterException(spec.commandLine(), "library: add, list, scan or remove?");
    }
  }

  @Command(
      name = "add",
      description = {
        "Watch a folder and mirror what is in it. Its files are never written,",
        "moved or deleted."
      })
  int add(
      @Mixin HomeOption home,
      @Mixin JsonOption json,
      @Parameters(paramLabel = "NAME", description = "What to call the library") String name,
      @Parameters(paramLabel = "PATH", description = "The folder") Path path,
      @Option(
              names = "--visibility",
              paramLabel = "WHO",
              description = "Of its items: public, unlisted or private; as the settings have it")
          @Nullable String visibility,
      @Option(names = "--wait", description = "Until everything in it was found and read")
          boolean wait)
      throws IOException, InterruptedException {
    var api = api(home);
    var body =
        Api.JSON
            .createObjectNode()
            .put("name", name)
            .put("path", path.toAbsolutePath().normalize().toString());
    if (visibility != null) {
      body.put("visibility", known(visibility));
    }
    var library = api.post(ADDRESS, body);
    if (wait) {
      library = awaitScan(api, name, "", false);
    }
    print(json, library, "added library " + name);
    return ExitCode.DONE;
  }

  private String known(String visibility) {
    try {
      return Visibility.of(visibility).word();
    } catch (IllegalArgumentException _) {
      throw new ParameterException(
          Objects.requireNonNull(spec).commandLine(),
          "--visibility must be public, unlisted or private, not " + visibility);
    }
  }

  @Command(name = "list", description = "List the libraries, and how they are.")
  int list(@Mixin HomeOption home, @Mixin JsonOption json)
      throws IOException, InterruptedException {
    var libraries = api(home).get(ADDRESS).path("libraries");
    var out = surroundings.terminal().out();
    if (json.isWanted()) {
      Json.print(out, libraries);
      return ExitCode.DONE;
    }
    var table = new Table("NAME", "STATE", "FILES", "UNREAD", "WATCHED BY", "PATH");
    for (var library : libraries) {
      table.add(
          Texts.printable(library.path("name").asString("")),
          state(library),
          library.path("files").asString("0"),
          library.path("due").asString("0"),
          library.path("watch").path("means").asString("-"),
          Texts.printable(library.path("path").asString("")));
    }
    table.print(out);
    for (var library : libraries) {
      for (var alert : library.path("alerts")) {
        out.println("! " + Texts.printable(alert.path("message").asString("")));
      }
    }
    out.flush();
    return ExitCode.DONE;
  }

  private static String state(JsonNode library) {
    var scan = library.path("scan");
    var state = library.path("state").asString("");
    return scan.isMissingNode()
        ? state
        : "%s (%d files, %d/s)"
            .formatted(state, scan.path("files").asLong(0), scan.path("filesPerSecond").asLong(0));
  }

  @Command(name = "scan", description = "Compare a library with its folder now.")
  int scan(
      @Mixin HomeOption home,
      @Mixin JsonOption json,
      @Parameters(paramLabel = "NAME", description = "The library") String name,
      @Option(
              names = "--path",
              paramLabel = "FOLDER",
              defaultValue = "",
              description = "Only this folder in it")
          String path,
      @Option(
              names = "--confirm",
              description =
                  "What is there now is all there is: also conclude from very many missing files,"
                      + " or from another disk in its place")
          boolean confirm,
      @Option(names = "--wait", description = "Until everything was compared and read")
          boolean wait)
      throws IOException, InterruptedException {
    var api = api(home);
    if (wait) {
      print(json, awaitScan(api, name, path, confirm), "compared library " + name);
    } else {
      print(json, order(api, name, path, confirm), "comparing library " + name);
    }
    return ExitCode.DONE;
  }

  private static JsonNode order(Api api, String name, String path, boolean confirm)
      throws IOException, InterruptedException {
    var body = Api.JSON.createObjectNode().put("path", path).put("confirm", confirm);
    return api.post(place(name) + "/scan", body);
  }

  /// @return the library as it is then
  private static JsonNode awaitScan(Api api, String name, String path, boolean confirm)
      throws IOException, InterruptedException {
    var ordered = order(api, name, path, confirm);
    var asking =
        "%s/scan?scan=%d&path=%s"
            .formatted(place(name), ordered.path("scan").asLong(0), Api.escaped(path));
    while (!api.get(asking).path("done").asBoolean(false)) {
      TimeUnit.MILLISECONDS.sleep(LOOK_EVERY_MS);
    }
    return api.get(place(name));
  }

  @Command(
      name = "remove",
      description = "Forget a library and its items. The files are left alone.")
  int remove(
      @Mixin HomeOption home,
      @Parameters(paramLabel = "NAME", description = "The library") String name)
      throws IOException, InterruptedException {
    api(home).delete(place(name));
    surroundings.terminal().out().println("removed library " + name);
    return ExitCode.DONE;
  }

  private void print(JsonOption json, JsonNode answer, String words) {
    if (json.isWanted()) {
      Json.print(surroundings.terminal().out(), answer);
    } else {
      surroundings.terminal().out().println(Texts.printable(words));
    }
  }

  private static String place(String name) {
    return ADDRESS + "/" + Api.escaped(name);
  }

  private Api api(HomeOption home) {
    return Api.of(surroundings.locator(), home.directory());
  }
}
