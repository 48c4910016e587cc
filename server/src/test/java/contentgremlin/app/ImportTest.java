package contentgremlin.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/// Imports from MediaGoblin servers, from outside: the whole program in processes of its own.
class ImportTest {
  @TempDir Path folder;

  private Goblin goblin(String database, String series) throws Exception {
    var place = folder.resolve("goblin");
    return database.equals("sqlite")
        ? Goblin.onSqlite(place, series)
        : Goblin.onPostgres(place, series);
  }

  private static Outside.Ran bring(Outside outside, Goblin goblin, String... more)
      throws Exception {
    var arguments =
        new ArrayList<>(
            List.of(
                "import",
                "mediagoblin",
                "--database",
                goblin.address(),
                "--media",
                goblin.media().toString()));
    arguments.addAll(List.of(more));
    return outside.gremlin(arguments.toArray(String[]::new));
  }

  /// What became of each record: "media 3" → "imported".
  private static Map<String, String> results(Outside.Ran ran) {
    var results = new TreeMap<String, String>();
    for (var record : ran.json()) {
      var key = record.path("kind").asString() + " " + record.path("id").asLong();
      assertThat(results.put(key, record.path("result").asString())).as(key).isNull();
    }
    return results;
  }

  private static String reason(Outside.Ran ran, String kind, long id) {
    for (var record : ran.json()) {
      if (record.path("kind").asString().equals(kind) && record.path("id").asLong() == id) {
        return record.path("reason").asString("");
      }
    }
    throw new AssertionError("nothing was told of " + kind + " " + id);
  }

  private static JsonNode item(Outside outside, String title) throws Exception {
    for (var item : outside.json("/api/v1/items?limit=200").path("items")) {
      if (item.path("title").asString().equals(title)) {
        return outside.json("/api/v1/items/" + item.path("id").asString());
      }
    }
    throw new AssertionError("there is no “" + title + "”");
  }

  private static void awaitSettled(Outside outside) throws Exception {
    Outside.until(() -> {
      for (var item : outside.json("/api/v1/items?limit=200").path("items")) {
        if (item.path("state").asString().equals("processing")) {
          return null;
        }
      }
      return true;
    });
  }

  private static void assertSame(Map<String, String> results, String first, Object... keys) {
    for (var key : keys) {
      assertThat(results.get(key)).as("%s", key).isEqualTo(first);
    }
  }

