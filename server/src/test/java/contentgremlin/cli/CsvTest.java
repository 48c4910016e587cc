package contentgremlin.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class CsvTest {
  @Test
  void quotesMayHoldCommasQuotesAndLines() throws IOException {
    assertThat(values("a,\"b, \"\"c\"\"\nd\",e\r\nf\n"))
        .containsExactly(List.of("a", "b, \"c\"\nd", "e"), List.of("f"));
  }

  @Test
  void emptyLinesAreNoRowsAndEmptyValuesAreValues() throws IOException {
    assertThat(values("\n  \na,,\n\n,b")).containsExactly(List.of("a", "", ""), List.of("", "b"));
  }

  @Test
  void rowsKnowTheirLines() throws IOException {
    var csv = new Csv(new StringReader("a\n\"b\nc\"\n\nd\n"));
    assertThat(csv.next().orElseThrow().line()).isEqualTo(1);
    assertThat(csv.next().orElseThrow().line()).isEqualTo(2);
    assertThat(csv.next().orElseThrow().line()).isEqualTo(5);
    assertThat(csv.next()).isEmpty();
  }

  @Test
  void aQuoteThatIsNotClosedIsToldWithItsLine() {
    assertThatThrownBy(() -> values("a\nb,\"c\nd"))
        .hasMessage("line 2: a quote is opened and not closed");
  }

  @Test
  void aValueWithoutEndIsRefused() {
    assertThatThrownBy(() -> values("\"" + "a".repeat(200_000)))
        .hasMessageContaining("longer than 100000");
  }

  private static List<List<String>> values(String text) throws IOException {
    var csv = new Csv(new StringReader(text));
    var rows = new ArrayList<List<String>>();
    for (var row = csv.next(); row.isPresent(); row = csv.next()) {
      rows.add(row.get().values());
    }
    return rows;
  }
}
