package contentgremlin.acceptance;

import contentgremlin.acceptance.MediaPool.Media;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import tools.jackson.core.JacksonException;

/// Somebody who uploads one thing after the other and asks again until it is done, starts the
/// server again when it died, and looks closely at how errors are told. Used by one thread.
final class PatientClient {
  private static final int TRIES_MAX = 100;

  private final Gremlin gremlin;
  private final Api api;
  private final Ledger ledger;
  private final Map<Integer, Integer> answers = new TreeMap<>();
  private int deaths;

  PatientClient(Gremlin gremlin, Ledger ledger) {
    this.gremlin = gremlin;
    this.api = new Api(gremlin);
    this.ledger = ledger;
  }

  Api api() {
    return api;
  }

  /// How often each status came.
  Map<Integer, Integer> answers() {
    return answers;
  }

  /// How often the server had to be started again.
  int deaths() {
    return deaths;
  }

  /// @return the item
  String upload(Media media, Random random) {
    return send(create(media), media, random);
  }

  /// @return the item
  String send(String address, Media media, Random random) {
    int length = media.bytes().length;
    int offset = 0;
    for (int tries = 0; tries < TRIES_MAX; tries++) {
      int count = Math.min(length - offset, 1 + random.nextInt(length));
      var answer = patch(address, media, offset, count);
      if (answer.status() == 204 && offset + count != offset(answer)) {
        ledger.fault(address + " was told " + offset(answer) + " after " + (offset + count));
      }
      if (answer.status() != 204) {
        Load.pause();
        answer = head(address, offset, offset + count);
      }
      offset = Math.max(offset, offset(answer));
      ledger.upload(address, offset);
      var item = answer.header("Gremlin-Item");
      if (item.isPresent()) {
        ledger.item(item.get(), media);
        ledger.uploads.remove(address);
        return item.get();
      }
    }
    throw new AssertionError(address + " does not come to an end at " + offset + " of " + length);
  }

  /// @return the upload's address
  String create(Media media) {
    var name = media.name().getBytes(StandardCharsets.UTF_8);
    var answer =
        insist(
            201,
            () ->
                api.send(
                    "POST",
                    "/api/v1/uploads",
                    BodyPublishers.noBody(),
                    "Tus-Resumable",
                    "1.0.0",
                    "Upload-Length",
                    "" + media.bytes().length,
                    "Upload-Metadata",
                    "filename " + Base64.getEncoder().encodeToString(name)));
    var address = answer.header("Location").orElseThrow();
    ledger.upload(address, 0);
    return address;
  }

  /// One try.
  private Api.Answer patch(String address, Media media, int offset, int count) {
    var answer =
        ask(() ->
            api.send(
                "PATCH",
                address,
                BodyPublishers.ofByteArray(media.bytes(), offset, count),
                "Tus-Resumable",
                "1.0.0",
                "Content-Type",
                "application/offset+octet-stream",
                "Upload-Offset",
                "" + offset));
    if (answer.status() != 204 && answer.status() != 409 && answer.status() != 423) {
      mustBeClear(answer);
    }
    return answer;
  }

  /// What was acknowledged must be there.
  private Api.Answer head(String address, int acknowledged, int sent) {
    var answer =
        insist(
            200,
            () -> api.send("HEAD", address, BodyPublishers.noBody(), "Tus-Resumable", "1.0.0"));
    int offset = offset(answer);
    if (offset < acknowledged || offset > sent) {
      ledger.fault(
          "%s has %d, although %d were acknowledged and %d sent"
              .formatted(address, offset, acknowledged, sent));
    }
    return answer;
  }

  private static int offset(Api.Answer answer) {
    return answer.header("Upload-Offset").map(Integer::parseInt).orElse(0);
  }

  /// Waits until nothing moves any more (published, failed, or waiting for another attempt), or for
  /// so long.
  void settle(String item, Duration patience) {
    long end = System.nanoTime() + patience.toNanos();
    while (!isSettled(item) && System.nanoTime() < end) {
      Load.pause();
    }
  }

  private boolean isSettled(String item) {
    try {
      for (var job : api.jobs(item)) {
        var state = job.get("state").asString();
        boolean isLater = state.equals("queued") && job.has("reason");
        if (!isLater && (state.equals("queued") || state.matches("claimed|running"))) {
          return false;
        }
      }
      return true;
    } catch (IOException _) {
      revive();
      return false;
    }
  }

  /// Every failure can be tried again, and then ends well.
  void retryAllFailed(Duration max) {
    Await.untilTrue("all that failed to end well", max, this::retryFailed);
  }

  private boolean retryFailed() throws IOException {
    var failed = Api.must(api.get("/api/v1/jobs?state=failed&limit=200")).json().get("jobs");
    for (var job : failed) {
      ledger.note("trying again: " + job);
      api.post("/api/v1/jobs/" + job.get("id").asLong() + "/retry");
    }
    return failed.isEmpty() && api.openJobs() == 0;
  }

  interface Call {
    Api.Answer make() throws IOException;
  }

  private Api.Answer insist(int wanted, Call call) {
    for (int tries = 0; tries < TRIES_MAX; tries++) {
      var answer = ask(call);
      if (answer.status() == wanted) {
        return answer;
      }
      mustBeClear(answer);
      Load.pause();
    }
    throw new AssertionError("the server never answers " + wanted);
  }

  /// Also when nobody is there: then the status is 0.
  private Api.Answer ask(Call call) {
    try {
      var answer = call.make();
      answers.merge(answer.status(), 1, Integer::sum);
      return answer;
    } catch (IOException e) {
      ledger.note("no answer: " + e);
      answers.merge(0, 1, Integer::sum);
      revive();
      return Api.NO_ANSWER;
    }
  }

  private void revive() {
    Load.pause();
    if (!gremlin.isAlive()) {
      deaths++;
      ledger.note("the server died; its last words: " + gremlin.log());
      gremlin.serve();
    }
  }

  /// RFC 9457: a refusal that is the server's fault says so in words.
  private void mustBeClear(Api.Answer answer) {
    if (answer.equals(Api.NO_ANSWER)) {
      return;
    }
    ledger.note("the answer is " + answer);
    boolean isHead = answer.body().isEmpty();
    if (answer.status() < 500 || (!isHead && !hasWords(answer))) {
      ledger.fault("a failing disk was told as " + answer);
    }
  }

  private static boolean hasWords(Api.Answer answer) {
    try {
      var problem = answer.json();
      return problem.path("status").asInt() == answer.status()
          && !problem.path("title").asString("").isBlank()
          && !problem.path("detail").asString("").isBlank();
    } catch (JacksonException _) {
      return false;
    }
  }
}
