package contentgremlin.app;

import static contentgremlin.app.ExtendedServer.until;
import static org.assertj.core.api.Assertions.assertThat;

import contentgremlin.jar.ExtensionJar;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

class ExtensionImportTest {
  /// Each file of a folder is a record; "about.txt" is left out; what is in it tells what to do.
  private static final String FOLDER =
      """
      public Parts start(Host host) {
        return Parts.none().with(new Importer() {
          public String id() { return "aa-folder"; }
          public String title() { return "A folder"; }
          public List<Option> options() {
            return List.of(
                new Option("folder", Option.FOLDER, true, "Which folder"),
                new Option("label", Option.TEXT, false, "What to write to all"));
          }
          public void run(Source source, Intake intake) throws Exception {
            if (source.text("label").equals("broken")) throw new IllegalStateException("so broken");
            var folder = source.folder("folder");
            for (int i = 0; source.text("label").equals("endless"); i++) {
              try {
                intake.leaveOut("step", new Arrival.Origin("" + i, "" + i, ""), "for ever");
              } catch (RuntimeException e) {
                // An importer that makes nothing of it is ended by its next call at the latest.
                intake.expect(i);
                intake.leaveOut("step", new Arrival.Origin("" + i, "" + i, ""), "once more");
              }
              Thread.sleep(1);
            }
            intake.expect(folder.names().size());
            var who = new Arrival.Origin("ann", "ann", "Ann");
            intake.take(new Arrival.Person(who, "Ann", "", "", "", "", "", "",
                Arrival.Person.UPLOADER, OptionalLong.empty(), Optional.empty(),
                List.of("/people/ann/"), "said nothing"));
            for (var name : folder.names()) {
              var from = new Arrival.Origin(name, name, name);
              if (name.equals("about.txt")) {
                var file = (ForeignFolder.Found.At) folder.file(List.of(name));
                intake.leaveOut("about", from, file.file().text());
                continue;
              }
              intake.take(new Arrival.Media(from, "ann", () -> choice(folder, name), "audio",
                  "From " + name, "", List.of("imported"), "", "public",
                  List.of(Statement.of("miscellaneous", "label", source.text("label"))),
                  Optional.empty(), List.of("/watch/" + name), ""));
            }
          }
          private Arrival.Choice choice(ForeignFolder folder, String name)
              throws java.io.IOException {
            return folder.file(List.of(name)) instanceof ForeignFolder.Found.At(var file)
                ? new Arrival.Choice.Taken(file, "")
                : new Arrival.Choice.None("it is no file");
          }
        });
      }
      """;

  @TempDir Path folder;

  private static JsonNode run(ExtendedServer server, String fields) throws Exception {
    var at = "/api/v1/imports/aa-folder";
    var begun = server.send("POST", at, fields);
    assertThat(begun.statusCode()).as(begun.body()).isBetween(200, 202);
    return until(() -> {
      var last = server.json(at);
      return last.path("running").asBoolean() ? null : last;
    });
  }

  private static JsonNode records(ExtendedServer server) throws Exception {
    return server.json("/api/v1/imports/aa-folder/records").path("records");
  }

  @Test
  void an_importer_of_an_extension_has_all_that_the_server_does_for_imports() throws Exception {
    var source = Files.createDirectories(folder.resolve("source"));
    Files.write(source.resolve("a.wav"), ExtendedServer.sound(1));
    Files.write(source.resolve("b.wav"), ExtendedServer.sound(2));
    Files.writeString(source.resolve("about.txt"), "a few sounds");
    Files.createDirectories(source.resolve("sub"));
    Files.createSymbolicLink(source.resolve("z.wav"), folder.resolve("home/operator.secret"));
    try (var server = new ExtendedServer(folder.resolve("home")).with("aa", FOLDER).start()) {
      var fields = "{\"folder\":\"%s\",\"label\":\"old\"%s}";
      var dry = run(server, fields.formatted(source, ",\"dryRun\":true"));
      assertThat(dry.path("counts").path("importable").asInt()).isEqualTo(3);
      assertThat(server.json("/api/v1/users").path("users")).isEmpty();

      var first = run(server, fields.formatted(source, ""));
      assertThat(first.path("problem").asString("")).isEmpty();
      assertThat(first.path("counts").toString())
          .isEqualTo("{\"failed\":2,\"imported\":3,\"skipped\":1}");
      var told = records(server);
      assertThat(told.get(0).path("target").asString()).isEqualTo("/users/ann");
      assertThat(told.get(2).path("kind").asString()).isEqualTo("about");
      assertThat(told.get(2).path("reason").asString()).isEqualTo("a few sounds");
      assertThat(told.get(5).path("result").asString()).isEqualTo("failed");

      var second = run(server, fields.formatted(source, ""));
      assertThat(second.path("counts").path("known").asInt()).isEqualTo(3);
      var items = server.json("/api/v1/items?limit=200&scope=all").path("items");
      assertThat(items.size()).isEqualTo(2);
      assertThat(items.toString()).contains("From a.wav", "From b.wav", "imported", "ann");

      var page = told.get(1).path("target").asString();
      // Strangers see it once it is published.
      var old =
          until(() -> {
            var answer = server.page("/watch/a.wav");
            return answer.statusCode() == 301 ? answer : null;
          });
      assertThat(old.headers().firstValue("Location")).hasValue(page);
      assertThat(server.page("/people/ann").statusCode()).isEqualTo(301);
      assertThat(server.page("/watch/none.wav").statusCode()).isEqualTo(404);
    }
  }

