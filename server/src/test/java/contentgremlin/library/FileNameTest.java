package contentgremlin.library;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;

class FileNameTest {
  @Test
  void proper_names_stand_for_themselves() {
    for (var name : new String[] {"song.mp3", "Sigur Rós – ( ).flac", "音楽", "🎵.opus"}) {
      assertThat(FileName.decode(name.getBytes(StandardCharsets.UTF_8))).isEqualTo(name);
      assertThat(FileName.encode(name)).isEqualTo(name.getBytes(StandardCharsets.UTF_8));
      assertThat(FileName.isPlain(name)).isTrue();
    }
  }

  @Test
  void any_bytes_become_a_text_of_their_own_and_come_back() {
    var random = new Random(7);
    for (int i = 0; i < 20_000; i++) {
      var name = new byte[1 + random.nextInt(8)];
      random.nextBytes(name);
      var text = FileName.decode(name);

      assertThat(FileName.encode(text)).as(HexFormat.of().formatHex(name)).isEqualTo(name);
      assertThat(
              text.codePoints()
                  .noneMatch(character ->
                      character >= Character.MIN_SURROGATE && character <= Character.MAX_SURROGATE))
          .isTrue();
    }
  }

  @Test
  void a_name_that_looks_like_an_escape_is_not_taken_for_one() {
    var lookalike = "\uee80".getBytes(StandardCharsets.UTF_8);
    var bad = new byte[] {(byte) 0x80};

    assertThat(FileName.decode(lookalike)).isNotEqualTo(FileName.decode(bad));
    assertThat(FileName.encode(FileName.decode(lookalike))).isEqualTo(lookalike);
    assertThat(FileName.isPlain(FileName.decode(bad))).isFalse();
  }

  @Test
  void paths_are_in_the_order_of_their_bytes() {
    var paths = new ArrayList<String>();
    var random = new Random(3);
    for (int i = 0; i < 3_000; i++) {
      int[] characters =
          random
              .ints(1 + random.nextInt(4), 0x20, 0x11000)
              .filter(Character::isDefined)
              .filter(one -> one < 0xd800 || one > 0xdfff)
              .toArray();
      paths.add(new String(characters, 0, characters.length));
    }

    paths.sort(PathOrder.BYTES);

    for (int i = 1; i < paths.size(); i++) {
      var before = paths.get(i - 1).getBytes(StandardCharsets.UTF_8);
      var after = paths.get(i).getBytes(StandardCharsets.UTF_8);
      assertThat(java.util.Arrays.compareUnsigned(before, after)).isLessThanOrEqualTo(0);
    }
  }

  @Test
  void what_is_no_utf8_is_shown_as_windows_wrote_it() {
    var name = FileName.decode(new byte[] {'c', 'a', 'f', (byte) 0xe9, ' ', (byte) 0x81});

    assertThat(FileName.shown(name)).isEqualTo("café \ufffd");
    assertThat(FileName.shown("plain é")).isEqualTo("plain é");
  }
}
