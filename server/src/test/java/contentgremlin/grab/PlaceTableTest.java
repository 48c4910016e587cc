package contentgremlin.grab;

import static org.assertj.core.api.Assertions.assertThat;

import contentgremlin.grab.PlaceTable.Place;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PlaceTableTest {
  private final PlaceTable places = new PlaceTable();

  @ParameterizedTest
  @CsvSource({
    "38.7251, -9.1500, Lisbon, PT",
    "48.1374, 11.5755, Munich, DE",
    "-33.8678, 151.2073, Sydney, AU",
    "-54.9336, -67.6096, Puerto Williams, CL",
    "64.1355, -21.8954, Reykjavík, IS",
  })
  void a_position_in_a_town_has_its_name(
      double latitude, double longitude, String name, String country) {
    var found = places.nearest(latitude, longitude);

    assertThat(found).map(Place::name).contains(name);
    assertThat(found).map(Place::country).contains(country);
    assertThat(found).hasValueSatisfying(it -> assertThat(it.kilometres()).isLessThan(3));
  }

  @ParameterizedTest
  @CsvSource({"0, -30", "90, 0", "-90, 180", "-48.9, -123.4"})
  void far_from_everywhere_is_nowhere(double latitude, double longitude) {
    assertThat(places.nearest(latitude, longitude)).isEmpty();
  }

  @Test
  void a_place_beyond_the_date_line_is_near_too() {
    var found = places.nearest(66.32, 179.95).orElseThrow();

    assertThat(found.name()).isEqualTo("Egvekinot"); // at 179.1 degrees west
    assertThat(found.kilometres()).isBetween(40.0, 46.0);
  }
}
