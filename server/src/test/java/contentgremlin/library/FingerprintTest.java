package contentgremlin.library;

import static org.assertj.core.api.Assertions.assertThat;

import contentgremlin.library.FileStat.Kind;
import java.util.List;
import org.junit.jupiter.api.Test;

class FingerprintTest {
  private static final Found FILE = new Found("a.mp3", new FileStat(Kind.FILE, 1, 2, 3, 4, 5, 1));
  private static final Found OTHER = new Found("b.mp3", new FileStat(Kind.FILE, 1, 3, 3, 4, 5, 1));

  @Test
  void the_order_does_not_matter() {
    assertThat(Fingerprint.of(List.of(FILE, OTHER)))
        .isEqualTo(Fingerprint.of(List.of(OTHER, FILE)))
        .isNotEqualTo(Fingerprint.of(List.of(FILE)));
  }

  @Test
  void a_file_of_which_nothing_can_be_told_is_neither_as_it_was_nor_as_if_it_were_not_there() {
    var unknown = new Found("a.mp3", FileStat.UNKNOWN);
    assertThat(Fingerprint.of(List.of(unknown, OTHER)))
        .isNotEqualTo(Fingerprint.of(List.of(OTHER)))
        .isNotEqualTo(Fingerprint.of(List.of(FILE, OTHER)));
  }
}
