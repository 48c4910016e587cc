package contentgremlin.grab;

import static org.assertj.core.api.Assertions.assertThat;

import contentgremlin.enrich.Grabbed;
import java.util.List;
import org.junit.jupiter.api.Test;

class TvMazeTest {
  private static final String SHOW =
      """
      {"id": 321, "url": "https://www.tvmaze.com/shows/321/night-ferry", "name": "Night Ferry",
       "type": "Scripted", "language": "English", "genres": ["Drama", "Mystery"], "status": "Ended",
       "runtime": 60, "premiered": "2015-09-01", "officialSite": null, "rating": {"average": 7.9},
       "network": {"id": 12, "name": "Channel Nine", "country": {"name": "United Kingdom", "code": "GB"}},
       "webChannel": null, "externals": {"tvrage": null, "thetvdb": 55700, "imdb": "tt9900700"},
       "image": {"medium": "https://static.example/m.jpg", "original": "https://static.example/o.jpg"},
       "summary": "<p><b>Night Ferry</b> crosses &amp; returns.</p>",
       "_embedded": {"cast": [{"person": {"id": 1, "name": "Sam Reed"}, "character": {"name": "Jo"}}]}}
      """;
  private static final String EPISODE =
      """
      {"id": 88001, "name": "Fog", "season": 1, "number": 2, "type": "regular", "airdate": "2015-09-08",
       "airtime": "21:00", "runtime": 60, "rating": {"average": null}, "image": null,
       "summary": "<p>Nobody sees<br>the buoy.</p>"}
      """;

  private final TvMaze grabber = new TvMaze();

  private static Canned server() {
    return new Canned()
        .answers("/search/shows?", "[{\"score\": 0.9, \"show\": " + SHOW + "}]")
        .answers("/shows/321?", SHOW)
        .answers("/shows/321/episodebynumber?season=1&number=2", EPISODE);
  }

  @Test
  void an_episode_is_described_in_plain_text() throws Exception {
    var said = server().found(grabber, Known.episode("Night Ferry", 1, 2));

    assertThat(said)
        .containsEntry("titles/title@en", List.of("Fog"))
        .containsEntry("miscellaneous/description@en", List.of("Nobody sees\nthe buoy."))
        .containsEntry(
            "miscellaneous/show_description@en", List.of("Night Ferry crosses & returns."))
        .containsEntry("temporal/date", List.of("2015-09-08"))
        .containsEntry("organizational/network", List.of("Channel Nine"))
        .containsEntry("spatial/country", List.of("GB"))
        .containsEntry("classification/genre", List.of("Drama", "Mystery"))
        .containsEntry("entities/actor", List.of("Sam Reed"))
        .containsEntry("identifier/tvmaze_show", List.of("321"));
  }

  @Test
  void the_number_of_another_catalogue_saves_the_search() throws Exception {
    var server = server().answers("/lookup/shows?thetvdb=55700", SHOW);

    server.found(
        grabber, Known.episode("Anything", 1, 2).says("identifier", "tvdb_show", "55700", 300));

    assertThat(server.addresses()).noneMatch(address -> address.contains("/search/"));
  }

  @Test
  void a_show_of_another_name_is_offered_only() throws Exception {
    var grabbed = grabber.grab(Known.episode("Morning Train", 1, 2).subject(), server());

    assertThat(((Grabbed.Nothing) grabbed).candidates()).hasSize(1);
  }

  @Test
  void an_empty_list_is_not_believed_for_long() throws Exception {
    var server = new Canned().answers("/search/shows?", "[]");

    assertThat(grabber.grab(Known.episode("Night Ferry", 1, 2).subject(), server))
        .isEqualTo(new Grabbed.Nothing());
    assertThat(server.absent).hasSize(1);
  }

  @Test
  void films_are_not_asked_about() {
    assertThat(grabber.appliesTo(Known.film("The Seawall", 2011).subject())).isFalse();
  }
}
