package contentgremlin.grab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import contentgremlin.enrich.Candidate;
import contentgremlin.enrich.Grabbed;
import contentgremlin.enrich.UnansweredException;
import java.util.List;
import org.junit.jupiter.api.Test;

class MusicBrainzTest {
  private static final String RECORDING = "11111111-1111-4111-8111-111111111111";
  private static final String LIVE = "22222222-2222-4222-8222-222222222222";
  private static final String RELEASE = "33333333-3333-4333-8333-333333333333";
  private static final String SAMPLER = "44444444-4444-4444-8444-444444444444";
  private static final String GROUP = "55555555-5555-4555-8555-555555555555";
  private static final String ARTIST = "66666666-6666-4666-8666-666666666666";

  private static final String FOUND =
      """
      {"created": "2026-01-02T03:04:05.678Z", "count": 2, "offset": 0, "recordings": [
        {"id": "%s", "score": 100, "title": "Harbour Lights", "length": 312000,
         "disambiguation": "live",
         "artist-credit": [{"name": "The Lanterns", "artist": {"id": "%s", "name": "The Lanterns",
           "sort-name": "Lanterns, The"}}],
         "releases": [{"id": "77777777-7777-4777-8777-777777777777", "title": "Live at the Quay",
           "status": "Official", "date": "1999", "track-count": 9}]},
        {"id": "%s", "score": 98, "title": "Harbour Lights", "length": 241320, "video": null,
         "first-release-date": "1994-05-02",
         "artist-credit": [{"name": "The Lanterns", "artist": {"id": "%s", "name": "The Lanterns"}}],
         "releases": [{"id": "%s", "title": "Low Tide", "status": "Official", "date": "1994-05-02",
           "country": "GB", "track-count": 11,
           "release-group": {"id": "%s", "primary-type": "Album"}}]}]}
      """
          .formatted(LIVE, ARTIST, RECORDING, ARTIST, RELEASE, GROUP);

  private static final String WHOLE =
      """
      {"id": "%s", "title": "Harbour Lights", "length": 241320, "first-release-date": "1994-05-02",
       "disambiguation": "", "isrcs": ["GBAAA9400001"],
       "artist-credit": [
         {"name": "The Lanterns", "joinphrase": " feat. ", "artist": {"id": "%s", "name": "The Lanterns"}},
         {"name": "Ada Quill", "joinphrase": "",
          "artist": {"id": "88888888-8888-4888-8888-888888888888", "name": "Ada Quill"}}],
       "genres": [{"name": "folk", "count": 2}, {"name": "dream pop", "count": 7}],
       "relations": [
         {"type": "producer", "target-type": "artist", "artist": {"name": "Ben Ledger"}},
         {"type": "instrument", "target-type": "artist", "attributes": ["cello"],
          "artist": {"name": "Cora Vance"}},
         {"type": "performance", "target-type": "work", "work": {"title": "Harbour Lights",
          "languages": ["eng"], "relations": [
            {"type": "lyricist", "target-type": "artist", "artist": {"name": "Dora Finch"}},
            {"type": "wikidata", "target-type": "url",
             "url": {"resource": "https://www.wikidata.org/wiki/Q900001"}}]}}],
       "releases": [
         {"id": "%s", "title": "Best of Ninety-Four", "status": "Official", "date": "1994-01-01",
          "release-group": {"id": "99999999-9999-4999-8999-999999999999",
            "primary-type": "Album", "secondary-types": ["Compilation"]},
          "media": [{"position": 1, "track-count": 20, "tracks": [{"position": 20, "number": "20"}]}]},
         {"id": "%s", "title": "Low Tide", "status": "Official", "date": "1994-05-02",
          "country": "GB", "release-group": {"id": "%s", "primary-type": "Album",
            "secondary-types": [], "first-release-date": "1994-05-02"},
          "media": [{"position": 2, "track-count": 11, "tracks": [{"position": 3, "number": "B3"}]}]}]}
      """
          .formatted(RECORDING, ARTIST, SAMPLER, RELEASE, GROUP);

  private static final String ALBUM =
      """
      {"id": "%s", "title": "Low Tide", "date": "1994-05-02", "country": "GB", "barcode": "5010000000001",
       "status": "Official", "artist-credit": [{"name": "The Lanterns", "artist": {"id": "%s"}}],
       "label-info": [{"catalog-number": "QUAY 7", "label": {"name": "Quayside Records"}}],
       "media": [{"position": 1, "track-count": 10}, {"position": 2, "track-count": 11}],
       "genres": [], "release-group": {"id": "%s"}}
      """
          .formatted(RELEASE, ARTIST, GROUP);

  private static final String ALBUMS =
      """
      {"id": "%s", "title": "Low Tide", "primary-type": "Album", "first-release-date": "1994-04-30",
       "genres": [{"name": "shoegaze", "count": 3}],
       "relations": [{"type": "wikidata", "target-type": "url",
         "url": {"resource": "https://www.wikidata.org/wiki/Q900002"}}]}
      """
          .formatted(GROUP);

  private final MusicBrainz grabber = new MusicBrainz();

  private static Canned server() {
    return new Canned()
        .answers("/recording?", FOUND)
        .answers("/recording/" + RECORDING, WHOLE)
        .answers("/release/" + RELEASE, ALBUM)
        .answers("/release-group/" + GROUP, ALBUMS);
  }

