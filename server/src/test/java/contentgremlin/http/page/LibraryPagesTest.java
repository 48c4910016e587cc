package contentgremlin.http.page;

import static org.assertj.core.api.Assertions.assertThat;

import contentgremlin.item.ItemQuery;
import contentgremlin.item.Visibility;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The pages of libraries, over real folders.
final class LibraryPagesTest {
  @TempDir static Path home;
  @TempDir static Path music;
  private static SampleSite site;
  private static SampleBrowser visitor;
  private static SampleBrowser mira;

  @BeforeAll
  static void open() throws IOException, InterruptedException {
    Files.createDirectories(music.resolve("A & B/100% <new>"));
    Files.createDirectories(music.resolve("back\\slash"));
    Files.write(music.resolve("A & B/one.mp3"), new byte[100]);
    Files.write(music.resolve("A & B/100% <new>/two.flac"), new byte[100]);
    Files.write(music.resolve("back\\slash/three.ogg"), new byte[100]);
    site = SampleSite.lively(home, 0);
    visitor = new SampleBrowser(site);
    mira = new SampleBrowser(site).loggedInAs("mira");
  }

  @AfterAll
  static void close() {
    visitor.close();
    mira.close();
    site.close();
  }

  private static HttpResponse<String> add(String name, String path, String visibility)
      throws Exception {
    return mira.post("/admin/libraries", "name", name, "path", path, "visibility", visibility);
  }

  private static void compared(String name) throws Exception {
    for (int tries = 0; !site.isCompared(name); tries++) {
      assertThat(tries).as("looks at " + name).isLessThan(2_000);
      Thread.sleep(10);
    }
  }

  @Test
  void a_library_is_added_browsed_scanned_and_removed_by_its_pages() throws Exception {
    assertThat(add("My music", music.toString(), "public").statusCode()).isEqualTo(303);
    compared("My music");

    var page = mira.get("/admin/libraries").body();
    assertThat(page).contains("My music", music.toRealPath().toString(), "3 media files");
    assertThat(visitor.get("/").body()).contains("href=\"/libraries\"");
    assertThat(visitor.get("/libraries").body()).contains("href=\"/libraries/My%20music/\"");
    var root = visitor.get("/libraries/My%20music/").body();
    assertThat(root).contains("A &amp; B").doesNotContain("Scan this folder now");
    var folder = visitor.get("/libraries/My%20music/A%20%26%20B/").body();
    for (var link : SampleBrowser.links(root + folder)) {
      assertThat(visitor.get(link).statusCode()).as(link).isIn(200, 405);
    }
    assertThat(visitor.get("/libraries/My%20music/A%20%26%20B/").body())
        .contains("one", "100% &lt;new&gt;")
        .doesNotContain("two");
    assertThat(
            visitor.get("/libraries/My%20music/?path=A%20%26%20B%2F100%25%20%3Cnew%3E%2F").body())
        .contains("two");
    assertThat(visitor.get("/libraries/My%20music/?path=back%5Cslash%2F").body()).contains("three");

    scansAFolder();
    assertThat(mira.post("/admin/libraries/remove", "name", "My music").statusCode())
        .isEqualTo(303);
    assertThat(mira.get("/libraries/My%20music/").statusCode()).isEqualTo(404);
    assertThat(music.resolve("A & B/one.mp3")).exists();
    assertThat(visitor.get("/").body()).doesNotContain("href=\"/libraries\"");
  }

  private static void scansAFolder() throws Exception {
    var folder = "/libraries/My%20music/A%20%26%20B/";
    assertThat(mira.get(folder).body()).contains("Scan this folder now");
    var answer =
        mira.post("/admin/libraries/scan", "name", "My music", "path", "A & B/", "back", folder);
    assertThat(answer.statusCode()).isEqualTo(303);
    assertThat(answer.headers().firstValue("Location")).contains(folder);
    assertThat(mira.post("/admin/libraries/scan", "name", "Nobody's").statusCode()).isEqualTo(404);
  }

  @Test
  void nobody_learns_the_names_of_folders_with_nothing_in_them_to_see(@TempDir Path mixed)
      throws Exception {
    Files.createDirectories(mixed.resolve("Secret plans/deeper"));
    Files.createDirectories(mixed.resolve("Holidays"));
    Files.createDirectories(mixed.resolve("Empty one"));
    Files.write(mixed.resolve("Secret plans/deeper/plan.mp3"), new byte[100]);
    Files.write(mixed.resolve("Holidays/beach.mp3"), new byte[100]);
    assertThat(add("Mixed", mixed.toString(), "public").statusCode()).isEqualTo(303);
    compared("Mixed");
    assertThat(visitor.get("/libraries/Mixed/").body()).contains("Secret plans");

    hide("plan.mp3");

    assertThat(visitor.get("/libraries/Mixed/").body())
        .contains("Holidays")
        .doesNotContain("Secret plans", "Empty one");
    assertThat(visitor.get("/libraries/Mixed/Secret%20plans/").statusCode()).isEqualTo(404);
    assertThat(visitor.get("/libraries/Mixed/Secret%20plans/deeper/").statusCode()).isEqualTo(404);
    assertThat(mira.get("/libraries/Mixed/").body()).contains("Secret plans", "Empty one");
    assertThat(mira.get("/libraries/Mixed/Secret%20plans/").body()).contains("deeper");
    mira.post("/admin/libraries/remove", "name", "Mixed");
  }

