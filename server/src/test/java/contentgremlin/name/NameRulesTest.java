package contentgremlin.name;

import static org.assertj.core.api.Assertions.assertThat;

import contentgremlin.item.MediaType;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NameRulesTest {
  private static CleanName film(NameRules rules, String stem) {
    return new NameCleaner(rules).video(List.of(), stem, Told.NOTHING);
  }

  private static CleanName song(NameRules rules, String stem) {
    return new NameCleaner(rules).song(List.of(), stem, Told.NOTHING);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          MyRip The Matrix (1999)             | The Matrix        | 1999
          The.Matrix.MyRip.1999.1080p         | The Matrix        | 1999
          The Matrix von Anna (1999)          | The Matrix        | 1999
          the matrix myrip                    | the matrix        | 0
          MyRipper (1999)                     | MyRipper          | 1999
          MyRip                               | MyRip             | 0
          """)
  void words_are_left_out_wherever_they_stand(String stem, String title, int year) {
    var clean = film(NameRules.of("MyRip, von Anna", ""), stem);

    assertThat(clean.title()).isEqualTo(title);
    assertThat(clean.year()).isEqualTo(year);
  }

  @Test
  void words_are_left_out_of_songs_pictures_and_documents_as_well() {
    var cleaner = new NameCleaner(NameRules.of("MyRip", ""));

    assertThat(cleaner.song(List.of(), "03 - MyRip Sinnerman", Told.NOTHING).title())
        .isEqualTo("Sinnerman");
    assertThat(cleaner.picture(List.of(), "MyRip sunset").title()).isEqualTo("sunset");
    assertThat(cleaner.document("Dracula MyRip").title()).isEqualTo("Dracula");
  }

  @Test
  void own_patterns_come_first() {
    var rules = NameRules.of("", "^(?<show>.+) #(?<season>\\d)(?<episode>\\d\\d)$");
    var clean = film(rules, "Lindenstrasse #417");

    assertThat(clean.kind()).isEqualTo(CleanName.Kind.EPISODE);
    assertThat(clean.show()).isEqualTo("Lindenstrasse");
    assertThat(clean.season()).isEqualTo(4);
    assertThat(clean.episode()).isEqualTo(17);
    assertThat(clean.title()).isEmpty();
  }

  @Test
  void without_a_show_the_title_beside_an_episode_is_the_shows() {
    var clean = film(NameRules.of("", "(?<title>.+) nr(?<episode>\\d+)"), "Lindenstrasse nr17");

    assertThat(clean.show()).isEqualTo("Lindenstrasse");
    assertThat(clean.episode()).isEqualTo(17);
    assertThat(clean.season()).isEqualTo(CleanName.NOT_SAID);
  }

  @Test
  void the_first_pattern_that_finds_something_counts_and_ours_come_last() {
    var rules =
        NameRules.of(
            "",
            "^(?<year>\\d{4})_(?<title>.+)$;;^NR\\d+ (?<title>.+)$\n(?<track>\\d+)!(?<title>.+)");

    assertThat(film(rules, "1999_The_Matrix").title()).isEqualTo("The Matrix");
    assertThat(film(rules, "1999_The_Matrix").year()).isEqualTo(1999);
    assertThat(film(rules, "NR0815 The Matrix").title()).isEqualTo("The Matrix");
    assertThat(film(rules, "The Matrix (1999) {tmdb-603}").year()).isEqualTo(1999);
    assertThat(film(rules, "12!Angry Men").title()).isEqualTo("12!Angry Men");
    assertThat(song(rules, "12!Sinnerman").title()).isEqualTo("Sinnerman");
    assertThat(song(rules, "12!Sinnerman").track()).isEqualTo(12);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "(?<title>.+",
        "(.+)",
        ".*",
        "(?<name>.+)",
        "(?<edition>.+)",
        "(?<title>.*)",
        "(?<episode>\\d+) (?<track>\\d+)",
        "(?<title>(a+)+)$",
        "(?<title>(.*)*)x",
        "(?<title>.*.*.*.*)=$",
        "(?<title>(x+x+)+y)",
        "(?<title>a)(?:a?|b?){30}c",
        "(?<title>a)(?:(?:){1000000000}){1000000000}",
        "(?<title>a)(?:$|\\z)(?:$|\\z)(?:$|\\z)b",
        "(?<title>.*.*.*.*.*.*.*.*=)",
        "(?x)(?<title>a)",
        "(?<title>\\Q(\\E)",
        "(?<title>(((((((((.+)+)+)+)+)+)+)+)+)=)"
      })
  void a_pattern_that_says_nothing_or_could_try_forever_is_refused(String pattern) {
    assertThat(NameRules.complaintOfPatterns(pattern)).startsWith("has a pattern that ");
    assertThat(film(NameRules.of("", pattern), "The Matrix (1999)").title())
        .isEqualTo("The Matrix");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "^(?<title>.+) nr(?<episode>\\d+)$",
        "(?<title>.+?)(?:[ ._-]+(?<year>(?:19|20)\\d\\d))?$",
        "^(?<show>.+?)[ ._-]+(?:folge|teil) ?(?<episode>\\d{1,4})(?:-(?<last>\\d+))?",
        "^(?<disc>[A-D])(?<track>\\d+)[ .]+(?<artist>[^-]+) - (?<title>.+)$",
        "[\\[(](?<year>\\d{4})[\\])] (?<title>[^()\\[\\]]+)"
      })
  void a_sound_pattern_is_not(String pattern) {
    assertThat(NameRules.complaintOfPatterns(pattern)).isEmpty();
  }

  @Test
  void the_complaint_tells_which_of_several_it_is_about() {
    assertThat(NameRules.complaintOfPatterns("(?<title>a.+);;(?<title>")).contains("number 2");
    assertThat(NameRules.complaintOfPatterns("(?<title>x+);;".repeat(11))).contains("at most");
    assertThat(NameRules.complaintOfPatterns("(?<title>" + "x".repeat(400) + ")")).contains("300");
  }

  @Test
  void words_must_be_words() {
    assertThat(NameRules.complaintOfWords("")).isEmpty();
    assertThat(NameRules.complaintOfWords("MyRip, von Anna")).isEmpty();
    assertThat(NameRules.complaintOfWords("a")).isNotEmpty();
    assertThat(NameRules.complaintOfWords("--")).isNotEmpty();
    assertThat(NameRules.complaintOfWords("x".repeat(61))).isNotEmpty();
    assertThat(NameRules.complaintOfWords("word,".repeat(101))).isNotEmpty();
  }

  @Test
  void a_pattern_that_needs_too_many_steps_for_a_name_is_passed_over() {
    var slow = java.util.regex.Pattern.compile("(?<title>(q+)+)=");
    var own = new OwnPattern(slow, slow.namedGroups().keySet());
    var known = film(NameRules.DEFAULT, "q".repeat(200));

    assertThat(own.find(known, "q".repeat(200), OwnPattern.Use.VIDEO)).isNull();
  }

  @Test
  void whatever_a_name_is_made_of_it_is_read() {
    var pieces =
        List.of(
            "[",
            "]",
            "(",
            ")",
            "{",
            "}",
            "【",
            "】",
            ".",
            "_",
            "-",
            " ",
            " - ",
            "S01",
            "E02",
            "1x02",
            "1999",
            "2024.05.17",
            "1080p",
            "tmdb-603",
            "第",
            "話",
            "cd1",
            "Show",
            "é",
            "\ud83d\ude00",
            "\ud83d",
            "\u0000",
            "part",
            "www.",
            ".com",
            "9".repeat(300),
            "A.B.",
            "#",
            "Season",
            "CD",
            "\uE001",
            "٣",
            "½",
            "x264-",
            "'");
    var random = new Random(20_260_101);
    var cleaner = new NameCleaner(NameRules.of("Show", "(?<title>\\p{L}+) \\d (?<year>\\d+)"));
    for (int round = 0; round < 20_000; round++) {
      var name = new StringBuilder();
      for (int length = random.nextInt(12); length >= 0; length--) {
        name.append(pieces.get(random.nextInt(pieces.size())));
      }
      var folders = List.of(pieces.get(random.nextInt(pieces.size())), name.toString());
      for (var type : MediaType.values()) {
        var clean = cleaner.clean(type, folders, name.toString(), Told.NOTHING);
        assertThat(clean.title().length()).as("%s", name).isLessThanOrEqualTo(2 * name.length());
        assertThat(clean.lastEpisode()).as("%s", name).isGreaterThanOrEqualTo(clean.episode());
      }
    }
  }
}