  @ParameterizedTest
  @CsvSource({"sqlite,0.12", "sqlite,0.13", "postgresql,0.12", "postgresql,0.13"})
  void all_of_a_server_comes_over_once(String database, String series) throws Exception {
    var goblin = goblin(database, series);
    var before = goblin.snapshot();
    try (var outside = new Outside(folder)) {
      outside.start();

      var dry = bring(outside, goblin, "--dry-run", "--json");
      var foreseen = results(dry);
      assertThat(outside.json("/api/v1/items").path("items")).isEmpty();
      assertThat(outside.json("/api/v1/users").path("users")).isEmpty();
      assertThat(foreseen.get("media 1")).isEqualTo("importable");

      var first = bring(outside, goblin, "--json");
      var results = results(first);
      assertThat(first.code()).as(first.err()).isEqualTo(1); // some can't be had
      assertSame(results, "imported", "user 1", "user 2", "user 3", "user 4", "user 6", "user 7");
      assertSame(results, "imported", "media 1", "media 2", "media 3", "media 4", "media 5");
      assertSame(results, "imported", "media 12", "media 14", "media 16", "media 17");
      assertSame(results, "skipped", "user 5", "media 6", "media 7", "media 11", "media 15");
      assertSame(results, "skipped", "attachment 1", "collection 2");
      assertSame(results, "failed", "media 8", "media 9", "media 10", "media 13");
      assertSame(results, "imported", "collection 1", "collection 3", "collected 1");
      assertSame(results, "imported", "collected 2", "collected 4", "collected 6");
      assertSame(results, "skipped", "collected 3", "collected 5", "comment 4", "comment 5");
      assertSame(results, "imported", "comment 1", "comment 2", "comment 3");
      assertThat(results.get("subtitle 1")).isEqualTo(series.equals("0.13") ? "skipped" : null);
      assertThat(results.keySet()).isEqualTo(foreseen.keySet());
      foreseen.forEach((key, result) ->
          assertThat(results.get(key))
              .as(key)
              .isEqualTo(result.equals("importable") ? "imported" : result));
      assertThat(reason(first, "media", 9)).contains("leads out");
      assertThat(reason(first, "media", 10)).contains("leads out");
      assertThat(reason(first, "media", 8)).contains("missing");
      assertThat(reason(first, "media", 13)).contains("JSON");
      assertThat(reason(first, "media", 12)).contains("broken JSON");
      assertThat(reason(first, "media", 14)).contains("webm_video");
      assertThat(reason(first, "user", 3)).contains("anna-2");

      awaitSettled(outside);
      assertMedia(outside, goblin);
      assertCommunity(outside);
      assertPeople(outside);

      var edited = item(outside, "A walk").path("id").asString();
      outside.send("PATCH", "/api/v1/items/" + edited, "{\"title\": \"A long walk\"}");
      var state = state(outside);
      var second = bring(outside, goblin, "--json");
      results(second)
          .forEach(
              (key, result) -> assertThat(result).as(key).isEqualTo(afterwards(results.get(key))));
      assertThat(state(outside)).isEqualTo(state);
      assertThat(state).anyMatch(line -> line.contains("A long walk"));
    }
    assertThat(goblin.snapshot()).isEqualTo(before);
  }

  private static @Nullable String afterwards(@Nullable String first) {
    return "imported".equals(first) ? "known" : first;
  }

  private static void assertMedia(Outside outside, Goblin goblin) throws Exception {
    var sunset = item(outside, "Sunset at the lake");
    assertThat(sunset.path("state").asString()).isEqualTo("published");
    assertThat(sunset.path("type").asString()).isEqualTo("image");
    assertThat(sunset.path("owner").asString()).isEqualTo("chris");
    assertThat(sunset.path("created").asString()).isEqualTo("2017-01-01T10:00:00Z");
    assertThat(sunset.path("license").asString())
        .isEqualTo("http://creativecommons.org/licenses/by-sa/3.0/");
    assertThat(sunset.path("tags").valueStream().map(JsonNode::asString))
        .containsExactly("lake", "sun set");
    assertThat(sunset.path("description").asString()).contains("Taken with *friends*.");
    var bytes = outside.get(sunset.path("links").path("original").asString()).body();
    assertThat(Goblin.digest(bytes)).isEqualTo(Goblin.digest(goblin.open("1/sunset.jpg")));
    assertThat(item(outside, "The same again").path("owner").asString()).isEqualTo("anna-2");
    assertThat(item(outside, "Song that failed").path("state").asString()).isEqualTo("published");
    assertThat(item(outside, "Waiting").path("state").asString()).isEqualTo("published");
    assertThat(item(outside, "A walk").path("state").asString()).isEqualTo("published");
    assertThat(item(outside, "Papers").path("type").asString()).isEqualTo("document");

    var page = "/items/" + sunset.path("id").asString();
    for (var old : List.of("sunset-at-the-lake", "id:1", "1")) {
      for (var end : List.of("", "/")) {
        var answer = outside.get("/u/chris/m/" + old + end);
        assertThat(answer.statusCode()).as(old).isEqualTo(301);
        assertThat(answer.headers().firstValue("Location")).as(old).hasValue(page);
      }
    }
    assertThat(outside.get("/u/chris/m/no-such-thing/").statusCode()).isEqualTo(404);
    var other = item(outside, "The same again").path("id").asString();
    assertThat(outside.get("/u/Anna/m/sunset-at-the-lake/").headers().firstValue("Location"))
        .hasValue("/items/" + other);
    var shown = outside.text(page);
    assertThat(shown).doesNotContain("<script>alert").contains("CC BY-SA 3.0");
    assertThat(shown).doesNotContain("<img src=x").contains("Lovely!", "Thank you");
  }