  private static void hide(String name) {
    site.database.write(tables -> {
      var all = new ItemQuery(new ItemQuery.Scope.Everything(), null, null, null, 200);
      for (var item : tables.items().list(all)) {
        if (item.source().name().equals(name)) {
          tables.items().update(item.described(item.title(), "", List.of(), Visibility.PRIVATE));
        }
      }
      return true;
    });
  }

  @Test
  void a_song_of_a_library_has_its_folder_and_the_words_that_lie_beside_it(@TempDir Path songs)
      throws Exception {
    Files.createDirectories(songs.resolve("Some folder"));
    Files.write(songs.resolve("Some folder/tune.mp3"), new byte[100]);
    Files.writeString(songs.resolve("Some folder/tune.lrc"), "[00:01.50]La <b>la</b>\n");
    Files.write(songs.resolve("Some folder/dumb.mp3"), new byte[100]);
    assertThat(add("Songs", songs.toString(), "public").statusCode()).isEqualTo(303);
    compared("Songs");
    var folder = visitor.get("/libraries/Songs/Some%20folder/").body();
    var tune = item(folder, "tune");
    var dumb = item(folder, "dumb");

    assertThat(visitor.get(tune).body())
        .contains("href=\"/libraries/Songs/Some%20folder/\"", "src=\"" + tune + "/lyrics\"");
    assertThat(visitor.get(tune + "/lyrics").body())
        .contains("data-at=\"1500\"", "La &lt;b&gt;la&lt;/b&gt;");
    assertThat(visitor.get(dumb).body()).doesNotContain("/lyrics");
    assertThat(visitor.get(dumb + "/lyrics").statusCode()).isEqualTo(404);
    hide("tune.mp3");
    assertThat(visitor.get(tune + "/lyrics").statusCode()).isEqualTo(404);
    mira.post("/admin/libraries/remove", "name", "Songs");
  }

  private static String item(String page, String title) {
    var found =
        Pattern.compile("href=\"(/items/[^\"]+)\"(?:(?!</li>).)*>" + title + "<", Pattern.DOTALL)
            .matcher(page);
    assertThat(found.find()).as(title).isTrue();
    return found.group(1);
  }

  @ParameterizedTest
  @CsvSource({
    "., /tmp, blanks around it",
    ".., /tmp, blanks around it",
    "100%, /tmp, percent signs",
    "a\\b, /tmp, slashes",
    "System, /proc, the system makes them up",
    "System, /sys/kernel, the system makes them up",
    "Everything, /, root of the file system"
  })
  void what_can_never_be_a_library_is_refused(String name, String path, String why)
      throws Exception {
    var answer = add(name, path, "public");

    assertThat(answer.statusCode()).isEqualTo(422);
    assertThat(answer.body()).contains(why);
  }

  @Test
  void what_can_be_no_library_is_refused_with_the_reason() throws Exception {
    var answer = add("Nowhere", "/no/such/folder", "public");

    assertThat(answer.statusCode()).isEqualTo(422);
    assertThat(answer.body())
        .contains("There is no folder at /no/such/folder", "value=\"Nowhere\"");
  }

  @Test
  void a_private_library_is_there_for_moderators_alone(@TempDir Path secret) throws Exception {
    Files.createDirectory(secret.resolve("inside"));
    assertThat(add("Secrets", secret.toString(), "private").statusCode()).isEqualTo(303);
    compared("Secrets");

    assertThat(visitor.get("/libraries/Secrets/").statusCode()).isEqualTo(404);
    assertThat(visitor.get("/libraries").body()).doesNotContain("Secrets");
    assertThat(mira.get("/libraries/Secrets/").body()).contains("inside");
    assertThat(mira.get("/libraries/Secrets/nowhere/").statusCode()).isEqualTo(404);
    assertThat(mira.get("/libraries/Secrets/%2e%2e/").statusCode()).isGreaterThanOrEqualTo(400);
    mira.post("/admin/libraries/remove", "name", "Secrets");
  }

  @Test
  void only_administrators_look_after_libraries() throws Exception {
    assertThat(visitor.get("/admin/libraries").statusCode()).isEqualTo(401);
    assertThat(visitor.post("/admin/libraries/remove", "name", "x").statusCode()).isEqualTo(401);
  }
}
