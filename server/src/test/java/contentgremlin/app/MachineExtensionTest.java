package contentgremlin.app;

import static contentgremlin.app.ExtendedServer.until;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// Machines that an extension knows, in a server as it is.
class MachineExtensionTest {
  /// Lists what a file says, each machine on a line, and writes down what it is asked for.
  private static final String HYPER =
      """
      java.nio.file.Path file = java.nio.file.Path.of("%s");
      Runnable changed = () -> {};

      public Parts start(Host host) { return Parts.none().with(new Machines()); }

      class Machines implements MachineProvider {
        public String id() { return "hyper"; }
        public String title() { return "the test"; }
        public String absence() { return ""; }
        public Listing machines() throws Exception {
          var found = new ArrayList<Found>();
          for (var line : java.nio.file.Files.readAllLines(file)) {
            var words = line.split(" ");
            switch (words[0]) {
              case "away" -> throw new java.io.IOException("nobody\\tanswers");
              case "broken" -> throw new IllegalArgumentException("a bug");
              case "part" -> { return new Listing(found, false, "the line was cut"); }
              default ->
                  found.add(new Found(words[0], words[1], State.valueOf(words[2]), 2, 1_000_000_000L));
            }
          }
          return new Listing(found, true, "");
        }
        public void change(String key, Change change) throws Exception {
          java.nio.file.Files.writeString(
              java.nio.file.Path.of(file + ".calls"),
              change + " " + key + "\\n",
              java.nio.file.StandardOpenOption.CREATE,
              java.nio.file.StandardOpenOption.APPEND);
          var text = java.nio.file.Files.readString(file);
          var state = change == Change.START || change == Change.RESUME ? "RUNNING" : "OFF";
          var next = java.nio.file.Path.of(file + ".next");
          java.nio.file.Files.writeString(
              next, text.replaceAll("(?m)^(" + key + " \\\\S+) .*$", "$1 " + state));
          java.nio.file.Files.move(
              next, file, java.nio.file.StandardCopyOption.ATOMIC_MOVE);
          changed.run();
        }
        public void watch(Runnable told) { changed = told; }
      }
      """;

  @TempDir private Path folder;

  private ExtendedServer server;
  private Path listing;

  @BeforeEach
  void open() throws Exception {
    listing = folder.resolve("listing");
    tells("u1 web OFF\nu2 mail RUNNING\n");
    server = new ExtendedServer(folder.resolve("home")).with("hyper", HYPER.formatted(listing));
  }

  @AfterEach
  void close() {
    server.close();
  }

  /// At once: the server may look at any time, and an empty list tells that all are gone.
  private void tells(String lines) throws Exception {
    var next = Files.writeString(folder.resolve("told"), lines);
    Files.move(next, listing, StandardCopyOption.ATOMIC_MOVE);
  }

  private JsonNode machine(String key) throws Exception {
    return server.json("/api/v1/machines/hyper:" + key);
  }

  private String state(String key) throws Exception {
    return machine(key).path("state").asString();
  }

  private JsonNode bringIn() throws Exception {
    var answer = server.send("POST", "/api/v1/machines/import", "{}");
    assertThat(answer.statusCode()).isEqualTo(200);
    return new tools.jackson.databind.json.JsonMapper()
        .readTree(answer.body())
        .path("providers")
        .get(0);
  }

  @Test
  void machines_of_an_extension_are_shown_adopted_and_started() throws Exception {
    server.start();
    until(() -> machineIds().contains("hyper:u2") ? true : null);
    assertThat(machine("u1").path("host").asString()).isEqualTo("local");
    var refused = server.send("POST", "/api/v1/machines/web/start", "");
    assertThat(refused.statusCode()).isEqualTo(409);

    assertThat(server.send("POST", "/api/v1/machines/web/adopt", "").statusCode()).isEqualTo(200);
    assertThat(server.send("POST", "/api/v1/machines/web/start", "").statusCode()).isEqualTo(200);
    until(() -> state("u1").equals("running") ? true : null);
    until(() -> machine("u1").has("wanted") ? null : true);
    assertThat(Files.readString(Path.of(listing + ".calls"))).isEqualTo("START u1\n");
  }