  private static void assertCommunity(Outside outside) throws Exception {
    var found = outside.json("/api/v1/collections").path("collections");
    assertThat(found.valueStream().map(one -> one.path("title").asString()))
        .containsExactly("Nothing yet", "Best of");
    var best = found.get(1);
    var id = best.path("id").asString();
    var items = outside.json("/api/v1/collections/" + id).path("items");
    assertThat(items.valueStream().map(one -> one.path("item").path("title").asString()))
        .containsExactly("Sunset at the lake", "A walk", "Song that failed", "Papers");
    assertThat(items.get(1).path("note").asString()).isEqualTo("the *first* film");
    assertThat(outside.get("/u/chris/collection/best-of/").headers().firstValue("Location"))
        .hasValue("/collections/" + id);
    assertThat(outside.text("/collections/" + id))
        .contains("Best of", "A walk", "the *first* film");
    assertThat(outside.text("/users/chris")).contains("Best of", "Chris Example", "I keep this.");

    var sunset = item(outside, "Sunset at the lake").path("id").asString();
    var comments = outside.json("/api/v1/items/" + sunset + "/comments").path("comments");
    assertThat(comments.valueStream().map(one -> one.path("author").asString("nobody")))
        .containsExactly("anna", "chris", "nobody");
    assertThat(comments.get(0).path("created").asString()).isEqualTo("2018-02-01T10:00:00Z");
  }

  private static void assertPeople(Outside outside) throws Exception {
    var names =
        outside
            .json("/api/v1/users")
            .path("users")
            .valueStream()
            .map(user -> user.path("name").asString() + " " + user.path("role").asString())
            .toList();
    assertThat(names)
        .containsExactly(
            "chris uploader",
            "anna uploader",
            "anna-2 uploader",
            "zoe-muller viewer",
            "troll viewer",
            "user-x viewer");
    assertThat(outside.logsIn("chris", "wrong horse")).isFalse();
    assertThat(outside.logsIn("chris", "correct horse")).isTrue();
    assertThat(outside.logsIn("chris", "correct horse")).isTrue();
    assertThat(outside.logsIn("anna", "pässwörd")).isTrue();
    assertThat(outside.logsIn("troll", "pässwörd")).isFalse();
    assertThat(outside.logsIn("anna-2", "")).isFalse();
    assertThat(outside.get("/u/Anna/").headers().firstValue("Location")).hasValue("/users/anna-2");
    var anna = outside.json("/api/v1/users/anna");
    assertThat(anna.path("quota").asLong()).isEqualTo(500_000_000);
    assertThat(anna.path("profile").path("email").asString()).isEqualTo("anna@example.org");
    assertThat(anna.path("profile").has("website")).isFalse();
    assertThat(outside.text("/api/v1/users/anna")).doesNotContain("example.org");
  }

  /// All that is here, as texts.
  private static List<String> state(Outside outside) throws Exception {
    var state = new ArrayList<String>();
    for (var item : outside.json("/api/v1/items?limit=200").path("items")) {
      state.add(item.toString());
      var id = item.path("id").asString();
      state.add(outside.json("/api/v1/items/" + id + "/comments").toString());
      state.add(outside.json("/api/v1/items/" + id + "/metadata").toString());
    }
    state.add(outside.json("/api/v1/users").toString());
    for (var one : outside.json("/api/v1/collections").path("collections")) {
      state.add(outside.json("/api/v1/collections/" + one.path("id").asString()).toString());
    }
    return state;
  }
}
