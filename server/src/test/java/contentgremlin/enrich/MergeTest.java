package contentgremlin.enrich;

import static org.assertj.core.api.Assertions.assertThat;

import contentgremlin.item.Metadata;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

final class MergeTest {
  private static final Instant THEN = Instant.EPOCH;
  private static final List<String> GERMAN_FIRST = List.of("de", "en");

  private static Metadata said(String language, String value, int priority, String by) {
    return new Metadata("titles", "title", language, value, priority, by, THEN);
  }

  private static String title(Metadata... said) {
    return Merge.best(List.of(said), "titles", "title", GERMAN_FIRST).orElseThrow().value();
  }

  @Test
  void the_language_that_is_wanted_most_counts() {
    assertThat(
            title(
                said("en", "The Thing", 300, "tmdb"),
                said("de-AT", "Das Ding", 200, "wikidata"),
                said("fr", "La Chose", 300, "tmdb")))
        .isEqualTo("Das Ding");
  }

  @Test
  void the_second_language_is_better_than_the_name_of_the_file() {
    assertThat(title(said("", "the thing", 50, "name"), said("en", "The Thing", 300, "tmdb")))
        .isEqualTo("The Thing");
  }

  @Test
  void the_name_of_the_file_is_better_than_a_language_that_nobody_asked_for() {
    assertThat(title(said("", "the thing", 50, "name"), said("fr", "La Chose", 300, "tmdb")))
        .isEqualTo("the thing");
    assertThat(title(said("fr", "La Chose", 300, "tmdb"))).isEqualTo("La Chose");
  }

  @Test
  void what_a_person_wrote_counts_whatever_its_language() {
    assertThat(
            title(
                said("de", "Das Ding", 300, "tmdb"),
                said("fr", "Mon Titre", Metadata.PRIORITY_PERSON, "person")))
        .isEqualTo("Mon Titre");
  }

  @Test
  void several_values_of_one_provider_stay_together_in_their_order() {
    var said =
        List.of(
            new Metadata("entities", "actor", "", "B", 300, "tmdb", THEN),
            new Metadata("entities", "actor", "", "A", 300, "tmdb", THEN),
            new Metadata("entities", "actor", "", "C", 100, "embedded", THEN));

    assertThat(Merge.of(said, GERMAN_FIRST).stream().map(Metadata::value))
        .containsExactly("B", "A");
  }
}
