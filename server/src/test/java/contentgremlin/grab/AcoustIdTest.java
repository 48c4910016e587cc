package contentgremlin.grab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import contentgremlin.enrich.Grabbed;
import contentgremlin.enrich.Problem;
import contentgremlin.enrich.UnansweredException;
import contentgremlin.item.MediaType;
import java.util.List;
import org.junit.jupiter.api.Test;

class AcoustIdTest {
  private static final String RECORDING = "11111111-1111-4111-8111-111111111111";
  private static final String TRACK = "aaaaaaaa-1111-4111-8111-111111111111";
  private static final String PRINT = "AQADtMmybfGO8NCNEESLnzHyXNOHeHnG";
  private static final String FOUND =
      """
      {"status": "ok", "results": [{"id": "%s", "score": 0.97, "recordings": [
        {"id": "%s", "title": "Harbour Lights", "duration": 241,
         "artists": [{"id": "66666666-6666-4666-8666-666666666666", "name": "The Lanterns"}]}]}]}
      """
          .formatted(TRACK, RECORDING);

  private final AcoustId grabber = new AcoustId();

  private static Known song() {
    return Known.file(MediaType.AUDIO, "track01.mp3")
        .says("identifier", "acoustid_fingerprint", PRINT)
        .lasting(241);
  }

  @Test
  void a_song_is_known_by_its_fingerprint() throws Exception {
    var server = new Canned().set("acoustid-key", "k").answers("/lookup", FOUND);

    assertThat(server.found(grabber, song()))
        .containsEntry("identifier/musicbrainz_track", List.of(RECORDING))
        .containsEntry("identifier/acoustid", List.of(TRACK))
        .containsEntry("titles/title", List.of("Harbour Lights"));
    assertThat(server.asked.getFirst().body())
        .isEqualTo(
            "client=k&format=json&meta=recordings%20compress&duration=241&fingerprint=" + PRINT);
    assertThat(server.asked.getFirst().headers())
        .containsEntry("Content-Type", "application/x-www-form-urlencoded");
  }

  @Test
  void one_that_sounds_a_little_alike_is_only_offered() throws Exception {
    var server = new Canned().answers("/lookup", FOUND.replace("0.97", "0.51"));

    assertThat(((Grabbed.Nothing) grabber.grab(song().subject(), server)).candidates())
        .singleElement()
        .satisfies(one -> assertThat(one.detail()).isEqualTo("The Lanterns · 4:01"));
  }

  @Test
  void a_song_without_fingerprint_or_with_a_known_recording_is_not_asked_about() {
    assertThat(grabber.appliesTo(Known.song("A", "B").lasting(60).subject())).isFalse();
    assertThat(
            grabber.appliesTo(song().says("identifier", "musicbrainz_track", RECORDING).subject()))
        .isFalse();
    assertThat(grabber.appliesTo(song().subject())).isTrue();
  }

  @Test
  void a_key_that_it_does_not_take_is_told_of() {
    var server =
        new Canned()
            .answers(
                "/lookup",
                "{\"status\": \"error\", \"error\": {\"code\": 4, \"message\": \"invalid API"
                    + " key\"}}");

    assertThatThrownBy(() -> grabber.grab(song().subject(), server))
        .isInstanceOf(UnansweredException.class);
    assertThat(server.problems).containsExactly(Problem.KEY_REFUSED);
  }
}
