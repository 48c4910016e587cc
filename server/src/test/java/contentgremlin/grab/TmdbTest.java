package contentgremlin.grab;

import static org.assertj.core.api.Assertions.assertThat;

import contentgremlin.enrich.Candidate;
import contentgremlin.enrich.Grabbed;
import contentgremlin.enrich.Wanted;
import contentgremlin.item.MediaType;
import java.util.List;
import org.junit.jupiter.api.Test;

class TmdbTest {
  private static final String FOUND =
      """
      {"page": 1, "results": [
        {"adult": false, "backdrop_path": "/b.jpg", "genre_ids": [18], "id": 9001,
         "original_language": "fr", "original_title": "La Digue", "overview": "…", "popularity": 12.5,
         "poster_path": "/p.jpg", "release_date": "2011-04-06", "title": "The Seawall", "video": false,
         "vote_average": 7.1, "vote_count": 210},
        {"adult": false, "id": 9002, "original_language": "en", "original_title": "The Seawall",
         "release_date": "1974-01-01", "title": "The Seawall"}],
       "total_pages": 1, "total_results": 2}
      """;

  private static final String FILM =
      """
      {"adult": false, "id": 9001, "imdb_id": "tt9900001", "original_language": "fr",
       "original_title": "La Digue", "title": "Die Mole", "overview": "Ein Dorf am Meer.",
       "release_date": "2011-04-06", "runtime": 104, "budget": 4200000, "revenue": 0,
       "homepage": "", "vote_average": 7.12, "vote_count": 210, "tagline": "",
       "belongs_to_collection": {"id": 5, "name": "Küstenreihe"},
       "genres": [{"id": 18, "name": "Drama"}],
       "production_companies": [{"id": 1, "name": "Films du Phare", "origin_country": "FR"}],
       "production_countries": [{"iso_3166_1": "FR", "name": "France"}],
       "poster_path": "/p.jpg", "backdrop_path": "/b.jpg",
       "external_ids": {"imdb_id": "tt9900001", "wikidata_id": "Q990001", "facebook_id": null},
       "keywords": {"keywords": [{"id": 1, "name": "lighthouse"}]},
       "translations": {"translations": [
         {"iso_3166_1": "DE", "iso_639_1": "de", "name": "Deutsch", "data": {"title": "Die Mole",
           "overview": "Ein Dorf am Meer.", "tagline": "Das Wasser steigt.", "runtime": 104}},
         {"iso_3166_1": "US", "iso_639_1": "en", "name": "English", "data": {"title": "The Seawall",
           "overview": "A village by the sea.", "tagline": "", "runtime": 104}},
         {"iso_3166_1": "FR", "iso_639_1": "fr", "name": "Français", "data": {"title": "",
           "overview": "Un village.", "tagline": "", "runtime": 0}}]},
       "credits": {"cast": [{"name": "Ines Carat", "character": "Maud", "order": 0}],
         "crew": [{"name": "Luc Bastide", "job": "Director", "department": "Directing"},
           {"name": "Eva Monnet", "job": "Screenplay", "department": "Writing"},
           {"name": "Tom Grip", "job": "Key Grip", "department": "Camera"}]},
       "release_dates": {"results": [
         {"iso_3166_1": "DE", "release_dates": [{"certification": "", "type": 1},
           {"certification": "12", "type": 3}]},
         {"iso_3166_1": "BR", "release_dates": [{"certification": "14", "type": 3}]}]},
       "images": {"backdrops": [{"iso_639_1": null, "file_path": "/wide.jpg"}],
         "logos": [{"iso_639_1": "de", "file_path": "/logo.svg"}, {"iso_639_1": "de", "file_path": "/logo.png"}],
         "posters": [{"iso_639_1": "en", "file_path": "/en.jpg"}, {"iso_639_1": "de", "file_path": "/de.jpg"},
           {"iso_639_1": null, "file_path": "/plain.jpg"}]}}
      """;

