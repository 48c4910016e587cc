package contentgremlin.http.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AccessLogTest {
  @ParameterizedTest
  @CsvSource({
    "/a, /a",
    "/a?x=1&y=2, /a?x=1&y=2",
    "/setup?code=abc, /setup?code=…",
    "/a?x=1&token=abc&y=$2, /a?x=1&token=…&y=$2",
    "/a?%74oken=abc, /a?%74oken=…",
    "/a?code=, /a?code=…"
  })
  void secretsAreBlottedOut(String target, String logged) {
    assertThat(AccessLog.blot(target)).isEqualTo(logged);
  }

  @Test
  void aLineIsJsonWhateverAClientSends() {
    var line =
        new AccessLog.Line(
            "::1", "GET", "/\"\\\n", "HTTP/1.1", 404, 12, 1.23456, "x\u0007\ud800", false);

    assertThat(AccessLog.json(line))
        .isEqualTo(
            "{\"remote\":\"::1\",\"method\":\"GET\",\"target\":\"/\\\"\\\\\\u000a\","
                + "\"protocol\":\"HTTP/1.1\",\"status\":404,\"bytes\":12,\"millis\":1.235,"
                + "\"agent\":\"x\\u0007\\ud800\",\"aborted\":true}");
  }

  @Test
  void linesHaveTheirTimeAndAreAllWrittenWhenItCloses() {
    var out = new ByteArrayOutputStream();
    var lines = new AccessLines(out);
    var entry = new LogRecord(Level.INFO, "{\"status\":200}");
    entry.setInstant(Instant.parse("2026-06-01T12:00:00Z"));
    for (int i = 0; i < 1_000; i++) {
      lines.publish(entry);
    }
    lines.close();

    assertThat(out.toString(StandardCharsets.UTF_8).lines())
        .hasSize(1_000)
        .allMatch("{\"time\":\"2026-06-01T12:00:00Z\",\"status\":200}"::equals);
  }
}
