package contentgremlin.shelf;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TracksTest {
  private static Standing standing(String path, @Nullable String tags) {
    return Objects.requireNonNull(Files.song(path, tags).standing());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          # path                                          | album            | year | disc | track | artists            | title
          Nina Simone/Pastel Blues/01 - Be My Husband.flac | Pastel Blues     | 0    | 1 | 1 | Nina Simone           | Be My Husband
          Nina Simone/1965 - Pastel Blues/10 - Sinnerman.flac | Pastel Blues  | 1965 | 1 | 10 | Nina Simone          | Sinnerman
          Nina Simone/Pastel Blues (1965) [FLAC]/10. Sinnerman.flac | Pastel Blues | 1965 | 1 | 10 | Nina Simone     | Sinnerman
          Nina Simone - Pastel Blues/10 Sinnerman.mp3      | Pastel Blues     | 0    | 1 | 10 | Nina Simone          | Sinnerman
          Nina Simone - 1965 - Pastel Blues/(10) Sinnerman.mp3 | Pastel Blues | 1965 | 1 | 10 | Nina Simone          | Sinnerman
          Nina_Simone_-_Pastel_Blues/10_-_Sinnerman.mp3    | Pastel Blues     | 0    | 1 | 10 | Nina Simone          | Sinnerman
          Pink Floyd/The Wall/CD2/03 - Nobody Home.flac    | The Wall         | 0    | 2 | 3  | Pink Floyd           | Nobody Home
          Pink Floyd/The Wall/Disc 2 - Live/03. Nobody Home.flac | The Wall   | 0    | 2 | 3  | Pink Floyd           | Nobody Home
          Pink Floyd/The Wall (Disc 2)/03. Nobody Home.flac | The Wall        | 0    | 2 | 3  | Pink Floyd           | Nobody Home
          Pink Floyd/The Wall [CD2]/03.Nobody Home.flac    | The Wall         | 0    | 2 | 3  | Pink Floyd           | Nobody Home
          Pink Floyd/The Wall/Disk Two/03 Nobody Home.flac | The Wall         | 0    | 2 | 3  | Pink Floyd           | Nobody Home
          Pink Floyd/The Wall/2-03 Nobody Home.flac        | The Wall         | 0    | 2 | 3  | Pink Floyd           | Nobody Home
          Pink Floyd/The Wall/2.03 - Nobody Home.flac      | The Wall         | 0    | 2 | 3  | Pink Floyd           | Nobody Home
          Various Artists/Pulp Fiction/03 - Al Green - Let's Stay Together.mp3 | Pulp Fiction | 0 | 1 | 3 | Al Green  | Let's Stay Together
          Compilations/Pulp Fiction/Al Green - 03 - Let's Stay Together.mp3 | Pulp Fiction | 0 | 1 | 3 | Al Green     | Let's Stay Together
          Downloads/Al Green - Greatest Hits - 03 - Let's Stay Together.mp3 | Downloads | 0 | 1 | 3 | Al Green        | Let's Stay Together
          50 Cent/Hits/50 Cent - 03 - In Da Club.mp3       | Hits             | 0    | 1 | 3  | 50 Cent              | In Da Club
          Nena/Nena/99 Luftballons.mp3                     | Nena             | 0    | 1 | 0  | Nena                 | 99 Luftballons
          Lukas Graham/Blue/7 Years.mp3                    | Blue             | 0    | 1 | 0  | Lukas Graham         | 7 Years
          Smashing Pumpkins/Mellon Collie/1979.flac        | Mellon Collie    | 0    | 1 | 0  | Smashing Pumpkins    | 1979
          Beatles/Anthology/Track 03.wav                   | Anthology        | 0    | 1 | 3  | Beatles              | Track 03
          Beatles/Help/A2 - The Night Before.flac          | Help             | 0    | 1 | 2  | Beatles              | The Night Before
          Beatles/Help/B1. Act Naturally.flac              | Help             | 0    | 2 | 1  | Beatles              | Act Naturally
          Music/Rarities/song.ogg                          | Rarities         | 0    | 1 | 0  |                      | song
          song.ogg                                         | Singles          | 0    | 1 | 0  |                      | song
          Al Green - Love and Happiness.mp3                | Singles          | 0    | 1 | 0  | Al Green             | Love and Happiness
          Björk/Homogenic/07 - Alarm Call.opus             | Homogenic        | 0    | 1 | 7  | Björk                | Alarm Call
          宇多田ヒカル/First Love/04 First Love.flac         | First Love       | 0    | 1 | 4  | 宇多田ヒカル           | First Love
          """)
  void without_tags_names_and_folders_tell(
      String path,
      String album,
      int year,
      int disc,
      int track,
      @Nullable String artists,
      String title) {
    var placing = Files.song(path, null);
    var standing = standing(path, null);

    assertThat(placing.title()).isEqualTo(title);
    assertThat(standing.saying().title()).isEqualTo(album);
    assertThat(standing.saying().year()).isEqualTo(year);
    assertThat(standing.part()).isEqualTo(disc);
    assertThat(standing.number()).isEqualTo(track);
    assertThat(String.join("; ", standing.saying().names(Role.ARTIST)))
        .isEqualTo(artists == null ? "" : artists);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          album=The Wall (Disc 2); track=3/13                 | The Wall | 2 | 3
          album=The Wall [CD 2]; track=03                     | The Wall | 2 | 3
          album=The Wall, Disc 2; track=3                     | The Wall | 2 | 3
          album=The Wall - CD2; track=3                       | The Wall | 2 | 3
          album=The Wall (disc 2: Another Brick); track=3     | The Wall | 2 | 3
          album=The Wall; disc=2/2; track=3                   | The Wall | 2 | 3
          album=The Wall (Disc 1); disc=2; track=3            | The Wall | 2 | 3
          album=The Wall; track=B3                            | The Wall | 2 | 3
          album=Disc One; track=3                             | Disc One | 1 | 3
          album=Discovery; track=3                            | Discovery | 1 | 3
          album=ABCD1; track=3                                | ABCD1    | 1 | 3
          album=Live (2 CD); track=3                          | Live (2 CD) | 1 | 3
          """)
  void tags_tell_the_album_and_the_disc(String tags, String album, int disc, int track) {
    var standing = standing("x/y.flac", tags);

    assertThat(standing.saying().title()).isEqualTo(album);
    assertThat(standing.part()).isEqualTo(disc);
    assertThat(standing.number()).isEqualTo(track);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          artist=A; artist=B                       | A, B                |
          artist=A; artist=A                       | A                   |
          artist=A feat. B                         | A, B                |
          artist=A (ft. B)                         | A, B                |
          artist=A featuring B / C                 | A, B, C             |
          artist=AC/DC                             | AC/DC               |
          artist=Earth, Wind & Fire                | Earth, Wind & Fire  |
          artist=A; album_artist=B                 | A                   | B
          album_artist=B                           | B                   | B
          artist=A; album_artist=VA                | A                   | Various Artists
          artist=A; album_artist=Various           | A                   | Various Artists
          artist=A; album_artist=V.A.              | A                   | Various Artists
          artist=A; compilation=1                  | A                   | Various Artists
          artist=A; compilation=0                  | A                   |
          artist=A; compilation=1; album_artist=B  | A                   | B
          artist=Unknown Artist                    | Folder              |
          album_artist=B; album_artist=C; artist=C | C                   | B, C
          """)
  void several_artists_and_whose_album_it_is(String tags, String artists, @Nullable String makers) {
    var saying = standing("Folder/Album/01 - x.mp3", "album=Z; " + tags).saying();

    assertThat(String.join(", ", saying.names(Role.ARTIST))).isEqualTo(artists);
    assertThat(String.join(", ", saying.names(Role.MAKER))).isEqualTo(makers == null ? "" : makers);
  }

  @Test
  void others_than_artists_have_their_roles() {
    var saying =
        standing("a.flac", "composer=Bach; conductor=Harnoncourt; lyricist=Picander").saying();

    assertThat(saying.credits())
        .containsExactlyInAnyOrder(
            new Credit(Role.COMPOSER, "Bach"),
            new Credit(Role.CONDUCTOR, "Harnoncourt"),
            new Credit(Role.LYRICIST, "Picander"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          genre=Rock; genre=Pop         | Rock, Pop
          genre=Rock;Pop                | Rock, Pop
          genre=Folk, World, & Country  | Folk, World, & Country
          genre=Hip-Hop/Rap             | Hip-Hop/Rap
          genre=(17)                    |
          genre=17                      |
          """)
  void genres(String tags, @Nullable String genres) {
    assertThat(String.join(", ", standing("a.mp3", tags).saying().genres()))
        .isEqualTo(genres == null ? "" : genres);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          date=1965                                  | 1965
          date=1965-11-03                            | 1965
          date=03.11.1965                            | 1965
          date=2011; original_date=1965-11           | 1965
          date=0000                                  | 0
          date=65                                    | 0
          """)
  void the_year_is_when_it_first_came_out(String tags, int year) {
    assertThat(standing("a.mp3", tags).saying().year()).isEqualTo(year);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          A/Album/CD1/1.mp3      | album=Album          | A/Album/CD2/1.mp3       | album=Album          | true
          A/Album/1.mp3          | album=Album          | A/Album/CD2/1.mp3       | album=Album          | true
          A/Album (Disc 1)/1.mp3 | album=Album (Disc 1) | A/Album (Disc 2)/1.mp3  | album=Album (Disc 2) | true
          A/Album CD1/1.mp3      | album=Album          | A/Album CD2/1.mp3       | album=Album          | true
          A/Album/1.mp3          | album=Album          | A/Album/2.mp3           | album=album          | true
          A/Album/1.mp3          | album=Album          | A/Album/2.mp3           | album=Other          | false
          A/Album/1.mp3          | album=Album          | B/Album/1.mp3           | album=Album          | false
          A/Album/1.mp3          |                      | A/Album/2.mp3           |                      | true
          A/Album/1.mp3          |                      | A/Album/CD2/1.mp3       |                      | true
          A - x.mp3              |                      | B - x.mp3               |                      | false
          A - x.mp3              |                      | A - y.mp3               |                      | true
          """)
  void songs_of_one_album_are_of_one_circle(
      String one,
      @Nullable String tagsOfOne,
      String other,
      @Nullable String tagsOfOther,
      boolean same) {
    var first = standing(one, tagsOfOne).claim().circle();
    var second = standing(other, tagsOfOther).claim().circle();

    assertThat(first.equals(second)).isEqualTo(same);
  }

  @Test
  void a_song_beside_an_artists_albums_is_a_single() {
    assertThat(standing("Nena/x.mp3", "artist=Nena").saying().title()).isEqualTo("Singles");
  }

  @Test
  void endless_and_strange_tags_do_no_harm() {
    var tags =
        "artist="
            + "a;".repeat(5_000)
            + "; album="
            + "x".repeat(9_000)
            + "; title=\u0000; track=99999999";
    var placing = Files.song("a/b.mp3", tags);
    var standing = Objects.requireNonNull(placing.standing());

    assertThat(standing.saying().title().length()).isLessThanOrEqualTo(500);
    assertThat(standing.number()).isEqualTo(Standing.NUMBER_MAX);
    assertThat(standing.saying().credits().size()).isLessThanOrEqualTo(24);
  }
}