  private static final String SHOWS =
      """
      {"page": 1, "results": [{"id": 700, "name": "Night Ferry", "original_name": "Night Ferry",
        "original_language": "en", "first_air_date": "2015-09-01", "origin_country": ["GB"]}],
       "total_pages": 1, "total_results": 1}
      """;

  private static final String SHOW =
      """
      {"id": 700, "name": "Night Ferry", "original_name": "Night Ferry", "original_language": "en",
       "first_air_date": "2015-09-01", "overview": "Crossings.", "genres": [{"id": 1, "name": "Mystery"}],
       "networks": [{"id": 4, "name": "Channel Nine"}], "created_by": [{"name": "Ola Brandt"}],
       "poster_path": "/show.jpg", "external_ids": {"imdb_id": "tt9900700", "tvdb_id": 55700},
       "content_ratings": {"results": [{"iso_3166_1": "US", "rating": "TV-14"}]},
       "keywords": {"results": [{"id": 2, "name": "ship"}]}}
      """;

  private static final String EPISODE =
      """
      {"id": 70012, "name": "Fog", "overview": "Nobody sees the buoy.", "air_date": "2015-09-08",
       "season_number": 1, "episode_number": 2, "still_path": "/still.jpg",
       "guest_stars": [{"name": "Petra Holm", "character": "Pilot"}],
       "credits": {"cast": [{"name": "Sam Reed"}], "crew": [{"name": "Kit Lowe", "job": "Director"}]},
       "external_ids": {"imdb_id": "tt9900712", "tvdb_id": 5570012}}
      """;

  private static final String CONFIGURATION =
      """
      {"images": {"base_url": "http://image.example/t/p/", "secure_base_url": "https://image.example/t/p/",
        "poster_sizes": ["w92", "w780", "original"]}, "change_keys": []}
      """;

  private final Tmdb grabber = new Tmdb();

  private static Canned server() {
    return new Canned()
        .set("tmdb-key", "0123456789abcdef0123456789abcdef")
        .answers("/search/movie?", FOUND)
        .answers("/movie/9001?", FILM)
        .answers("/search/tv?", SHOWS)
        .answers("/tv/700?", SHOW)
        .answers("/tv/700/season/1/episode/2?", EPISODE)
        .answers("/configuration", CONFIGURATION);
  }

  @Test
  void a_film_is_found_by_title_and_year_and_told_in_all_wanted_languages() throws Exception {
    var said = server().wants("de", "en", "fr").found(grabber, Known.film("The Seawall", 2011));

    assertThat(said)
        .containsEntry("titles/title@de", List.of("Die Mole"))
        .containsEntry("titles/title@en", List.of("The Seawall"))
        .containsEntry("titles/title@fr", List.of("La Digue"))
        .containsEntry("titles/original_title@fr", List.of("La Digue"))
        .containsEntry("miscellaneous/description@en", List.of("A village by the sea."))
        .containsEntry("miscellaneous/tagline@de", List.of("Das Wasser steigt."))
        .containsEntry("entities/actor", List.of("Ines Carat"))
        .containsEntry("entities/director", List.of("Luc Bastide"))
        .containsEntry("entities/writer", List.of("Eva Monnet"))
        .containsEntry("organizational/studio", List.of("Films du Phare"))
        .containsEntry("classification/certificate", List.of("DE:12"))
        .containsEntry("classification/keywords", List.of("lighthouse"))
        .containsEntry("commercial/budget", List.of("4200000"))
        .containsEntry("identifier/tmdb", List.of("9001"))
        .containsEntry("identifier/imdb", List.of("tt9900001"))
        .containsEntry("identifier/wikidata", List.of("Q990001"))
        .doesNotContainKey("commercial/revenue");
  }

  @Test
  void posters_are_wanted_in_each_language_the_best_first() throws Exception {
    var wanted = server().wants("de", "en").wanted(grabber, Known.film("The Seawall", 2011));

    assertThat(wanted)
        .containsExactly(
            new Wanted(Wanted.Kind.POSTER, "https://image.example/t/p/w780/de.jpg", "de", 300),
            new Wanted(Wanted.Kind.POSTER, "https://image.example/t/p/w780/en.jpg", "en", 290),
            new Wanted(Wanted.Kind.POSTER, "https://image.example/t/p/w780/plain.jpg", "", 280),
            new Wanted(Wanted.Kind.BACKDROP, "https://image.example/t/p/w1280/wide.jpg", "", 300),
            new Wanted(Wanted.Kind.LOGO, "https://image.example/t/p/w500/logo.png", "de", 300));
  }

