package contentgremlin.grab;

import static org.assertj.core.api.Assertions.assertThat;

import contentgremlin.engine.extend.Bundled;
import contentgremlin.enrich.Grabbed;
import contentgremlin.enrich.Grabber;
import contentgremlin.enrich.Problem;
import contentgremlin.enrich.Wanted;
import org.junit.jupiter.api.Test;

/// The extension that comes with the program.
class CoverArtTest {
  private static final String RELEASE = "33333333-3333-4333-8333-333333333333";
  private static final String GROUP = "55555555-5555-4555-8555-555555555555";
  private static final String IMAGES =
      """
      {"release": "https://musicbrainz.org/release/33333333-3333-4333-8333-333333333333", "images": [
        {"id": "1001", "front": false, "back": true, "types": ["Back"], "approved": true,
         "image": "http://coverartarchive.org/release/r/1001.jpg", "thumbnails": {}},
        {"id": "1002", "front": true, "back": false, "types": ["Front"], "approved": true,
         "image": "http://coverartarchive.org/release/r/1002.jpg",
         "thumbnails": {"250": "http://coverartarchive.org/release/r/1002-250.jpg",
           "500": "http://coverartarchive.org/release/r/1002-500.jpg",
           "1200": "http://coverartarchive.org/release/r/1002-1200.jpg",
           "large": "http://coverartarchive.org/release/r/1002-500.jpg",
           "small": "http://coverartarchive.org/release/r/1002-250.jpg"}}]}
      """;

  private final Grabber grabber = Bundled.grabber("coverart");

  private static Known song() {
    return Known.song("A", "B")
        .says("identifier", "musicbrainz_album", RELEASE)
        .says("identifier", "musicbrainz_release_group", GROUP);
  }

  @Test
  void the_front_of_the_release_is_wanted() throws Exception {
    var server = new Canned().answers("/release/" + RELEASE, IMAGES);

    assertThat(server.wanted(grabber, song()))
        .containsExactly(
            new Wanted(
                Wanted.Kind.COVER, "https://coverartarchive.org/release/r/1002-1200.jpg", "", 300));
    assertThat(server.asked).hasSize(1);
  }

  @Test
  void a_release_without_one_has_that_of_its_group() throws Exception {
    var server = new Canned().answers("/release-group/" + GROUP, IMAGES);

    assertThat(server.wanted(grabber, song())).hasSize(1);
    assertThat(server.asked).hasSize(2);
  }

  @Test
  void a_mirror_is_asked_for_the_picture_too() throws Exception {
    var server =
        new Canned()
            .set("coverart-address", "http://127.0.0.1:9/caa")
            .answers("/release/" + RELEASE, IMAGES);

    assertThat(server.wanted(grabber, song()).getFirst().address())
        .isEqualTo("http://127.0.0.1:9/caa/release/r/1002-1200.jpg");
  }

  @Test
  void an_album_without_covers_has_none() throws Exception {
    assertThat(grabber.grab(song().subject(), new Canned())).isEqualTo(new Grabbed.Nothing());
    assertThat(grabber.appliesTo(Known.song("A", "B").subject())).isFalse();
  }

  @Test
  void an_album_of_which_only_the_group_is_known_is_asked_for_too() throws Exception {
    var song = Known.song("A", "B").says("identifier", "musicbrainz_release_group", GROUP);
    var server = new Canned().answers("/release-group/" + GROUP, IMAGES);

    assertThat(grabber.appliesTo(song.subject())).isTrue();
    assertThat(server.wanted(grabber, song).getFirst().priority()).isEqualTo(250);
    assertThat(server.asked).hasSize(1);
  }

  @Test
  void an_answer_that_is_none_counts_against_the_archive_and_nothing_is_concluded()
      throws Exception {
    var server = new Canned().answers("/release/" + RELEASE, "<html>busy</html>");

    assertThat(grabber.grab(song().subject(), server)).isInstanceOf(Grabbed.Failed.class);
    assertThat(server.problems).containsExactly(Problem.TROUBLE);
    assertThat(server.asked).hasSize(1);
  }
}
