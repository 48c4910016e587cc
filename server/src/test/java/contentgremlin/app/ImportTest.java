package contentgremlin.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
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

  /// What is known of them, and made of them, changes no more.
  private static void awaitDescribed(Outside outside) throws Exception {
    Outside.until(() -> {
      for (var item : outside.json("/api/v1/items?limit=200").path("items")) {
        var stages =
            outside
                .json("/api/v1/items/" + item.path("id").asString() + "/description")
                .path("stages");
        if (item.path("state").asString().equals("published")
            && stages.valueStream().noneMatch(it -> it.path("stage").asString().equals("ending"))) {
          return null;
        }
      }
      var open = outside.json("/api/v1/jobs?state=open&limit=200").path("jobs").valueStream();
      // What waits for the blocking jobs of an item that failed waits for ever.
      return open.allMatch(job -> job.path("state").asString().equals("waiting")) ? true : null;
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
      assertThat(reason(first, "user", 2)).doesNotContain("banned");
      assertThat(reason(first, "user", 4)).contains("was banned");
      assertThat(reason(first, "user", 6)).contains("was banned");
      assertThat(reason(first, "user", 7)).contains("set a new one");

      awaitSettled(outside);
      assertMedia(outside, goblin);
      assertCommunity(outside);
      assertPeople(outside);

      var edited = item(outside, "A walk").path("id").asString();
      outside.send("PATCH", "/api/v1/items/" + edited, "{\"title\": \"A long walk\"}");
      awaitDescribed(outside);
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
    assertThat(outside.get("/u/chris/m/1/c/1/").headers().firstValue("Location")).hasValue(page);
    assertThat(outside.get("/u/chris/gallery/").headers().firstValue("Location"))
        .hasValue("/users/chris");
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

  /// How many records of the import under way were told of; 0 while there is none.
  private static long told(Outside outside) throws Exception {
    var counts = outside.json("/api/v1/imports/mediagoblin").path("counts");
    return counts.valueStream().mapToLong(JsonNode::asLong).sum();
  }

  @Test
  void killed_again_and_again_it_comes_to_the_same_without_doubles() throws Exception {
    int papers = 150;
    var goblin = goblin("sqlite", "0.13");
    goblin.addPapers(papers);
    var before = goblin.snapshot();
    try (var outside = new Outside(folder)) {
      outside.start();
      for (int kills = 1; kills <= 5; kills++) {
        long enough = kills * 70L; // among people, in the media, after them
        var command =
            outside.begin(
                "import",
                "mediagoblin",
                "--database",
                goblin.address(),
                "--media",
                goblin.media().toString());
        Outside.until(() -> (told(outside) >= enough || !command.isAlive()) ? true : null);
        outside.kill();
        command.destroyForcibly().onExit().join();
        outside.start();
      }
      var last = bring(outside, goblin, "--json");
      var results = results(last);
      var again = results(bring(outside, goblin, "--json"));
      again.forEach(
          (key, result) -> assertThat(result).as(key).isEqualTo(afterwards(results.get(key))));

      awaitSettled(outside); // nothing moves while we turn the pages
      var titles = new ArrayList<String>();
      var owners = new TreeMap<String, String>();
      String after = "";
      do {
        var page = outside.json("/api/v1/items?limit=200" + after);
        for (var item : page.path("items")) {
          var title = item.path("title").asString();
          titles.add(title);
          if (title.startsWith("Paper ")) {
            owners.put(title, item.path("owner").asString());
            var id = item.path("id").asString();
            var said = outside.json("/api/v1/items/" + id + "/comments").path("comments");
            assertThat(said).as(title).hasSize(1);
            var number = title.substring("Paper ".length());
            var bytes = outside.get("/media/" + id + "/original").body();
            assertThat(Goblin.digest(bytes))
                .as(title)
                .isEqualTo(Goblin.digest(goblin.open(number + "/paper.pdf")));
          }
        }
        after = page.has("next") ? "&after=" + page.path("next").asString() : "";
      } while (!after.isEmpty());
      assertThat(titles).doesNotHaveDuplicates();
      assertThat(owners).hasSize(papers).containsValue("anna");

      var found = outside.json("/api/v1/collections").path("collections");
      assertThat(found.valueStream().map(one -> one.path("title").asString()))
          .containsExactlyInAnyOrder("Papers", "Best of", "Nothing yet");
      for (var one : found) {
        if (one.path("title").asString().equals("Papers")) {
          var address = "/api/v1/collections/" + one.path("id").asString() + "?limit=200";
          var inside = outside.json(address).path("items");
          assertThat(inside).hasSize(papers);
          assertThat(inside.get(0).path("item").path("title").asString()).isEqualTo("Paper 1150");
        }
      }
      assertThat(outside.json("/api/v1/users").path("users")).hasSize(6);
      assertNothingIsLeft(outside);
    }
    assertThat(goblin.snapshot()).isEqualTo(before);
  }

  /// Every copy was either moved to its place or taken away, but for those of items that failed:
  /// they wait for somebody to try them again.
  private static void assertNothingIsLeft(Outside outside) throws Exception {
    Outside.until(() -> {
      long waiting = outside.json("/api/v1/items?limit=200&state=failed").path("items").size();
      try (var left = Files.list(outside.home.resolve("content/incoming"))) {
        return left.count() == waiting ? true : null;
      }
    });
    assertThat(outside.home.resolve("import")).doesNotExist();
  }

  @Test
  void a_running_server_with_a_log_is_read_without_touching_a_file_of_it() throws Exception {
    var goblin = goblin("sqlite", "0.12");
    try (var connection = goblin.connect();
        var statement = connection.createStatement();
        var outside = new Outside(folder)) {
      statement.execute("PRAGMA journal_mode = WAL");
      statement.execute("PRAGMA wal_autocheckpoint = 0");
      statement.execute("UPDATE core__media_entries SET title = 'In the log' WHERE id = 5");
      var before = goblin.snapshot();
      assertThat(before).containsKey("mediagoblin.db-wal");
      outside.start();
      var ran = bring(outside, goblin, "--json");
      assertThat(results(ran).get("media 5")).isEqualTo("imported");
      assertThat(item(outside, "In the log").path("owner").asString()).isEqualTo("chris");
      assertThat(goblin.snapshot()).isEqualTo(before);
    }
  }

  @Test
  void what_the_administrator_says_is_done() throws Exception {
    var goblin = goblin("sqlite", "0.12");
    try (var outside = new Outside(folder)) {
      outside.start();
      assertThat(outside.gremlin("user", "add", "chef", "--password", "quite secret").code())
          .isZero();
      var ran =
          bring(
              outside,
              goblin,
              "--json",
              "--administrators",
              "--visibility",
              "private",
              "--user",
              "anna=chef");
      assertThat(results(ran).get("user 2")).isEqualTo("imported");
      assertThat(item(outside, "A walk").path("owner").asString()).isEqualTo("chef");
      assertThat(item(outside, "A walk").path("visibility").asString()).isEqualTo("private");
      assertThat(outside.json("/api/v1/users/chris").path("role").asString())
          .isEqualTo("administrator");
      // Whose password it was over there opens nothing here.
      assertThat(outside.logsIn("chef", "pässwörd")).isFalse();
      assertThat(outside.logsIn("chef", "quite secret")).isTrue();
      assertThat(outside.get("/u/anna/").headers().firstValue("Location")).hasValue("/users/chef");
      // Nobody is told of what is private.
      assertThat(outside.get("/u/anna/m/a-walk/").statusCode()).isEqualTo(404);
      assertThat(outside.get("/u/chris/collection/best-of/").statusCode()).isEqualTo(404);
    }
  }

  @Test
  void what_can_not_be_read_at_all_is_said() throws Exception {
    var goblin = goblin("sqlite", "0.12");
    try (var outside = new Outside(folder)) {
      var media = goblin.media().toString();
      assertThat(bring(outside, goblin).code()).isEqualTo(3);
      outside.start();
      var none = folder.resolve("none").toString();
      assertWrong(outside, "there is no such file", "--database", none, "--media", media);
      assertWrong(outside, "none", "--database", goblin.address(), "--media", none);
      assertWrong(
          outside,
          "no database of SQLite",
          "--database",
          media + "/../../secret.jpg",
          "--media",
          media);
      var home = outside.home.resolve("db.sqlite").toString();
      assertWrong(outside, "no database of MediaGoblin", "--database", home, "--media", media);
      var nowhere = "postgresql://nobody:secret@127.0.0.1:1/none";
      var ran = assertWrong(outside, "reached", "--database", nowhere, "--media", media);
      assertThat(ran.err() + ran.out()).doesNotContain("secret@");
      assertThat(outside.gremlin("import", "mediagoblin").code()).isEqualTo(2);
      assertThat(outside.gremlin("import").code()).isEqualTo(2);
      var help = outside.gremlin("import", "mediagoblin", "--help");
      assertThat(help.code()).isZero();
      assertThat(help.out()).contains("--dry-run", "IMPORTER");
      var unknown = outside.gremlin("import", "other", "--database", goblin.address());
      assertThat(unknown.code()).isEqualTo(2);
      assertThat(unknown.err()).contains("no importer “other”", "mediagoblin --database URL|FILE");
      assertThat(bring(outside, goblin, "--colour", "red").code()).isEqualTo(2);
      // However often it could not read: that is no fault of the extension's.
      assertThat(bring(outside, goblin, "--dry-run", "--json").json()).isNotEmpty();
    }
  }

  @Test
  void an_importer_that_is_switched_off_says_so_and_goes_on_once_it_is_back() throws Exception {
    var goblin = goblin("sqlite", "0.13");
    try (var outside = new Outside(folder)) {
      outside.start();
      assertThat(outside.gremlin("extension", "list").out()).contains("mediagoblin  enabled");
      assertThat(outside.gremlin("extension", "disable", "mediagoblin").code()).isZero();
      var off = bring(outside, goblin);
      assertThat(off.code()).isEqualTo(1);
      assertThat(off.err()).contains("disabled", "gremlin extension enable mediagoblin");

      assertThat(outside.gremlin("extension", "enable", "mediagoblin").code()).isZero();
      assertThat(results(bring(outside, goblin, "--json"))).containsEntry("user 1", "imported");
    }
  }

  @Test
  void a_full_disk_is_a_line_for_each_and_the_next_run_goes_on() throws Exception {
    var goblin = goblin("sqlite", "0.13");
    try (var outside = new Outside(folder)) {
      outside.start();
      var before = setting(outside);
      assertThat(outside.gremlin("set", "disk-reserve", "900000000000000").code()).isZero();
      var full = bring(outside, goblin, "--json");
      assertThat(full.code()).isEqualTo(1);
      var results = results(full);
      assertSame(results, "imported", "user 1", "collection 1");
      assertSame(results, "failed", "media 1", "media 2");
      assertThat(reason(full, "media", 1)).contains("disk is nearly full");
      assertThat(outside.json("/api/v1/items").path("items")).isEmpty();

      assertThat(outside.gremlin("set", "disk-reserve", before).code()).isZero();
      var after = results(bring(outside, goblin, "--json"));
      assertSame(after, "known", "user 1", "collection 1");
      assertSame(
          after, "imported", "media 1", "media 2", "collected 1", "collected 2", "comment 1");
    }
  }

  private static String setting(Outside outside) throws Exception {
    return outside.gremlin("set", "disk-reserve").out().strip().replaceAll("(?s)^.*[ =]", "");
  }

  private static Outside.Ran assertWrong(Outside outside, String words, String... arguments)
      throws Exception {
    var all = new ArrayList<>(List.of("import", "mediagoblin"));
    all.addAll(List.of(arguments));
    var ran = outside.gremlin(all.toArray(String[]::new));
    assertThat(ran.code()).as(ran.err()).isEqualTo(1);
    assertThat(ran.err()).contains(words);
    return ran;
  }
}