  @Test
  void the_old_key_is_in_the_address_and_the_new_one_is_not() throws Exception {
    var old = server();
    old.found(grabber, Known.film("The Seawall", 2011));
    assertThat(old.asked)
        .allMatch(asked -> asked.address().contains("api_key=0123456789abcdef"))
        .allMatch(asked -> asked.headers().isEmpty());

    var fresh = server().set("tmdb-key", "eyJ" + "x".repeat(200));
    fresh.found(grabber, Known.film("The Seawall", 2011));
    assertThat(fresh.asked)
        .noneMatch(asked -> asked.address().contains("eyJ"))
        .allMatch(
            asked -> asked.headers().getOrDefault("Authorization", "").startsWith("Bearer eyJ"));
  }

  @Test
  void films_of_one_name_are_offered_if_nobody_knows_the_year() throws Exception {
    var grabbed = grabber.grab(Known.film("The Seawall", 0).subject(), server());

    assertThat(((Grabbed.Nothing) grabbed).candidates())
        .extracting(Candidate::key)
        .containsExactly("movie/9001", "movie/9002");
  }

  @Test
  void the_date_inside_of_a_film_is_that_of_its_file() throws Exception {
    var known = Known.film("The Seawall", 2011).says("temporal", "date", "2024-02-03T04:05:06");

    assertThat(server().found(grabber, known)).containsEntry("identifier/tmdb", List.of("9001"));
  }

  @Test
  void an_episode_is_found_by_its_show_and_numbers() throws Exception {
    var server = server();

    var said = server.found(grabber, Known.episode("Night Ferry", 1, 2));

    assertThat(said)
        .containsEntry("titles/title@en", List.of("Fog"))
        .containsEntry("titles/show@en", List.of("Night Ferry"))
        .containsEntry("entities/guest", List.of("Petra Holm"))
        .containsEntry("temporal/date", List.of("2015-09-08"))
        .containsEntry("organizational/network", List.of("Channel Nine"))
        .containsEntry("identifier/tvdb_show", List.of("55700"))
        .containsEntry("identifier/tmdb", List.of("70012"))
        .containsEntry("classification/certificate", List.of("US:TV-14"));
    assertThat(server.wanted(grabber, Known.episode("Night Ferry", 1, 2)).getFirst().address())
        .isEqualTo("https://image.example/t/p/original/still.jpg");
  }

  @Test
  void an_identifier_from_elsewhere_saves_the_search() throws Exception {
    var server =
        server()
            .answers(
                "/find/tt9900001?",
                """
                {"movie_results": [{"id": 9001, "title": "The Seawall"}], "tv_results": [],
                 "tv_episode_results": [], "person_results": []}
                """);

    server.found(grabber, Known.film("Whatever", 0).says("identifier", "imdb", "tt9900001", 400));

    assertThat(server.addresses()).noneMatch(address -> address.contains("/search/"));
  }

  @Test
  void what_a_camera_filmed_is_nobodys_business() {
    assertThat(grabber.appliesTo(Known.film("VID_20240102_030405", 0).subject())).isFalse();
    assertThat(
            grabber.appliesTo(
                Known.film("Birthday", 0).says("technical", "camera_make", "Acme").subject()))
        .isFalse();
    assertThat(
            grabber.appliesTo(
                Known.film("Birthday", 0).named("classification", "kind", "recording").subject()))
        .isFalse();
    assertThat(grabber.appliesTo(Known.film("1917", 2019).subject())).isTrue();
    assertThat(grabber.appliesTo(Known.file(MediaType.VIDEO, "Seawall.mkv").subject())).isTrue();
  }
}
