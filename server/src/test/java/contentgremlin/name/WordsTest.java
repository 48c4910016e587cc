package contentgremlin.name;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WordsTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          Beyoncé            | beyonce
          BEYONCE            | beyonce
          AC/DC              | ac dc
          Simon & Garfunkel  | simon and garfunkel
          Don't Look Back    | dont look back
          Don’t Look Back    | dont look back
          '  Guns   N’ Roses '| guns n roses
          !!!                | !!!
          Sigur Rós ( )      | sigur ros
          Ⅷ                  | viii
          宇多田ヒカル         | 宇多田ヒカル
          """)
  void two_spellings_of_one_name_come_to_the_same(String name, String folded) {
    assertThat(Words.folded(name)).isEqualTo(folded);
    assertThat(Words.folded(folded)).isEqualTo(folded);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          The Beatles | beatles
          The The     | the
          The         | the
          A           | a
          A Night     | night
          Demo 10     | demo 00010
          1984        | 01984
          """)
  void lists_are_sorted_without_articles_and_numbers_by_what_they_count(
      String name, String sorted) {
    assertThat(Words.sorted(name)).isEqualTo(sorted);
  }

  @Test
  void of_two_spellings_the_same_is_shown_whatever_order_they_come_in() {
    assertThat(Words.better("THE BEATLES", "The Beatles")).isEqualTo("The Beatles");
    assertThat(Words.better("The Beatles", "the beatles")).isEqualTo("The Beatles");
    assertThat(Words.better("edm", "EDM")).isEqualTo("EDM");
    assertThat(Words.better("EDM", "edm")).isEqualTo("EDM");
  }
}
