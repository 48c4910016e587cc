package contentgremlin.grab;

import static org.assertj.core.api.Assertions.assertThat;

import contentgremlin.enrich.Candidate;
import org.junit.jupiter.api.Test;

class LikenessTest {
  private static Traits song(String title, String artist, String album, double seconds, int year) {
    return new Traits(title, artist, album, seconds, year, 0);
  }

  private static boolean isSure(Traits wanted, Traits found, Traits.Kind kind) {
    return wanted.likeness(found, kind) >= Candidate.SURE;
  }

  @Test
  void spelling_does_not_matter() {
    assertThat(Likeness.titles("Amélie's  Café", "amelies cafe")).isEqualTo(1);
    assertThat(Likeness.titles("Rock & Roll", "Rock and Roll")).isEqualTo(1);
    assertThat(Likeness.titles("Spider Man", "Spiderman")).isEqualTo(1);
  }

  @Test
  void what_stands_in_brackets_hardly_matters() {
    assertThat(Likeness.titles("Harbour Lights (Remastered 2011)", "Harbour Lights"))
        .isBetween(0.9, 0.99);
    assertThat(Likeness.titles("Harbour Lights - 2011 Remaster", "Harbour Lights"))
        .isGreaterThan(0.9);
  }

  @Test
  void parts_are_told_apart_by_their_numbers() {
    assertThat(Likeness.titles("The Voyage Part 1", "The Voyage Part 2")).isLessThan(0.6);
    assertThat(Likeness.titles("Rocky II", "Rocky III")).isLessThan(0.6);
  }

  @Test
  void one_of_several_artists_will_do() {
    assertThat(Likeness.people("Ada Quill", "The Lanterns feat. Ada Quill")).isGreaterThan(0.9);
    assertThat(Likeness.people("Ada Quill; Ben", "Ben & Ada Quill")).isGreaterThan(0.9);
    assertThat(Likeness.people("Ada Quill", "Moritz Stern")).isZero();
  }

  @Test
  void a_song_is_told_by_names_and_length() {
    var wanted = song("Harbour Lights", "The Lanterns", "", 241, 0);

    assertThat(
            isSure(
                wanted, song("Harbour Lights", "The Lanterns", "Any", 243, 1990), Traits.Kind.SONG))
        .isTrue();
    assertThat(
            isSure(wanted, song("Harbour Lights", "The Lanterns", "Any", 300, 0), Traits.Kind.SONG))
        .isFalse();
    assertThat(
            isSure(
                wanted, song("Harbour Lights", "Somebody Else", "Any", 241, 0), Traits.Kind.SONG))
        .isFalse();
  }

  @Test
  void a_title_alone_does_not_make_a_song() {
    assertThat(
            isSure(song("Intro", "", "", 60, 0), song("Intro", "X", "", 60, 0), Traits.Kind.SONG))
        .isFalse();
  }

  @Test
  void the_same_album_outweighs_another_length() {
    assertThat(
            isSure(
                song("Harbour Lights", "The Lanterns", "Low Tide", 241, 1994),
                song("Harbour Lights", "The Lanterns", "Low Tide", 300, 1994),
                Traits.Kind.SONG))
        .isTrue();
  }

  @Test
  void a_film_may_be_off_by_a_year_and_not_by_ten() {
    assertThat(
            isSure(
                Traits.of("The Seawall", 2011), Traits.of("The Seawall", 2012), Traits.Kind.FILM))
        .isTrue();
    assertThat(
            isSure(
                Traits.of("The Seawall", 2011), Traits.of("The Seawall", 2001), Traits.Kind.FILM))
        .isFalse();
  }

  @Test
  void nothing_is_like_nothing() {
    assertThat(Likeness.titles("", "")).isZero();
    assertThat(Traits.of("", 0).likeness(Traits.of("", 0), Traits.Kind.FILM)).isZero();
  }
}