  @Test
  void a_song_is_found_by_its_names_and_length() throws Exception {
    var server = server();

    var said = server.found(grabber, Known.song("Harbour Lights", "Lanterns").lasting(241));

    assertThat(said)
        .containsEntry("titles/title", List.of("Harbour Lights"))
        .containsEntry("entities/artist", List.of("The Lanterns", "Ada Quill"))
        .containsEntry("entities/producer", List.of("Ben Ledger"))
        .containsEntry("entities/performer", List.of("Cora Vance"))
        .containsEntry("entities/lyricist", List.of("Dora Finch"))
        .containsEntry("titles/album", List.of("Low Tide"))
        .containsEntry("musical/track", List.of("3/11"))
        .containsEntry("musical/disc", List.of("2/2"))
        .containsEntry("organizational/label", List.of("Quayside Records"))
        .containsEntry("identifier/musicbrainz_track", List.of(RECORDING))
        .containsEntry("identifier/musicbrainz_album", List.of(RELEASE))
        .containsEntry("identifier/musicbrainz_release_group", List.of(GROUP))
        .containsEntry("identifier/wikidata", List.of("Q900001"))
        .containsEntry("identifier/wikidata_album", List.of("Q900002"))
        .containsEntry("classification/genre", List.of("dream pop", "folk", "shoegaze"))
        .containsEntry("spatial/country", List.of("GB"));
    assertThat(server.addresses().getFirst())
        .isEqualTo(
            "https://musicbrainz.org/ws/2/recording?query=recording%3A%22Harbour%20Lights%22%20AND"
                + "%20artist%3A%22Lanterns%22&limit=25&fmt=json");
  }

  @Test
  void a_song_whose_tags_name_the_recording_is_not_searched_for() throws Exception {
    var server = server();

    server.found(
        grabber, Known.song("Anything", "Else").says("identifier", "musicbrainz_track", RECORDING));

    assertThat(server.addresses()).hasSize(3).noneMatch(address -> address.contains("query="));
    // Blanks, as a form writes "+": another sign would not part them.
    assertThat(server.addresses().getFirst()).contains("inc=artist-credits%20isrcs%20releases");
  }

  @Test
  void the_release_that_the_tags_name_is_the_one() throws Exception {
    var known =
        Known.song("Harbour Lights", "The Lanterns")
            .says("identifier", "musicbrainz_track", RECORDING)
            .says("identifier", "musicbrainz_album", SAMPLER);

    var said = server().found(grabber, known);

    assertThat(said.get("titles/album")).containsExactly("Best of Ninety-Four");
    assertThat(said.get("musical/track")).containsExactly("20/20");
  }

  @Test
  void a_song_of_another_length_is_offered_and_not_taken() throws Exception {
    var grabbed =
        grabber.grab(Known.song("Harbour Lights", "The Lanterns").lasting(150).subject(), server());

    assertThat(grabbed).isInstanceOf(Grabbed.Nothing.class);
    var candidates = ((Grabbed.Nothing) grabbed).candidates();
    assertThat(candidates).hasSize(2).allMatch(one -> one.score() < Candidate.SURE);
    assertThat(candidates)
        .anySatisfy(one ->
            assertThat(one.detail())
                .isEqualTo("The Lanterns · Live at the Quay · 1999 · 5:12 · live"));
  }

  @Test
  void what_a_person_chose_is_followed_without_a_search() throws Exception {
    var server = server();

    var said = server.found(grabber, Known.song("Something", "Else").chosen(RECORDING));

    assertThat(said.get("titles/title")).containsExactly("Harbour Lights");
    assertThat(server.addresses()).noneMatch(address -> address.contains("query="));
  }

  @Test
  void nobody_is_asked_once_a_person_said_that_it_is_none_of_them() throws Exception {
    var server = server();

    var grabbed = grabber.grab(Known.song("Harbour Lights", "X").chosen("").subject(), server);

    assertThat(grabbed).isEqualTo(new Grabbed.Nothing());
    assertThat(server.asked).isEmpty();
  }

  @Test
  void an_identifier_that_is_gone_leads_to_a_search() throws Exception {
    var known =
        Known.song("Harbour Lights", "The Lanterns")
            .lasting(241)
            .says("identifier", "musicbrainz_track", "00000000-0000-4000-8000-000000000000");

    assertThat(server().found(grabber, known).get("identifier/musicbrainz_track"))
        .containsExactly(RECORDING);
  }

  @Test
  void an_answer_that_makes_no_sense_is_no_answer() {
    var server = new Canned().answers("/recording?", "<html>Sorry</html>");

    assertThatThrownBy(
            () -> grabber.grab(Known.song("Harbour Lights", "The Lanterns").subject(), server))
        .isInstanceOf(UnansweredException.class)
        .hasMessageContaining("no JSON");
  }

  @Test
  void quotes_in_a_name_stay_within_the_question() throws Exception {
    var server = new Canned();

    grabber.grab(Known.song("Say \"Ah\\\"", "A&B").subject(), server);

    assertThat(server.addresses().getFirst()).contains("Say%20%5C%22Ah%5C%5C%5C%22%22%20AND");
  }
}
