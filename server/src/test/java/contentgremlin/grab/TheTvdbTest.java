package contentgremlin.grab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import contentgremlin.enrich.Problem;
import contentgremlin.enrich.UnansweredException;
import java.util.List;
import org.junit.jupiter.api.Test;

class TheTvdbTest {
  private static final String TOKEN =
      """
      {"status": "success", "data": {"token": "abc.def.ghi"}}
      """;
  private static final String FOUND =
      """
      {"status": "success", "data": [{"objectID": "series-55700", "id": "series-55700",
        "tvdb_id": "55700", "type": "series", "name": "Natfærgen", "year": "2015", "country": "dnk",
        "network": "Kanal 9", "aliases": ["Nattfergen"],
        "translations": {"eng": "Night Ferry", "dan": "Natfærgen"}}],
       "links": {"prev": null, "self": "", "next": "", "total_items": 1, "page_size": 50}}
      """;
  private static final String SERIES =
      """
      {"status": "success", "data": {"id": 55700, "name": "Natfærgen", "originalLanguage": "dan",
        "originalCountry": "dnk", "firstAired": "2015-09-01", "year": "2015",
        "image": "https://artworks.example/poster.jpg", "genres": [{"id": 1, "name": "Mystery"}],
        "originalNetwork": {"id": 9, "name": "Kanal 9"},
        "remoteIds": [{"id": "tt9900700", "type": 2, "sourceName": "IMDB"}],
        "artworks": [{"type": 2, "image": "https://artworks.example/p.jpg"},
          {"type": 3, "image": "https://artworks.example/wide.jpg"}],
        "translations": {"nameTranslations": [{"name": "Night Ferry", "language": "eng"}],
          "overviewTranslations": [{"overview": "Crossings.", "language": "eng"}]}}}
      """;
  private static final String LIST =
      """
      {"status": "success", "data": {"series": {"id": 55700}, "episodes": [
        {"id": 5570012, "seriesId": 55700, "name": "Tåge", "seasonNumber": 1, "number": 2}]}}
      """;
  private static final String EPISODE =
      """
      {"status": "success", "data": {"id": 5570012, "seriesId": 55700, "name": "Tåge", "aired": "2015-09-08",
        "seasonNumber": 1, "number": 2, "image": "https://artworks.example/still.jpg",
        "characters": [{"peopleType": "Director", "personName": "Kit Lowe"},
          {"peopleType": "Guest Star", "personName": "Petra Holm"}],
        "translations": {"nameTranslations": [{"name": "Fog", "language": "eng"}],
          "overviewTranslations": [{"overview": "Nobody sees the buoy.", "language": "eng"}]}}}
      """;

  private final TheTvdb grabber = new TheTvdb();

  private static Canned server() {
    return new Canned()
        .set("tvdb-key", "k-1")
        .answers("/login", TOKEN)
        .answers("/search?", FOUND)
        .answers("/series/55700/extended?", SERIES)
        .answers("/series/55700/episodes/default?page=0&season=1&episodeNumber=2", LIST)
        .answers("/episodes/5570012/extended?", EPISODE);
  }

  @Test
  void an_episode_is_found_by_the_translated_name_of_its_show() throws Exception {
    var said = server().wants("en", "da").found(grabber, Known.episode("Night Ferry", 1, 2));

    assertThat(said)
        .containsEntry("titles/title@en", List.of("Fog"))
        .containsEntry("titles/show@en", List.of("Night Ferry"))
        .containsEntry("titles/show@da", List.of("Natfærgen"))
        .containsEntry("miscellaneous/description@en", List.of("Nobody sees the buoy."))
        .containsEntry("entities/director", List.of("Kit Lowe"))
        .containsEntry("entities/guest", List.of("Petra Holm"))
        .containsEntry("organizational/network", List.of("Kanal 9"))
        .containsEntry("identifier/tvdb", List.of("5570012"))
        .containsEntry("identifier/imdb_show", List.of("tt9900700"));
  }

  @Test
  void the_key_buys_a_token_that_goes_with_every_question() throws Exception {
    var server = server().set("tvdb-pin", "1234");

    server.found(grabber, Known.episode("Night Ferry", 1, 2));

    assertThat(server.asked.getFirst().body()).isEqualTo("{\"apikey\":\"k-1\",\"pin\":\"1234\"}");
    assertThat(server.asked.subList(1, server.asked.size()))
        .isNotEmpty()
        .allMatch(asked ->
            asked.headers().getOrDefault("Authorization", "").equals("Bearer abc.def.ghi"));
  }

  @Test
  void a_key_that_buys_nothing_is_told_of() {
    var server =
        new Canned().answers("/login", "{\"status\": \"failure\", \"message\": \"InvalidAPIKey\"}");

    assertThatThrownBy(() -> grabber.grab(Known.episode("Night Ferry", 1, 2).subject(), server))
        .isInstanceOf(UnansweredException.class);
    assertThat(server.problems).containsExactly(Problem.KEY_REFUSED);
  }
}