  @Test
  void that_a_source_can_not_be_read_switches_nothing_off_but_an_error_of_its_own_does()
      throws Exception {
    try (var server = new ExtendedServer(folder.resolve("home")).with("aa", FOLDER).start()) {
      for (int i = 0; i < 5; i++) {
        var failed = run(server, "{\"folder\":\"" + folder.resolve("none") + "\"}");
        assertThat(failed.path("problem").asString()).contains("there is no such file");
      }
      assertThat(server.state("aa")).isEqualTo("enabled");
      for (int i = 0; i < 3; i++) {
        var broken = run(server, "{\"folder\":\"" + folder + "\",\"label\":\"broken\"}");
        assertThat(broken.path("problem").asString()).contains("so broken");
      }
      until(() -> server.reason("aa").contains("so broken") ? true : null);
      var gone = server.send("POST", "/api/v1/imports/aa-folder", "{}");
      assertThat(gone.statusCode()).isEqualTo(404);
      assertThat(gone.body()).contains("not at work", "so broken");
    }
  }

  @Test
  void an_import_ends_when_its_extension_is_switched_off_or_the_server_stops() throws Exception {
    var at = "/api/v1/imports/aa-folder";
    var endless = "{\"folder\":\"" + folder + "\",\"label\":\"endless\"}";
    try (var server = new ExtendedServer(folder.resolve("home")).with("aa", FOLDER).start()) {
      assertThat(server.send("POST", at, endless).statusCode()).isEqualTo(202);
      var other = server.send("POST", at, endless.replace("endless", "other"));
      assertThat(other.statusCode()).isEqualTo(409);
      until(() -> server.json(at).path("counts").path("skipped").asInt(0) > 0 ? true : null);
      server.change("aa", "disable");
      var ended = until(() -> server.json(at).path("running").asBoolean() ? null : server.json(at));
      assertThat(ended.path("problem").asString()).contains("switched off", "goes on from there");
      assertThat(ended.path("counts").path("skipped").asInt()).isPositive();

      server.change("aa", "enable");
      assertThat(server.send("POST", at, endless).statusCode()).isEqualTo(202);
      long begun = System.nanoTime();
      server.stop();
      assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(9));
      server.start();
      assertThat(server.state("aa")).isEqualTo("enabled");
    }
  }

  @Test
  void the_importer_that_the_page_shows_works() throws Exception {
    var source = Files.createDirectories(folder.resolve("source"));
    Files.write(source.resolve("a.wav"), ExtendedServer.sound(1));
    Files.writeString(source.resolve("notes.txt"), "none");
    var home = folder.resolve("home");
    ExtensionJar.of("album", "example.Album")
        .source("example.Album", shown())
        .in(Files.createDirectories(home.resolve("extensions")), "album.jar");
    try (var server = new ExtendedServer(home).start()) {
      var importers = server.json("/api/v1/imports").path("importers");
      assertThat(importers.get(0).path("options").get(0).path("name").asString())
          .isEqualTo("folder");
      var at = "/api/v1/imports/album";
      var fields = "{\"folder\":\"" + source + "\",\"album\":\"First\",\"visibility\":\"private\"}";
      assertThat(server.send("POST", at, fields).statusCode()).isBetween(200, 202);
      var run = until(() -> server.json(at).path("running").asBoolean() ? null : server.json(at));
      assertThat(run.path("counts").toString()).isEqualTo("{\"imported\":1,\"skipped\":1}");
      var item = server.json(at + "/records").path("records").get(0).path("target").asString();
      assertThat(server.json("/api/v1" + item).path("visibility").asString()).isEqualTo("private");
      assertThat(server.json("/api/v1" + item + "/metadata").toString()).contains("First");
    }
  }

  /// The second program of the page.
  private static String shown() throws Exception {
    var page = Path.of("../docs/EXTENSIONS.md");
    var text = Files.readString(Files.exists(page) ? page : Path.of("docs/EXTENSIONS.md"));
    var programs = Pattern.compile("(?s)```java\\n(.*?)```").matcher(text).results().toList();
    return programs.get(1).group(1);
  }
}
