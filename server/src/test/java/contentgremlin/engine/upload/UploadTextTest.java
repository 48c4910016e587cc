package contentgremlin.engine.upload;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UploadTextTest {
  @ParameterizedTest
  @CsvSource({
    "Holiday.mp4,Holiday",
    "archive.tar.gz,archive.tar",
    "2024 holiday in St. Ives,2024 holiday in St. Ives",
    ".hidden,.hidden",
    "name.,name.",
    "'  a   b .mp4','a b'",
    "AC/DC.flac,AC/DC",
  })
  void aTitleIsTheNameWithoutItsExtension(String name, String title) {
    assertThat(UploadText.titleFrom(name, 500)).isEqualTo(title);
  }

  @Test
  void nothingThatReordersOrHidesTextIsLeft() {
    assertThat(UploadText.line("a\u202Eb\u2066c\u0000d\u200Fe\uFEFFf\u0007", 100))
        .isEqualTo("abcdef");
    assertThat(UploadText.line("two\r\nlines\ttab", 100)).isEqualTo("two lines tab");
    assertThat(UploadText.lines("a\r\nb\u0000\n\nc", 100)).isEqualTo("a\nb\n\nc");
  }

  @Test
  void joinersStaySinceScriptsNeedThem() {
    assertThat(UploadText.line("👩‍👩‍👧 نمی‌خواهم", 100)).isEqualTo("👩‍👩‍👧 نمی‌خواهم");
  }

  @Test
  void cuttingNeverSplitsACharacter() {
    assertThat(UploadText.line("😀😀", 3)).isEqualTo("😀");
    assertThat(UploadText.titleFrom("\u0000.mp4", 5)).isNotBlank();
  }

  @Test
  void tagsAreSplitCleanedAndDistinct() {
    assertThat(UploadText.tags(" sea, sun ,,sea,\u202E")).containsExactly("sea", "sun");
  }
}
