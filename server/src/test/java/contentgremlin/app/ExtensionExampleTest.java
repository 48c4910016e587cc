package contentgremlin.app;

import static contentgremlin.app.ExtendedServer.until;
import static org.assertj.core.api.Assertions.assertThat;

import contentgremlin.jar.ExtensionJar;
import contentgremlin.sql.TestPostgres;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The example of docs/EXTENSIONS.md, compiled, packed, and run in a real server.
class ExtensionExampleTest {
  @TempDir Path folder;

  private static String block(String language) throws Exception {
    var document = Path.of("../docs/EXTENSIONS.md");
    var text = Files.readString(Files.exists(document) ? document : Path.of("docs/EXTENSIONS.md"));
    var found = Pattern.compile("(?s)```" + language + "\\n(.*?)```").matcher(text);
    assertThat(found.find()).as(language).isTrue();
    return found.group(1);
  }

  private static ExtensionJar example() throws Exception {
    return ExtensionJar.of("hello", "example.Hello")
        .saying(block("properties"))
        .file("schema/1.sql", block("sql"))
        .source("example.Hello", block("java"));
  }

  @Test
  void the_example_of_the_manual_does_all_that_it_says() throws Exception {
    doesAllThatItSays(null);
  }

  @Test
  void so_it_does_on_a_database_server() throws Exception {
    doesAllThatItSays(TestPostgres.create());
  }

  private void doesAllThatItSays(@Nullable String database) throws Exception {
    try (var server = new ExtendedServer(folder.resolve("home"), database)) {
      example().in(server.extensions(), "hello.jar");
      server.start();

      assertThat(server.state("hello")).as(server.reason("hello")).isEqualTo("enabled");
      assertThat(server.extension("hello").path("tables").toString()).contains("x_hello_greeted");
      var set = server.send("PUT", "/api/v1/settings/hello-greeting", "{\"value\":\"Hi <b>\"}");
      assertThat(set.statusCode()).isEqualTo(200);
      var installed = server.send("POST", "/api/v1/install", "{}");
      assertThat(installed.statusCode()).as(installed.body()).isBetween(200, 299);
      until(() -> {
        var report = server.json("/api/v1/install").toString();
        return report.contains("hello:welcome") && report.contains("greeted") ? report : null;
      });
      var id = server.upload("Garden ★★★.wav");

      var page =
          until(() -> {
            var body = server.page("/items/" + id).body();
            return body.contains("Greeted 1 times.") ? body : null;
          });
      assertThat(page).contains("Hi &lt;b&gt;, Garden").doesNotContain("Hi <b>");
      until(() -> {
        var stages = server.json("/api/v1/items/" + id + "/description").path("stages").toString();
        return stages.contains("hello-stars") && stages.contains("hello-letters") ? stages : null;
      });
      assertThat(server.json("/api/v1/items/" + id + "/metadata").toString())
          .contains("\"rating\"", "\"letters\"", "\"greeting\"");
      var dropping = server.send("POST", "/api/v1/extensions/hello/drop-data", "{}");
      assertThat(dropping.statusCode()).isEqualTo(422);
      server.change("hello", "disable");
      assertThat(server.page("/items/" + id).body()).doesNotContain("Greeted");
      assertThat(server.change("hello", "drop-data").path("tables").size()).isZero();
      server.change("hello", "enable");
      assertThat(server.extension("hello").path("tables").size()).isOne();
      assertThat(server.page("/items/" + id).body()).contains("Greeted 0 times.");
      assertThat(server.page("/admin/extensions").statusCode()).isEqualTo(401);
      assertThat(server.send("GET", "/admin/extensions", "").body())
          .contains("hello.jar", "Enabled", "jobs hello-greet");
    }
  }
}
