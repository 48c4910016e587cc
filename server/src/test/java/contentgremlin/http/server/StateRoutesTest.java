package contentgremlin.http.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StateRoutesTest {
  @TempDir private Path home;

  @Test
  void saysThatItLivesAndIsReady() throws IOException {
    try (var server = new ItemServer(home, (_, _) -> List.of());
        var client = server.connect()) {
      assertThat(client.get("/health/live").status()).isEqualTo(200);
      assertThat(client.get("/health/ready").status()).isEqualTo(200);
      server.database.close();
      assertThat(client.get("/health/ready").status()).isEqualTo(503);
      assertThat(client.get("/health/live").status()).isEqualTo(200);
    }
  }

  @Test
  void numbersAreInTheFormatOfPrometheus() throws IOException {
    try (var server = new ItemServer(home, (_, _) -> List.of());
        var client = server.connect()) {
      client.get("/health/live");
      var answer = client.get("/metrics");

      assertThat(answer.header("content-type")).startsWith("text/plain; version=0.0.4");
      assertThat(answer.text())
          .contains("gremlin_http_requests_total{method=\"GET\",status=\"2xx\"} 1.0")
          .contains("gremlin_http_connections 1.0")
          .contains("gremlin_events_newest 0.0")
          .contains("gremlin_disk_free_bytes")
          .contains("gremlin_http_request_duration_seconds_bucket");
      everySeriesIsDescribed(answer.text());
    }
  }

  private static void everySeriesIsDescribed(String text) {
    var helped = new HashSet<String>();
    var typed = new HashSet<String>();
    for (var line : text.lines().toList()) {
      if (line.startsWith("# HELP ")) {
        helped.add(line.split(" ", 4)[2]);
      } else if (line.startsWith("# TYPE ")) {
        typed.add(line.split(" ", 4)[2]);
      } else {
        var name = line.split("[{ ]", 2)[0].replaceAll("_(bucket|count|sum)$", "");
        assertThat(helped).as(line).contains(name);
        assertThat(typed).as(line).contains(name);
      }
    }
  }
}
