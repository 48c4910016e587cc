package contentgremlin.engine.arrival;

import static org.assertj.core.api.Assertions.assertThat;

import contentgremlin.arrival.Told;
import java.util.ArrayList;
import org.junit.jupiter.api.Test;

class ReportTest {
  private static Told line(int number) {
    return new Told(
        "media",
        Integer.toString(number),
        "Märchen " + number,
        number % 3 == 0 ? Told.Result.FAILED : Told.Result.IMPORTED,
        "/items/" + number,
        number % 3 == 0 ? "it is “broken”" : "");
  }

  @Test
  void lines_come_back_as_they_were_and_in_their_order_whatever_page_is_asked_for() {
    var report = new Report();
    var all = new ArrayList<Told>();
    for (int number = 0; number < 2 * Report.TOGETHER + 7; number++) {
      all.add(line(number));
      report.tell(line(number));
    }

    assertThat(report.list(0, all.size() + 10)).isEqualTo(all);
    for (int from : new int[] {0, 1, 999, 1_000, 1_001, 1_999, 2_000, 2_006, 2_007, 5_000}) {
      int begin = Math.min(from, all.size());
      assertThat(report.list(from, 500))
          .as("from %d", from)
          .isEqualTo(all.subList(begin, Math.min(all.size(), begin + 500)));
    }
    assertThat(report.counts()).containsEntry(Told.Result.FAILED, 669L);
    assertThat(report.counts()).containsEntry(Told.Result.IMPORTED, 1_338L);
  }
}
