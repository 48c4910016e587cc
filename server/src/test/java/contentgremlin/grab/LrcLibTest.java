package contentgremlin.grab;

import static org.assertj.core.api.Assertions.assertThat;

import contentgremlin.enrich.Grabbed;
import java.util.List;
import org.junit.jupiter.api.Test;

class LrcLibTest {
  private static final String SONG =
      """
      {"id": 4711, "name": "Harbour Lights", "trackName": "Harbour Lights", "artistName": "The Lanterns",
       "albumName": "Low Tide", "duration": 241.0, "instrumental": false,
       "plainLyrics": "Lamps along the water\\nNobody at home",
       "syncedLyrics": "[00:12.50] Lamps along the water\\n[00:17.00] Nobody at home"}
      """;

  private final LrcLib grabber = new LrcLib();

  @Test
  void a_song_with_all_its_names_is_asked_for_at_once() throws Exception {
    var server = new Canned().answers("/get?", SONG);
    var known =
        Known.song("Harbour Lights", "The Lanterns")
            .says("titles", "album", "Low Tide")
            .lasting(241.3);

    var said = server.found(grabber, known);

    assertThat(said)
        .containsEntry(
            "miscellaneous/timed_lyrics",
            List.of("[00:12.50] Lamps along the water\n[00:17.00] Nobody at home"))
        .containsEntry("miscellaneous/lyrics", List.of("Lamps along the water\nNobody at home"));
    assertThat(server.addresses())
        .containsExactly(
            "https://lrclib.net/api/get?track_name=Harbour%20Lights&artist_name=The%20Lanterns"
                + "&album_name=Low%20Tide&duration=241");
  }

  @Test
  void without_an_album_it_is_searched_for() throws Exception {
    var server = new Canned().answers("/search?", "[" + SONG + "]").answers("/get/4711", SONG);

    var said =
        server.found(
            grabber, Known.song("Harbour Lights (Remastered)", "The Lanterns").lasting(242));

    assertThat(said).containsKey("miscellaneous/timed_lyrics");
  }

  @Test
  void somebody_elses_song_of_that_name_is_only_offered() throws Exception {
    var server = new Canned().answers("/search?", "[" + SONG + "]");

    var grabbed =
        grabber.grab(Known.song("Harbour Lights", "Piers and Sons").lasting(180).subject(), server);

    assertThat(((Grabbed.Nothing) grabbed).candidates())
        .singleElement()
        .satisfies(one -> assertThat(one.key()).isEqualTo("4711"));
  }

  @Test
  void a_song_without_words_says_so() throws Exception {
    var server =
        new Canned()
            .answers(
                "/get?",
                """
                {"id": 9, "trackName": "Quiet", "artistName": "B", "albumName": "C", "duration": 60,
                 "instrumental": true, "plainLyrics": null, "syncedLyrics": null}
                """);

    assertThat(
            server.found(
                grabber, Known.song("Quiet", "B").says("titles", "album", "C").lasting(60)))
        .containsOnlyKeys("classification/instrumental");
  }

  @Test
  void what_it_does_not_know_is_not_there() throws Exception {
    var server = new Canned().answers("/search?", "[]");

    assertThat(grabber.grab(Known.song("A", "B").subject(), server))
        .isEqualTo(new Grabbed.Nothing());
  }
}
