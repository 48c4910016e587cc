package contentgremlin.library;

import static org.assertj.core.api.Assertions.assertThat;

import contentgremlin.library.Lyrics.Line;
import org.junit.jupiter.api.Test;

final class LyricsTest {
  @Test
  void lines_have_their_times_and_stand_in_their_order() {
    var lyrics =
        Lyrics.of(
            """
            [ar:Somebody]
            [00:12.5] second
            [00:01.250][01:02:03]refrain
            """);

    assertThat(lyrics.isTimed()).isTrue();
    assertThat(lyrics.lines())
        .containsExactly(
            new Line(1_250, "refrain"), new Line(12_500, "second"), new Line(62_030, "refrain"));
  }

  @Test
  void an_offset_shows_all_earlier_and_nothing_before_the_beginning() {
    var lyrics = Lyrics.of("[offset: +500]\n[00:00.20]one\n[00:02.00]two\n");

    assertThat(lyrics.lines()).containsExactly(new Line(0, "one"), new Line(1_500, "two"));
  }

  @Test
  void times_of_words_are_left_out() {
    var lyrics = Lyrics.of("[00:01.00]<00:01.00> Oh <00:01.50> my\n");

    assertThat(lyrics.lines()).containsExactly(new Line(1_000, "Oh my"));
  }

  @Test
  void plain_words_keep_their_verses() {
    var lyrics = Lyrics.of("\n\n one\r\ntwo\n\n\n[Chorus]\nthree\n\n");

    assertThat(lyrics.isTimed()).isFalse();
    assertThat(lyrics.lines())
        .extracting(Line::text)
        .containsExactly("one", "two", "", "[Chorus]", "three");
  }

  @Test
  void nothing_to_sing_is_empty() {
    assertThat(Lyrics.of("").isEmpty()).isTrue();
    assertThat(Lyrics.of("[ar:Somebody]\n[00:01.00]\n").isEmpty()).isTrue();
  }

  @Test
  void rubbish_stays_bounded() {
    var lyrics = Lyrics.of(("[99:99.99]" + "[00:00]".repeat(5_000) + "x\n").repeat(100));

    assertThat(lyrics.lines()).hasSizeLessThanOrEqualTo(2_000);
    assertThat(Lyrics.of("[999999999999:00]x\n[00:99999]y\n[offset:9999999999]\n").isTimed())
        .isFalse();
  }
}
