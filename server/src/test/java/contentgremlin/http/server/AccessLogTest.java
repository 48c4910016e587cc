package contentgremlin.http.server;

import static org.assertj.core.api.Assertions.assertThat;

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
}
