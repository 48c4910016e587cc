package contentgremlin.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// A server that encodes nothing itself, and workers that are killed, cut off, refused and stopped
/// in the middle of a film. Every film is published.
class WorkersTest {
  private static final int FILM_SECONDS = 150;
  private static final Duration END_MAX = Duration.ofMinutes(6);
  private static final Duration SOON = Duration.ofSeconds(60);

  /// An encode that has really begun, and is far from its end.
  private static final Duration BEGUN = Duration.ofSeconds(FILM_SECONDS / 20);

  @TempDir private Path folder;

  private final List<String> published = new ArrayList<>();
  private int films;

  @Test
  void films_are_rendered_by_workers_whatever_becomes_of_them() throws Exception {
    long began = System.nanoTime();
    var film = new Samples(folder).film("film.mp4", FILM_SECONDS, 640, 360);
    try (var gremlin = new Gremlin(folder.resolve("home")).serve()) {
      var api = new Api(gremlin);
      api.set("disk-reserve", "0");
      api.set("encoder-places", "0");
      var token = token(gremlin);
      refused(gremlin, api);
      killed(gremlin, api, film, token);
      serverKilled(gremlin, api, film, token);
      cutOff(gremlin, api, film, token);
      stopped(gremlin, api, film, token);
      for (var item : published) {
        assertThat(gremlin.item(item).get("state").asString()).isEqualTo("published");
        assertThat(api.bytes("/media/" + item + "/hls/master.m3u8")).isNotEmpty();
      }
      assertThat(published).hasSize(4);
    }
    Profile.report(
        "workers: %d films in %d s"
            .formatted(published.size(), Duration.ofNanos(System.nanoTime() - began).toSeconds()));
  }

  private static String token(Gremlin gremlin) {
    return gremlin.must("token", "create", "--scope", "work", "--label", "worker").out().strip();
  }

  private String add(Gremlin gremlin, Path film) throws IOException {
    films++;
    var other = folder.resolve("film-" + films + ".mp4");
    Files.copy(film, other);
    Files.write(other, new byte[films], java.nio.file.StandardOpenOption.APPEND);
    return gremlin.must("add", other.toString()).out().strip();
  }

  private static JsonNode encode(Api api, String item) throws IOException {
    return api.jobs(item).stream()
        .filter(job -> job.path("kind").asString("").equals("transcode"))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no film is to be encoded"));
  }

  /// Waits until one of the workers is in the middle of the film.
  private static JsonNode awaitBegun(Api api, String item, Helper... helpers) {
    return Await.until(
        "a worker to begin " + item,
        END_MAX,
        () -> {
          var job = api.job(item, "transcode");
          boolean isOn =
              job != null
                  && job.path("state").asString("").equals("running")
                  && List.of(helpers).stream().anyMatch(helper -> isBegun(job, helper));
          return isOn ? job : null;
        });
  }

  private static boolean isBegun(JsonNode job, Helper helper) {
    return job.path("machine").asString("").equals(helper.machine())
        && helper.encoded(job.path("id").asLong()).compareTo(BEGUN) >= 0;
  }

  private static int attempt(JsonNode job) {
    return job.path("attempt").asInt();
  }

  private void awaitPublished(Api api, String item) {
    Await.untilTrue(item + " to be published", END_MAX, () -> api.state(item).equals("published"));
    published.add(item);
  }

  private static Helper named(String machine, Helper... helpers) {
    return List.of(helpers).stream()
        .filter(helper -> helper.machine().equals(machine))
        .findFirst()
        .orElseThrow(() -> new AssertionError(machine + " has it"));
  }

