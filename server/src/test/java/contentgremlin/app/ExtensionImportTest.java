package contentgremlin.app;

import static contentgremlin.app.ExtendedServer.until;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

class ExtensionImportTest {
  private static final String FOLDER =
      """
      public Parts start(Host host) {
        return Parts.none().with(new Importer() {
          public String id() { return "aa-folder"; }
          public String title() { return "A folder"; }
          public void run(Map<String, String> options, Intake intake) throws Exception {
            if (options.isEmpty()) throw new IllegalArgumentException("which folder?");
            try (var files = java.nio.file.Files.list(java.nio.file.Path.of(options.get("folder")))) {
              for (var file : files.sorted().toList()) {
                try {
                  var id = intake.add(file, "From " + file.getFileName(), "", List.of("imported"), "public");
                  intake.tell(file.getFileName().toString(), id);
                } catch (java.io.IOException e) {
                  intake.tell(file.getFileName().toString(), "not taken: " + e.getMessage());
                }
              }
            }
          }
        });
      }
      """;

  @TempDir Path folder;

  private static JsonNode run(ExtendedServer server, String options) throws Exception {
    var body =
        "{\"extension\":\"aa\",\"importer\":\"aa-folder\",\"options\":\"%s\"}".formatted(options);
    var begun = server.send("POST", "/api/v1/extension-imports", body);
    assertThat(begun.statusCode()).as(begun.body()).isEqualTo(202);
    return until(() -> {
      var last = server.json("/api/v1/extension-imports");
      return last.path("running").asBoolean() ? null : last;
    });
  }

  @Test
  void an_importer_adds_each_file_once_and_tells_what_became_of_it() throws Exception {
    var source = Files.createDirectories(folder.resolve("source"));
    Files.write(source.resolve("a.wav"), ExtendedServer.sound(1));
    Files.write(source.resolve("b.wav"), ExtendedServer.sound(2));
    Files.write(source.resolve("c.wav"), ExtendedServer.sound(2));
    try (var server = new ExtendedServer(folder.resolve("home")).with("aa", FOLDER).start()) {
      var first = run(server, "folder=" + source);
      var second = run(server, "folder=" + source);
      var failed = run(server, "");

      assertThat(first.path("problem").asString()).isEmpty();
      assertThat(first.path("added").asInt()).isEqualTo(2);
      assertThat(first.path("lines").size()).isEqualTo(3);
      assertThat(second.path("added").asInt()).isZero();
      assertThat(second.path("lines")).isEqualTo(first.path("lines"));
      assertThat(failed.path("problem").asString()).contains("which folder?");
      assertThat(server.state("aa")).isEqualTo("enabled");
      var items = server.json("/api/v1/items?limit=200&scope=all").path("items");
      assertThat(items.size()).isEqualTo(2);
      assertThat(items.toString()).contains("From a.wav", "From b.wav", "imported");
    }
  }
}