  @Test
  void the_command_line_does_all_of_it() throws Exception {
    server.start();
    try (var outside = new Outside(folder)) {
      assertThat(outside.gremlin("machine", "import").out()).contains("the test: 2 machines");
      var refused = outside.gremlin("machine", "start", "web");
      assertThat(refused.code()).isEqualTo(1);
      assertThat(refused.err()).contains("“web” is not adopted");
      assertThat(outside.gremlin("machine", "adopt", "web").out()).contains("web is adopted");
      var started = outside.gremlin("machine", "start", "hyper:u1", "--wait");
      assertThat(started.out()).as(started.err()).contains("web is running");
      assertThat(outside.gremlin("machine", "list").out()).contains("running", "(not adopted)");
      var stopped = outside.gremlin("machine", "stop", "web", "--force", "--wait", "--json");
      assertThat(stopped.json().path("state").asString()).isEqualTo("off");
      assertThat(outside.gremlin("machine", "release", "web").code()).isZero();
      assertThat(outside.gremlin("machine", "suspend", "nobody").err())
          .contains("no machine of this id or name");
      tells("away");
      assertThat(outside.gremlin("machine", "import").code()).isEqualTo(1);
    }
    assertThat(Files.readString(Path.of(listing + ".calls"))).isEqualTo("START u1\nEND u1\n");
  }

  private String machineIds() throws Exception {
    return server.json("/api/v1/machines").toString();
  }

  @Test
  void one_that_can_not_be_asked_stays_at_work_and_what_was_known_stays() throws Exception {
    server.start();
    assertThat(bringIn().path("found").asInt()).isEqualTo(2);
    tells("away\n");
    assertThat(bringIn().path("problem").asString()).isEqualTo("nobody answers");
    assertThat(server.state("hyper")).isEqualTo("enabled");
    assertThat(state("u2")).isEqualTo("running");

    tells("u1 web RUNNING\npart\n");
    assertThat(bringIn().path("problem").asString()).isEqualTo("the line was cut");
    assertThat(state("u1")).isEqualTo("running");
    assertThat(state("u2")).isEqualTo("running");

    tells("u1 other RUNNING\nu3 web OFF\n");
    assertThat(bringIn().path("complete").asBoolean()).isTrue();
    assertThat(machine("u1").path("name").asString()).isEqualTo("other");
    assertThat(state("u2")).isEqualTo("gone");
    assertThat(state("u3")).isEqualTo("off");
  }

  @Test
  void one_that_is_broken_is_switched_off_and_its_machines_can_not_be_changed() throws Exception {
    server.start();
    bringIn();
    assertThat(server.send("POST", "/api/v1/machines/web/adopt", "").statusCode()).isEqualTo(200);
    tells("broken\n");
    // The server's own look may have come first, and then there is nobody to ask any more.
    assertThat(server.send("POST", "/api/v1/machines/import", "{}").statusCode()).isEqualTo(200);
    until(() -> server.reason("hyper").contains("a bug") ? true : null);
    assertThat(server.state("hyper")).isEqualTo("failed");

    var refused = server.send("POST", "/api/v1/machines/web/start", "");
    assertThat(refused.statusCode()).isEqualTo(409);
    assertThat(refused.body()).contains("not at work");
    assertThat(Files.exists(Path.of(listing + ".calls"))).isFalse();
  }

  @Test
  void two_machines_of_one_key_are_the_extensions_fault() throws Exception {
    tells("u1 web OFF\nu1 mail OFF\n");
    server.start();
    until(
        () -> server.reason("hyper").contains("“u1” is no key of one machine alone") ? true : null);
    assertThat(server.state("hyper")).isEqualTo("failed");
  }

  @Test
  void no_provider_has_a_name_that_is_not_its_own() throws Exception {
    for (var name : new String[] {"local", "worker", "other", "hyperx"}) {
      server.with(
          "hyper", HYPER.formatted(listing).replace("return \"hyper\"", "return \"" + name + "\""));
      server.start();
      assertThat(server.state("hyper")).as(name).isEqualTo("failed");
      server.stop();
    }
  }
}