  /// Whoever has no right is told so; and a worker sees no more than its work.
  private void refused(Gremlin gremlin, Api api) throws Exception {
    var wrong = Helper.start("wrong", folder, gremlin.address(), "gremlin_wrong");
    assertThat(wrong.join()).isEqualTo(1);
    assertThat(wrong.log()).contains("This token is wrong, has ended or was revoked");

    var reading = gremlin.must("token", "create", "--scope", "read,upload").out().strip();
    var reader = Helper.start("reader", folder, gremlin.address(), reading);
    assertThat(reader.join()).isEqualTo(1);
    assertThat(reader.log()).contains("--scope work");

    var made = gremlin.must("token", "create", "--scope", "work", "--json").json();
    var text = made.get("token").asString();
    for (var path : List.of("/api/v1/items", "/", "/feed.atom", "/api/v1/jobs", "/api/v1/status")) {
      var answer = api.sendAnonymously("GET", path, "Authorization", "Bearer " + text);
      assertThat(answer.status()).as(path).isEqualTo(403);
    }
    try (var revoked = Helper.start("revoked", folder, gremlin.address(), text)) {
      revoked.awaitWords("asks", SOON);
      gremlin.must("token", "revoke", made.get("id").asString());
      assertThat(revoked.join()).isEqualTo(1);
      assertThat(revoked.log()).contains("revoked");
    }
  }

  /// The one that has the film is killed: the other one gets it, and what was left is tidied away.
  private void killed(Gremlin gremlin, Api api, Path film, String token) throws Exception {
    var one = Helper.start("one", folder, gremlin.address(), token);
    var two = Helper.start("two", folder, gremlin.address(), token);
    try (one;
        two) {
      var item = add(gremlin, film);
      var begun = awaitBegun(api, item, one, two);
      var victim = named(begun.path("machine").asString(), one, two);
      victim.kill();
      var original =
          api.sendAnonymously(
              "GET", "/media/" + item + "/original", "Authorization", "Bearer " + token);
      assertThat(original.status()).isEqualTo(403);
      awaitPublished(api, item);

      var ended = encode(api, item);
      assertThat(attempt(ended)).isEqualTo(attempt(begun) + 1);
      assertThat(ended.path("machine").asString()).isNotEqualTo(victim.machine());
      assertThat(victim.leases()).isNotEmpty();
      var name = victim.machine().substring("worker:".length());
      try (var again = Helper.start(name, folder, gremlin.address(), token)) {
        again.awaitWords("asks", SOON);
        Await.untilTrue(
            "what was left to be removed",
            SOON,
            () ->
                again.leases().stream().noneMatch(victim.leases()::contains)
                    || again.leases().isEmpty());
      }
    }
  }

  /// The server goes down and comes back: the worker goes on, in the same attempt.
  private void serverKilled(Gremlin gremlin, Api api, Path film, String token) throws Exception {
    try (var one = Helper.start("one", folder, gremlin.address(), token)) {
      var item = add(gremlin, film);
      var begun = awaitBegun(api, item, one);
      gremlin.kill();
      one.awaitWords("goes on trying", SOON);
      gremlin.serve();
      awaitPublished(api, item);
      assertThat(attempt(encode(api, item))).isEqualTo(attempt(begun));
    }
  }

  /// The network is cut for longer than a lease holds: the other one gets the film, and the first
  /// one throws away what it has.
  private void cutOff(Gremlin gremlin, Api api, Path film, String token) throws Exception {
    try (var line = new Line(gremlin.address());
        var far = Helper.start("far", folder, line.address(), token)) {
      var item = add(gremlin, film);
      var begun = awaitBegun(api, item, far);
      line.cut();
      try (var near = Helper.start("near", folder, gremlin.address(), token)) {
        awaitPublished(api, item);
        var ended = encode(api, item);
        assertThat(attempt(ended)).isEqualTo(attempt(begun) + 1);
        assertThat(ended.path("machine").asString()).isEqualTo(near.machine());
      }
      line.mend();
      far.awaitWords("drops job", Duration.ofMinutes(3));
    }
  }

  /// A worker that is told to stop gives back what it has, at once.
  private void stopped(Gremlin gremlin, Api api, Path film, String token) throws Exception {
    String item;
    try (var one = Helper.start("one", folder, gremlin.address(), token)) {
      item = add(gremlin, film);
      awaitBegun(api, item, one);
      assertThat(one.stop()).isZero();
      assertThat(one.leases()).isEmpty();
      assertThat(encode(api, item).path("state").asString()).isEqualTo("queued");
    }
    try (var _ = Helper.start("two", folder, gremlin.address(), token)) {
      awaitPublished(api, item);
    }
  }
}
