package contentgremlin.http.page;

import static org.assertj.core.api.Assertions.assertThat;

import contentgremlin.enrich.Candidate;
import contentgremlin.enrich.Outcome;
import contentgremlin.item.ItemId;
import contentgremlin.item.ItemQuery;
import contentgremlin.item.Metadata;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Who says what of an item, and whom the server may ask.
final class MetadataPagesTest {
  private static final Instant THEN = Instant.parse("2026-01-01T12:00:00Z");

  @TempDir static Path home;
  private static SampleSite site;
  private static SampleBrowser visitor;
  private static SampleBrowser guest;
  private static SampleBrowser mira;
  private static ItemId item;

  @BeforeAll
  static void open() throws IOException, InterruptedException {
    site = SampleSite.lively(home, 0);
    visitor = new SampleBrowser(site);
    guest = new SampleBrowser(site).loggedInAs("guest");
    mira = new SampleBrowser(site).loggedInAs("mira");
    item =
        site.database
            .read(tables ->
                tables
                    .items()
                    .list(new ItemQuery(new ItemQuery.Scope.Public(), null, null, null, 1)))
            .getFirst()
            .id();
    site.database.write(tables -> {
      var said =
          List.of(
              said("titles", "title", "The <Thing>", 50, "name"),
              said("entities", "director", "Somebody", 300, "tmdb"));
      tables.items().putMetadata(item, said);
      tables
          .enrichment()
          .offer(item, "tmdb", List.of(new Candidate("1091", "The Thing", "1982", 0.6)));
      tables
          .enrichment()
          .put(item, Outcome.nothing("tmdb", "m", THEN, Instant.parse("2099-01-01T12:00:00Z")));
      return said;
    });
  }

  private static Metadata said(String group, String key, String value, int priority, String by) {
    return new Metadata(group, key, "", value, priority, by, THEN);
  }

  @AfterAll
  static void close() {
    visitor.close();
    guest.close();
    mira.close();
    site.close();
  }

  private static String page(String action) {
    return "/items/" + item.value() + "/metadata" + action;
  }

  private static String title() {
    return site.database.read(tables -> tables.items().find(item)).orElseThrow().title();
  }

  @Test
  void a_statement_is_kept_until_it_is_taken_back() throws Exception {
    var kept =
        mira.post(
            page("/say"), "group", "titles", "key", "title", "language", "", "value", "My <title>");

    assertThat(kept.statusCode()).isEqualTo(303);
    assertThat(title()).isEqualTo("My <title>");
    var shown = mira.get(page("")).body();
    assertThat(shown).contains("My &lt;title&gt;", "yours", "Back to what others say");
    assertThat(shown).contains("The &lt;Thing&gt;", "The Movie Database", "Somebody");

    mira.post(page("/revert"), "group", "titles", "key", "title", "language", "");

    assertThat(title()).isEqualTo("The <Thing>");
  }

  @Test
  void a_candidate_is_chosen_and_the_choice_taken_back() throws Exception {
    assertThat(mira.get(page("")).body()).contains("Which one is it", "1982", "60 %");

    assertThat(mira.post(page("/choose"), "grabber", "tmdb", "choice", "1091").statusCode())
        .isEqualTo(303);
    assertThat(site.database.read(tables -> tables.enrichment().chosen(item, "tmdb")).orElse(""))
        .isEqualTo("1091");
    mira.post(page("/unchoose"), "grabber", "tmdb");

    assertThat(site.database.read(tables -> tables.enrichment().chosen(item, "tmdb")).isEmpty())
        .isTrue();
    assertThat(mira.post(page("/choose"), "grabber", "nobody", "choice", "1").statusCode())
        .isEqualTo(404);
  }

  @Test
  void only_those_who_may_edit_it_see_who_says_what() throws Exception {
    assertThat(visitor.get(page("")).statusCode()).isIn(401, 403);
    assertThat(guest.get(page("")).statusCode()).isEqualTo(403);
    var refused =
        guest.post(
            page("/say"), "group", "titles", "key", "title", "language", "", "value", "Mine");
    assertThat(refused.statusCode()).isEqualTo(403);
    assertThat(title()).isNotEqualTo("Mine");
  }

  @Test
  void rubbish_is_refused_with_a_reason() throws Exception {
    var group =
        mira.post(page("/say"), "group", "nonsense", "key", "title", "language", "", "value", "x");
    var key =
        mira.post(page("/say"), "group", "titles", "key", "T I", "language", "", "value", "x");

    assertThat(group.statusCode()).isEqualTo(422);
    assertThat(group.body()).contains("There is no group");
    assertThat(key.statusCode()).isEqualTo(422);
  }

  @Test
  void an_administrator_says_who_may_be_asked_and_keys_are_never_shown() throws Exception {
    assertThat(mira.get("/admin/metadata").body()).contains("MusicBrainz", "Not asked");
    assertThat(guest.get("/admin/metadata").statusCode()).isEqualTo(403);

    mira.post("/admin/metadata/provider", "provider", "musicbrainz", "on", "true");
    mira.post("/admin/metadata/provider", "provider", "tmdb", "on", "true", "key", "s3cret");
    var page = mira.get("/admin/metadata").body();

    assertThat(page).contains("A key is kept").doesNotContain("s3cret");
    assertThat(setting("providers")).isEqualTo("musicbrainz, tmdb");
    mira.post("/admin/metadata/provider", "provider", "tmdb", "on", "false");
    mira.post("/admin/metadata/provider", "provider", "musicbrainz", "on", "false");
    assertThat(setting("providers")).isEqualTo("none");
    assertThat(mira.post("/admin/metadata/provider", "provider", "x", "on", "true").statusCode())
        .isEqualTo(404);
  }

  private static String setting(String name) {
    return site.database.read(tables -> tables.settings().find(name)).orElse("");
  }
}
