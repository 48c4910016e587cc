package contentgremlin.http.page;

import static org.assertj.core.api.Assertions.assertThat;

import contentgremlin.item.Visibility;
import contentgremlin.shelf.Shelf;
import contentgremlin.shelf.ShelfQuery;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What the pages of albums, series and pictures say and link, without script.
final class ShelfPagesTest {
  @TempDir static Path home;
  private static SampleSite site;
  private static SampleBrowser visitor;
  private static SampleBrowser mira;

  @BeforeAll
  static void open() throws IOException, InterruptedException {
    site = SampleSite.shelved(home, 0);
    visitor = new SampleBrowser(site);
    mira = new SampleBrowser(site).loggedInAs("mira");
  }

  @AfterAll
  static void close() {
    visitor.close();
    mira.close();
    site.close();
  }

  private static String body(SampleBrowser browser, String path) throws Exception {
    var answer = browser.get(path);
    assertThat(answer.statusCode()).as(path).isEqualTo(200);
    return answer.body();
  }

  private static String address(String page, String kind, String title) {
    var found =
        Pattern.compile(
                "href=\"(/" + kind + "/\\d+)\"(?:(?!</li>).)*" + Pattern.quote(title),
                Pattern.DOTALL)
            .matcher(page);
    assertThat(found.find()).as(title).isTrue();
    return found.group(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/albums",
        "/albums?from=t",
        "/albums?genre=jazz",
        "/albums?year=1966",
        "/artists",
        "/genres",
        "/years",
        "/series",
        "/photos",
        "/photos/2024-07"
      })
  void every_address_on_a_page_leads_somewhere(String path) throws Exception {
    var broken = new ArrayList<String>();
    for (var link : SampleBrowser.links(body(visitor, path))) {
      int status = visitor.get(link).statusCode();
      if (status >= 400 && status != 405) {
        broken.add(link + " answers " + status);
      }
    }

    assertThat(broken).isEmpty();
  }

  @Test
  void an_album_tells_its_tracks_by_disc_and_what_is_around_them() throws Exception {
    var albums = body(visitor, "/albums?from=w");
    var wall = body(visitor, address(albums, "albums", "The Wall"));

    assertThat(wall).contains("Disc 1", "Disc 2", "26 tracks", "Guest 3", "/albums?year=1979");
    assertThat(wall.indexOf("Disc 1")).isLessThan(wall.indexOf("Disc 2"));
    assertThat(Pattern.compile("class=\"track ").matcher(wall).results()).hasSize(26);
    var artist = body(visitor, address(wall, "artists", "Pink Floyd"));
    assertThat(artist).contains("The Wall");
    assertThat(wall).contains("data-source=\"/media/", "data-type=\"audio/flac\"");
  }

  @Test
  void a_song_leads_to_its_album_its_artist_and_the_songs_beside_it() throws Exception {
    var at = address(body(visitor, "/albums?from=w"), "albums", "The Wall");
    var songs =
        Pattern.compile("class=\"track-title\" dir=\"auto\" href=\"([^\"]+)\"")
            .matcher(body(visitor, at))
            .results()
            .map(found -> found.group(1))
            .toList();
    var last = body(visitor, songs.get(12));

    assertThat(last).contains("href=\"" + at + "\"", "Disc 1, track 13", "Disc 2, track 1");
    assertThat(last).containsPattern("href=\"/artists/\\d+\">Pink Floyd<");
    assertThat(last).contains("rel=\"prev\" href=\"" + songs.get(11) + "\"");
    assertThat(last).contains("rel=\"next\" href=\"" + songs.get(13) + "\"");
    assertThat(body(visitor, songs.getFirst())).doesNotContain("rel=\"prev\"");
    assertThat(body(visitor, songs.getLast())).doesNotContain("rel=\"next\"");
  }

  @Test
  void the_last_episode_of_a_season_leads_to_the_first_of_the_next() throws Exception {
    var at = address(body(visitor, "/series"), "series", "The Night Watch");
    var episodes =
        Pattern.compile("class=\"episode-link\" href=\"([^\"]+)\"")
            .matcher(body(visitor, at))
            .results()
            .map(found -> found.group(1))
            .toList();
    var last = body(visitor, episodes.getLast());

    assertThat(last).contains("Season 1, episode 7", "Season 2, episode 1", at + "?season=1");
  }

