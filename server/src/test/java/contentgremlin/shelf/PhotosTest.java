package contentgremlin.shelf;

import static org.assertj.core.api.Assertions.assertThat;

import contentgremlin.item.MediaType;
import contentgremlin.library.Taken;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PhotosTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          IMG_20240713_153012.jpg                        | 2024-07-13T15:30:12
          PXL_20240713_153012123.jpg                     | 2024-07-13T15:30:12
          2024-07-13 15.30.12.jpg                        | 2024-07-13T15:30:12
          Screenshot_20240713-153012.png                 | 2024-07-13T15:30:12
          WhatsApp Image 2024-07-13 at 15.30.12.jpeg     | 2024-07-13T15:30:12
          signal-2024-07-13-153012.jpg                   | 2024-07-13T15:30:12
          IMG-20240713-WA0001.jpg                        | 2024-07-13T12:00:00
          2024-07-13.jpg                                 | 2024-07-13T12:00:00
          1720884612345.jpg                              | 2024-07-13T15:30:12.345
          2024-07-13 Rome/DSC0001.jpg                    | 2024-07-13T12:00:00
          2024/07/DSC0001.jpg                            | 2024-07-01T12:00:00
          2024/2024-07 Rome/DSC0001.jpg                  | 2024-07-01T12:00:00
          2024/DSC0001.jpg                               | 2020-02-29T08:00:00
          20240231.jpg                                   | 2020-02-29T08:00:00
          DSC0001.jpg                                    | 2020-02-29T08:00:00
          """)
  void a_picture_without_a_date_has_that_of_its_name_its_folder_or_its_file(
      String path, LocalDateTime time) {
    var standing =
        Objects.requireNonNull(Files.placed(MediaType.IMAGE, path, null, null).standing());

    assertThat(
            LocalDateTime.ofEpochSecond(
                Math.floorDiv(standing.number(), 1000),
                (int) Math.floorMod(standing.number(), 1000L) * 1_000_000,
                ZoneOffset.UTC))
        .isEqualTo(time);
    assertThat(standing.claim().circle()).isEqualTo(time.toString().substring(0, 7));
  }

  @Test
  void its_own_date_counts_first_by_the_clock_of_the_camera() {
    var newYear = new Taken(LocalDateTime.parse("2024-01-01T00:10:00"), ZoneOffset.ofHours(13));
    var standing =
        Objects.requireNonNull(
            Files.placed(MediaType.IMAGE, "2020-02-29.jpg", null, newYear).standing());

    assertThat(standing.claim().circle()).isEqualTo("2024-01");
  }

  @Test
  void films_by_a_camera_stand_among_the_pictures_and_others_do_not() {
    var taken = new Taken(LocalDateTime.parse("2024-07-13T15:30:12"), null);

    assertThat(Files.placed(MediaType.VIDEO, "VID_20240713_153012.mp4", null, null).standing())
        .isNotNull();
    assertThat(Files.placed(MediaType.VIDEO, "IMG_0042.MOV", null, taken).standing()).isNotNull();
    assertThat(Files.placed(MediaType.VIDEO, "Holidays.mp4", null, taken).standing()).isNull();
    assertThat(Files.placed(MediaType.DOCUMENT, "2024-07-13.pdf", null, null).standing()).isNull();
  }
}
