package contentgremlin.transcode;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RungTest {
  private static String ladder(VideoTrack film) {
    return String.join(
        " ",
        Rung.ladder(film).stream()
            .map(rung -> rung.name() + ":" + rung.width() + "x" + rung.height())
            .toList());
  }

  @ParameterizedTest
  @CsvSource({
    "1920,1080,360:640x360 480:854x480 720:1280x720 1080:1920x1080",
    "3840,2160,360:640x360 480:854x480 720:1280x720 1080:1920x1080",
    "1280,720,360:640x360 480:854x480 720:1280x720",
    "1080,1920,360:360x640 480:480x854 720:720x1280 1080:1080x1920",
    "640,360,360:640x360",
    "640,390,360:590x360",
    "720,576,360:450x360 480:600x480 576:720x576",
    "321,181,181:320x180",
    "3,2,2:16x16",
    "9000,100,100:4096x46"
  })
  void the_ladder_never_rises_above_its_source(int width, int height, String ladder) {
    assertThat(ladder(Films.track(width, height))).isEqualTo(ladder);
  }

  @Test
  void pixels_that_are_not_square_are_shown_so() {
    assertThat(ladder(Films.track(720, 576, "streams.stream.0.sample_aspect_ratio=\"64:45\"")))
        .endsWith("576:1024x576");
  }

  @Test
  void a_turned_film_is_measured_turned() {
    var turned =
        Films.track(1920, 1080, "streams.stream.0.side_data_list.side_data.0.rotation=-90");
    assertThat(ladder(turned)).endsWith("1080:1080x1920");
    assertThat(turned.rotated()).isEqualTo(270);
  }

  @Test
  void higher_rungs_may_use_more() {
    var rates = Rung.ladder(Films.track(1920, 1080)).stream().map(Rung::bitsPerSecond).toList();
    assertThat(rates).isSorted().allMatch(rate -> rate > 500_000 && rate < 8_000_000);
  }
}