  @Test
  void an_album_without_a_picture_names_none() throws Exception {
    var songs = body(visitor, "/albums?from=s");
    var kitchen = body(visitor, address(songs, "albums", "Songs from the kitchen radio"));
    var wall = body(visitor, address(body(visitor, "/albums?from=w"), "albums", "The Wall"));

    assertThat(kitchen).doesNotContain("/poster");
    assertThat(wall).containsPattern("src=\"/media/[^\"]+/poster\"");
  }

  @Test
  void somebody_who_is_on_the_albums_of_others_has_a_page_that_says_so() throws Exception {
    var wall = body(visitor, address(body(visitor, "/albums?from=w"), "albums", "The Wall"));
    var link = Pattern.compile("href=\"([^\"]+)\">Somebody Else<").matcher(wall);
    assertThat(link.find()).isTrue();
    var other = body(visitor, link.group(1));

    assertThat(other).contains("Appears on", "Pastel Blues").doesNotContain(">Albums</h2>");
  }

  @Test
  void a_series_begins_with_its_first_season_and_has_specials() throws Exception {
    var at = address(body(visitor, "/series"), "series", "The Night Watch");
    var first = body(visitor, at);
    var specials = body(visitor, at + "?season=0");

    assertThat(first).contains("Season 1</h2>", "Season 2", "Specials", "2 seasons · 21 episodes");
    assertThat(specials).contains("Specials</h2>");
    assertThat(Pattern.compile("class=\"episode ").matcher(first).results()).hasSize(7);
  }

  @Test
  void months_come_latest_first_with_how_many_pictures_each_has() throws Exception {
    var photos = body(visitor, "/photos");

    assertThat(photos.indexOf("July 2024")).isPositive().isLessThan(photos.indexOf("June 2024"));
    assertThat(photos).contains("10 pictures");
    assertThat(SampleBrowser.cards(body(visitor, "/photos/2024-06"))).hasSize(10);
  }

  @Test
  void what_is_not_for_all_is_only_there_for_those_who_may_see_it() throws Exception {
    var at = address(body(mira, "/albums?from=d"), "albums", "Demo 14");
    hide("Demo 14");

    assertThat(visitor.get(at).statusCode()).isEqualTo(404);
    assertThat(body(visitor, "/albums?from=d")).doesNotContain("Demo 14");
    assertThat(body(visitor, "/artists")).doesNotContain("The Practice Band N");
    assertThat(body(mira, at)).contains("Demo 14");
  }

  private static void hide(String title) {
    var none = new ShelfQuery.Narrowing.None();
    var query = new ShelfQuery(Shelf.Kind.ALBUM, true, none, null, 200);
    site.database.write(tables -> {
      for (var shelf : tables.shelves().list(query)) {
        if (shelf.title().equals(title)) {
          for (var member : tables.shelves().members(shelf, true, null, null, 99)) {
            var item = member.item();
            tables.items().update(item.described(item.title(), "", List.of(), Visibility.PRIVATE));
          }
        }
      }
      return true;
    });
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/albums/0",
        "/albums/x",
        "/albums/99999999999999999999",
        "/albums?genre=nothing",
        "/albums?year=1",
        "/artists/77777",
        "/series/1",
        "/photos/2024-13",
        "/photos/x"
      })
  void what_is_not_there_is_not_found(String path) throws Exception {
    assertThat(visitor.get(path).statusCode()).isEqualTo(404);
  }

  @Test
  void ways_lead_only_to_what_there_is(@TempDir Path empty) throws Exception {
    try (var bare = SampleSite.lively(empty, 0);
        var browser = new SampleBrowser(bare)) {
      assertThat(browser.get("/").body()).doesNotContain("class=\"sections\"");
    }
    assertThat(body(visitor, "/"))
        .contains("class=\"sections\"", "href=\"/albums\"", "href=\"/series\"", "href=\"/photos\"");
  }
}
