package contentgremlin.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What is said of a licence when something is added.
class LicenceTest {
  private static final String ZERO = "https://creativecommons.org/publicdomain/zero/1.0/";

  @TempDir Path folder;

  @Test
  void a_licence_is_the_items_own_whichever_way_it_came() throws Exception {
    var one = Files.writeString(folder.resolve("one.txt"), "one\n");
    Files.writeString(folder.resolve("two.txt"), "two\n");
    var table = folder.resolve("table.csv");
    Files.writeString(table, "file,description,license\ntwo.txt,Words,All rights reserved\n");
    try (var outside = new Outside(folder)) {
      outside.start();
      assertThat(outside.gremlin("add", one.toString(), "--license", ZERO).code()).isZero();
      assertThat(outside.gremlin("batch-add", table.toString()).code()).isZero();
      for (var listed : outside.json("/api/v1/items").path("items")) {
        var id = listed.path("id").asString();
        var item = outside.json("/api/v1/items/" + id);
        boolean isFirst = item.path("title").asString().equals("one");
        assertThat(item.path("license").asString())
            .isEqualTo(isFirst ? ZERO : "All rights reserved");
        assertThat(item.path("description").asString()).isEqualTo(isFirst ? "" : "Words");
        assertThat(new String(outside.send("GET", "/items/" + id, "").body(), UTF_8))
            .contains(isFirst ? "CC0 1.0" : "All rights reserved");
      }
      assertThat(outside.json("/api/v1/items").path("items")).hasSize(2);
    }
  }
}
