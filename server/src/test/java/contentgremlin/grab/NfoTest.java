package contentgremlin.grab;

import static org.assertj.core.api.Assertions.assertThat;

import contentgremlin.enrich.Grabbed;
import contentgremlin.item.MediaType;
import java.util.List;
import org.junit.jupiter.api.Test;

class NfoTest {
  private final Nfo grabber = new Nfo();

  private static Known film() {
    return Known.file(MediaType.VIDEO, "Seawall.mkv")
        .beside("Seawall.nfo", "other.nfo", "poster.jpg");
  }

  @Test
  void a_film_is_read_with_all_that_people_wrote_of_it() throws Exception {
    var files =
        new Canned()
            .fileBeside(
                "Seawall.nfo",
                """
                <?xml version="1.0" encoding="UTF-8" standalone="yes" ?>
                <movie>
                  <title>The Seawall</title><originaltitle>La Digue</originaltitle>
                  <sorttitle>Seawall</sorttitle>
                  <ratings><rating name="imdb" max="10"><value>6.9</value></rating>
                    <rating name="themoviedb" max="10" default="true"><value>7.1</value></rating></ratings>
                  <userrating>8</userrating>
                  <plot>A village &amp; the sea, salt & wind.</plot><tagline>It rises.</tagline>
                  <mpaa>Rated PG</mpaa>
                  <uniqueid type="tmdb" default="true">9001</uniqueid><uniqueid type="imdb">tt9900001</uniqueid>
                  <genre>Drama</genre><genre>Sea</genre><tag>lighthouse</tag>
                  <set><name>Coast</name><overview>…</overview></set>
                  <country>France</country><credits>Eva Monnet</credits><director>Luc Bastide</director>
                  <premiered>2011-04-06</premiered><year>2011</year><studio>Films du Phare</studio>
                  <actor><name>Ines Carat</name><role>Maud</role><order>0</order></actor>
                  <fileinfo><streamdetails><video><codec>h264</codec></video></streamdetails></fileinfo>
                </movie>
                """);

    assertThat(files.found(grabber, film()))
        .containsEntry("titles/title", List.of("The Seawall"))
        .containsEntry("titles/original_title", List.of("La Digue"))
        .containsEntry("titles/sort_title", List.of("Seawall"))
        .containsEntry("titles/collection", List.of("Coast"))
        .containsEntry("miscellaneous/description", List.of("A village & the sea, salt & wind."))
        .containsEntry("classification/genre", List.of("Drama", "Sea"))
        .containsEntry("classification/rating", List.of("7.1"))
        .containsEntry("classification/certificate", List.of("Rated PG"))
        .containsEntry("entities/director", List.of("Luc Bastide"))
        .containsEntry("entities/actor", List.of("Ines Carat"))
        .containsEntry("temporal/date", List.of("2011-04-06"))
        .containsEntry("identifier/tmdb", List.of("9001"))
        .containsEntry("identifier/imdb", List.of("tt9900001"));
  }

  @Test
  void of_several_episodes_in_a_file_the_one_that_is_meant_comes_first() throws Exception {
    var files =
        new Canned()
            .fileBeside(
                "Ferry.nfo",
                """
                <episodedetails><title>Fog</title><season>1</season><episode>2</episode>
                  <aired>2015-09-08</aired></episodedetails>
                <episodedetails><title>Rain</title><season>1</season><episode>3</episode></episodedetails>
                """)
            .fileBeside(
                "../tvshow.nfo",
                "<tvshow><title>Night Ferry</title><plot>Crossings.</plot><id>55700</id></tvshow>");
    var known =
        Known.file(MediaType.VIDEO, "Ferry.mkv")
            .named("classification", "episode", "2")
            .beside("Ferry.nfo", "../tvshow.nfo");

    assertThat(files.found(grabber, known))
        .containsEntry("titles/title", List.of("Fog"))
        .containsEntry("titles/further_title", List.of("Rain"))
        .containsEntry("titles/show", List.of("Night Ferry"))
        .containsEntry("miscellaneous/show_description", List.of("Crossings."))
        .containsEntry("identifier/tvdb_show", List.of("55700"));
  }

