package contentgremlin.transcode;

import static org.assertj.core.api.Assertions.assertThat;

import contentgremlin.vault.Digest;
import java.util.LinkedHashMap;
import java.util.List;
import org.junit.jupiter.api.Test;

class LedgerTest {
  private static final Ledger.Entry ENTRY = new Ledger.Entry(new Digest("ab".repeat(32)), 1234);
  private static final List<String> RUNGS = List.of("hls/360", "hls/720");

  private static Ledger ledger(String... paths) {
    var files = new LinkedHashMap<String, Ledger.Entry>();
    for (String path : paths) {
      files.put(path, ENTRY);
    }
    return new Ledger("cd".repeat(32), 2, 7, true, List.of(3, 7), files, true);
  }

  @Test
  void what_is_written_is_read_again() {
    var ledger = ledger("hls/audio-0/00001.m4s", "hls/360/00001.m4s");
    assertThat(Ledger.parse(ledger.toText())).contains(ledger);
    var empty = Ledger.empty("ef".repeat(32), 0);
    assertThat(Ledger.parse(empty.toText())).contains(empty);
  }

  @Test
  void the_last_line_tells_what_comes_next() {
    assertThat(ledger("hls/360/00001.m4s").toText()).endsWith("hls/360/00001.m4s\n");
    var onlySound =
        new Ledger("x", 0, 0, true, List.of(), ledger("hls/audio-0/a.m4s").files(), true);
    assertThat(onlySound.toText()).endsWith(Ledger.soundLine());
  }

  @Test
  void nothing_counts_from_the_first_line_on_that_is_not_whole() {
    String text = ledger("hls/360/00001.m4s", "hls/720/00001.m4s").toText();
    String second = Ledger.line("hls/360/00002.m4s", ENTRY);
    String third = Ledger.line("hls/720/00002.m4s", ENTRY);
    for (String damaged :
        List.of(
            second.substring(0, 40),
            "\0".repeat(second.length()) + "\n" + third,
            "file zz 12 hls/360/00002.m4s\n" + third,
            "stop\n" + second + third)) {
      assertThat(Ledger.parse(text + damaged).orElseThrow().files().keySet())
          .containsExactly("hls/360/00001.m4s", "hls/720/00001.m4s");
    }
    assertThat(Ledger.parse("")).isEmpty();
    assertThat(Ledger.parse("\0\0\0\n")).isEmpty();
    assertThat(Ledger.parse(text.substring(0, 20))).isEmpty();
  }

  @Test
  void a_segment_counts_once_every_rung_has_it() {
    assertThat(ledger("hls/360/00001.m4s", "hls/720/00001.m4s").segments(RUNGS)).isEqualTo(1);
    assertThat(ledger("hls/360/00001.m4s").segments(RUNGS)).isZero();
    assertThat(
            ledger("hls/360/00001.m4s", "hls/720/00001.m4s", "hls/360/00003.m4s")
                .segments(List.of("hls/360")))
        .isEqualTo(1);
  }
}
