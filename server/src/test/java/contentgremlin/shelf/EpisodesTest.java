package contentgremlin.shelf;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EpisodesTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          Show/Season 1/Show - S01E02 - Title.mkv                 | Show | 0 | 1 | 2 | 2 | Title
          Show (2009)/Season 01/Show (2009) - S01E02 - Title.mkv  | Show | 2009 | 1 | 2 | 2 | Title
          Show (2009)/Season 01/S01E02.mkv                        | Show | 2009 | 1 | 2 | 2 | Show – Episode 2
          Show/Season 1/1x02 - Title.avi                          | Show | 0 | 1 | 2 | 2 | Title
          Show 1x02 Title.avi                                     | Show | 0 | 1 | 2 | 2 | Title
          Show.Name.2009.S02E03.1080p.mkv                         | Show Name | 2009 | 2 | 3 | 3 | Show Name – Episode 3
          Show.Name.S02E03.The.Title.720p.HDTV.x264-GRP.mkv       | Show Name | 0 | 2 | 3 | 3 | The Title
          show_name_s02e03_the_title.mkv                          | show name | 0 | 2 | 3 | 3 | the title
          Show Name - S02E03-E04 - Both.mkv                       | Show Name | 0 | 2 | 3 | 4 | Both
          Show Name - S02E03E04E05.mkv                            | Show Name | 0 | 2 | 3 | 5 | Show Name – Episode 3
          Show Name - S02E03-04 - Both.mkv                        | Show Name | 0 | 2 | 3 | 4 | Both
          Show Name - 2x03-2x04 - Both.mkv                        | Show Name | 0 | 2 | 3 | 4 | Both
          Show Name/Show Name - S00E01 - Making of.mkv            | Show Name | 0 | 0 | 1 | 1 | Making of
          Show Name/Specials/01 - Making of.mkv                   | Show Name | 0 | 0 | 1 | 1 | Making of
          Show Name/Season 2/03 - Title.mkv                       | Show Name | 0 | 2 | 3 | 3 | Title
          Show Name/Season 2/3. Title.mkv                         | Show Name | 0 | 2 | 3 | 3 | Title
          Show Name/Season 2/Episode 03.mkv                       | Show Name | 0 | 2 | 3 | 3 | Show Name – Episode 3
          Show Name/Season 2/Show Name - 03 - Title.mkv           | Show Name | 0 | 2 | 3 | 3 | Title
          Show Name/Season 2/Show Name 03.mkv                     | Show Name | 0 | 2 | 3 | 3 | Show Name – Episode 3
          Show Name/Season 2009/S2009E12 - Title.mkv              | Show Name | 0 | 2009 | 12 | 12 | Title
          Show Name Season 2/03 - Title.mkv                       | Show Name | 0 | 2 | 3 | 3 | Title
          Show.Name.S02.1080p/Show.Name.S02E03.mkv                | Show Name | 0 | 2 | 3 | 3 | Show Name – Episode 3
          Show Name Season 2 Episode 3.mp4                        | Show Name | 0 | 2 | 3 | 3 | Show Name – Episode 3
          Serien/Show Name/Staffel 2/Show Name - S02E03.mkv       | Show Name | 0 | 2 | 3 | 3 | Show Name – Episode 3
          [Group] Show Name - 012 [1080p].mkv                     | Show Name | 0 | 1 | 12 | 12 | Show Name – Episode 12
          [Group] Show Name - 12v2 (720p) [ABCD1234].mkv          | Show Name | 0 | 1 | 12 | 12 | Show Name – Episode 12
          The.Late.Show.2024.03.15.A.Guest.720p.WEB.mkv           | The Late Show | 0 | 2024 | 315 | 315 | 2024-03-15 A Guest
          The Late Show/Season 2024/The Late Show - 2024-03-15 - A Guest.mkv | The Late Show | 0 | 2024 | 315 | 315 | 2024-03-15 A Guest
          Show (2009)/Show - S01E02.mkv                           | Show | 2009 | 1 | 2 | 2 | Show – Episode 2
          S01E02.mkv                                              | | | | | | S01E02
          Show/s1e2.mkv                                           | Show | 0 | 1 | 2 | 2 | Show – Episode 2
          """)
  void names_and_folders_tell_of_episodes(
      String path,
      @Nullable String show,
      @Nullable Integer year,
      @Nullable Integer season,
      @Nullable Long number,
      @Nullable Long last,
      String title) {
    var placing = Files.film(path, null);

    assertThat(placing.title()).isEqualTo(title);
    if (show == null) {
      assertThat(placing.standing()).isNull();
      return;
    }
    var standing = Objects.requireNonNull(placing.standing());
    assertThat(
            Arrays.<Object>asList(
                standing.saying().title(),
                standing.saying().year(),
                standing.part(),
                standing.number(),
                standing.last()))
        .isEqualTo(Arrays.asList(show, year, season, number, last));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          TV/Doctor Who/05 The Beast Below.m4v | show=Doctor Who; season_number=5; episode_sort=2; title=The Beast Below | Doctor Who | 5 | 2 | The Beast Below
          x.mp4                                | show=Doctor Who (2005); season_number=5; episode_sort=2                 | Doctor Who | 5 | 2 | x
          TV/Doctor Who/Season 5/02.m4v        | title=The Beast Below                                                   | Doctor Who | 5 | 2 | The Beast Below
          TV/Doctor Who/Season 5/02.m4v        | title=Doctor.Who.S05E02.720p                                            | Doctor Who | 5 | 2 | Doctor Who – Episode 2
          """)
  void tags_tell_where_names_do_not(
      String path, String tags, String show, int season, int number, String title) {
    var placing = Files.film(path, tags);
    var standing = Objects.requireNonNull(placing.standing());

    assertThat(placing.title()).isEqualTo(title);
    assertThat(standing.saying().title()).isEqualTo(show);
    assertThat(standing.part()).isEqualTo(season);
    assertThat(standing.number()).isEqualTo(number);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          Film Name (1999).mkv                                 | Film Name            | 1999
          Film Name (1999)/Film Name.mkv                       | Film Name            | 1999
          Film Name (1999)/movie.mkv                           | Film Name            | 1999
          Film.Name.1999.1080p.BluRay.x264-GRP.mkv             | Film Name            | 1999
          Film Name [1999] 1080p.mkv                           | Film Name            | 1999
          Film_Name_(1999).avi                                 | Film Name            | 1999
          2001 A Space Odyssey (1968).mkv                      | 2001 A Space Odyssey | 1968
          Blade Runner 2049 (2017) [2160p].mkv                 | Blade Runner 2049    | 2017
          Blade.Runner.2049.2017.2160p.UHD.mkv                 | Blade Runner 2049    | 2017
          Blade Runner 2049.mkv                                | Blade Runner 2049    | 0
          1917.mkv                                             | 1917                 | 0
          1917 (2019).mkv                                      | 1917                 | 2019
          Se7en (1995) {edition-Remastered}.mkv                | Se7en                | 1995
          Apollo 13 (1995) - Part 1.mkv                        | Apollo 13            | 1995
          The Web.mkv                                          | The Web              | 0
          Holidays in Rome.mp4                                 | Holidays in Rome     | 0
          2024-03-15 Birthday.mp4                              | 2024-03-15 Birthday  | 0
          Film 1920x1080.mkv                                   | Film 1920x1080       | 0
          """)
  void what_is_no_episode_is_a_film(String path, String title, int year) {
    var placing = Files.film(path, null);

    assertThat(placing).isEqualTo(new Placing(title, year, null));
  }

  @ParameterizedTest
  @ValueSource(strings = {"Show/Extras/S01E02.mkv", "Film (1999)/Trailers/Film.mkv"})
  void extras_stand_nowhere(String path) {
    assertThat(Files.film(path, null).standing()).isNull();
  }
}