  @Test
  void a_file_with_nothing_but_an_address_says_which_film_it_is() throws Exception {
    var files =
        new Canned()
            .fileBeside("Seawall.nfo", "https://www.themoviedb.org/movie/9001-la-digue?x=1&y=2\n");

    assertThat(files.found(grabber, film())).containsEntry("identifier/tmdb", List.of("9001"));
  }

  @Test
  void an_address_may_follow_the_description() throws Exception {
    var files =
        new Canned()
            .fileBeside(
                "Seawall.nfo",
                "<movie><title>The Seawall</title></movie>\nhttps://www.imdb.com/title/tt9900001/");

    assertThat(files.found(grabber, film()))
        .containsEntry("titles/title", List.of("The Seawall"))
        .containsEntry("identifier/imdb", List.of("tt9900001"));
  }

  @Test
  void an_album_and_its_artist_describe_each_song() throws Exception {
    var files =
        new Canned()
            .fileBeside(
                "album.nfo",
                """
                <album><title>Low Tide</title><artistdesc/><artist>The Lanterns</artist><genre>Pop</genre>
                  <releasedate>1994-05-02</releasedate><label>Quayside</label><review>Second.</review>
                  <musicbrainzalbumid>33333333-3333-4333-8333-333333333333</musicbrainzalbumid>
                  <albumArtistCredits><artist>The Lanterns</artist>
                    <musicBrainzArtistID>66666666-6666-4666-8666-666666666666</musicBrainzArtistID></albumArtistCredits>
                </album>
                """)
            .fileBeside(
                "../artist.nfo",
                "<artist><name>The Lanterns</name><biography>Four.</biography></artist>");
    var known = Known.song("A", "B").beside("album.nfo", "../artist.nfo");

    assertThat(files.found(grabber, known))
        .containsEntry("titles/album", List.of("Low Tide"))
        .containsEntry("entities/album_artist", List.of("The Lanterns"))
        .containsEntry("organizational/label", List.of("Quayside"))
        .containsEntry("miscellaneous/artist_description", List.of("Four."))
        .containsEntry(
            "identifier/musicbrainz_album_artist", List.of("66666666-6666-4666-8666-666666666666"));
  }

  @Test
  void a_broken_file_is_told_of() throws Exception {
    var files = new Canned().fileBeside("Seawall.nfo", "<movie><title>The Sea");

    assertThat(grabber.grab(film().subject(), files))
        .isInstanceOfSatisfying(
            Grabbed.Failed.class,
            failed -> assertThat(failed.reason()).startsWith("Seawall.nfo can't be read"));
  }

  @Test
  void a_file_cannot_make_the_server_read_another() throws Exception {
    var files =
        new Canned()
            .fileBeside(
                "Seawall.nfo",
                """
                <!DOCTYPE movie [<!ENTITY x SYSTEM "file:///etc/hostname"><!ENTITY a "aaaaaaaaaa">]>
                <movie><title>T</title><plot>&x;&a;</plot></movie>
                """);

    assertThat(files.found(grabber, film()))
        .containsEntry("miscellaneous/description", List.of("&x;&a;"));
  }

  @Test
  void a_file_that_is_nested_without_end_is_given_up() throws Exception {
    var files = new Canned().fileBeside("Seawall.nfo", "<movie>" + "<a>".repeat(100_000));

    assertThat(grabber.grab(film().subject(), files)).isInstanceOf(Grabbed.Failed.class);
  }

  @Test
  void other_films_files_are_not_read() {
    assertThat(grabber.appliesTo(Known.file(MediaType.VIDEO, "A.mkv").beside("B.nfo").subject()))
        .isFalse();
  }
}
