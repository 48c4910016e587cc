package contentgremlin.grab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import contentgremlin.enrich.Grabbed;
import contentgremlin.enrich.Problem;
import contentgremlin.enrich.UnansweredException;
import java.util.List;
import org.junit.jupiter.api.Test;

class LastFmTest {
  private static final String TRACK =
      """
      {"track": {"name": "Harbour Lights", "mbid": "", "url": "https://www.last.fm/music/The+Lanterns/_/Harbour+Lights",
        "duration": "241000", "listeners": "1200", "playcount": "5000",
        "artist": {"name": "The Lanterns", "mbid": "", "url": "https://www.last.fm/music/The+Lanterns"},
        "toptags": {"tag": [{"name": "dream pop", "url": "https://www.last.fm/tag/dream+pop"},
          {"name": "sea", "url": "https://www.last.fm/tag/sea"}]},
        "wiki": {"published": "1 Jan 2010, 10:00", "summary": "Short.",
          "content": "Written on a pier. <a href=\\"https://www.last.fm/music/x\\">Read more on Last.fm</a>. User-contributed text."}}}
      """;
  private static final String ALBUM =
      """
      {"album": {"name": "Low Tide", "artist": "The Lanterns", "tags": {"tag": {"name": "1994", "url": "u"}},
        "wiki": {"summary": "Their second."}}}
      """;

  private final LastFm grabber = new LastFm();

  private static Known song() {
    return Known.song("Harbour Lights", "The Lanterns").says("titles", "album", "Low Tide");
  }

  @Test
  void tags_and_texts_of_song_and_album_are_told() throws Exception {
    var server =
        new Canned()
            .set("lastfm-key", "k")
            .answers("/?method=track.getInfo", TRACK)
            .answers("/?method=album.getInfo", ALBUM);

    assertThat(server.found(grabber, song()))
        .containsEntry("classification/tag", List.of("dream pop", "sea"))
        .containsEntry("miscellaneous/description@en", List.of("Written on a pier."))
        .containsEntry("classification/album_tag", List.of("1994"))
        .containsEntry("miscellaneous/album_description@en", List.of("Their second."));
  }

  @Test
  void that_there_is_no_such_song_is_nothing() throws Exception {
    var server =
        new Canned()
            .answers("/", "{\"error\": 6, \"message\": \"Track not found\", \"links\": []}");

    assertThat(grabber.grab(song().subject(), server)).isEqualTo(new Grabbed.Nothing());
    assertThat(server.absent).hasSize(2);
  }

  @Test
  void an_error_in_the_text_of_an_answer_is_no_answer() {
    assertThat(problem(29)).isEqualTo(Problem.BUSY);
    assertThat(problem(10)).isEqualTo(Problem.KEY_REFUSED);
    assertThat(problem(8)).isEqualTo(Problem.TROUBLE);
  }

  private Problem problem(int error) {
    var server = new Canned().answers("/", "{\"error\": " + error + ", \"message\": \"No\"}");
    assertThatThrownBy(() -> grabber.grab(song().subject(), server))
        .isInstanceOf(UnansweredException.class)
        .hasMessageContaining("error " + error);
    return server.problems.getFirst();
  }
}
