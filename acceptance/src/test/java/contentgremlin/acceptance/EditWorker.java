package contentgremlin.acceptance;

import contentgremlin.acceptance.Moments.Moment;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import tools.jackson.databind.JsonNode;

/// Renames items, puts them into the trash and takes them out again, cancels jobs and has them
/// tried again.
final class EditWorker implements Load.Worker {
  private final Load load;
  private int named;

  EditWorker(Load load) {
    this.load = load;
  }

  @Override
  public void turn(Random random) throws IOException {
    var ids = new ArrayList<>(load.ledger.items.keySet());
    if (ids.isEmpty()) {
      Load.pause();
      return;
    }
    var id = ids.get(random.nextInt(ids.size()));
    int what = random.nextInt(12);
    if (what == 0) {
      trashAndRestore(id, random);
    } else if (what < 3) {
      cancelAndRetry(random);
    } else {
      rename(id);
    }
    Load.pause();
  }

  private void rename(String id) throws IOException {
    var title = "Title " + ++named;
    load.ledger.titleSent(id, title);
    load.at(Moment.EDIT_SENT);
    var answer = load.api.sendJson("PATCH", "/api/v1/items/" + id, Map.of("title", title));
    if (answer.status() == 200) {
      load.ledger.title(id, title);
      load.at(Moment.EDIT_ACKNOWLEDGED);
    } else if (!load.isFull(answer)) {
      load.ledger.fault("PATCH of item " + id + " answers " + answer);
    }
  }

  /// Some stay there: what was acknowledged before must be in the trash with them.
  private void trashAndRestore(String id, Random random) throws IOException {
    load.ledger.trashed(id, null);
    var trashed = load.api.send("DELETE", "/api/v1/items/" + id, noBody());
    if (load.isFull(trashed)) {
      return;
    }
    if (trashed.status() != 200 && trashed.status() != 409) {
      load.ledger.fault("DELETE of item " + id + " answers " + trashed);
      return;
    }
    load.ledger.trashed(id, true);
    if (random.nextInt(4) != 0) {
      load.ledger.trashed(id, null);
      var restored = load.api.post("/api/v1/items/" + id + "/restore");
      if (load.isFull(restored)) {
        return;
      }
      if (restored.status() != 200) {
        load.ledger.fault("restoring item " + id + " answers " + restored);
        return;
      }
      load.ledger.trashed(id, false);
    }
  }

  private static java.net.http.HttpRequest.BodyPublisher noBody() {
    return java.net.http.HttpRequest.BodyPublishers.noBody();
  }

  private void cancelAndRetry(Random random) throws IOException {
    var jobs = new ArrayList<JsonNode>();
    for (var state : List.of("queued", "running")) {
      var path = "/api/v1/jobs?limit=20&state=" + state;
      Api.must(load.api.get(path)).json().get("jobs").forEach(jobs::add);
    }
    if (jobs.isEmpty()) {
      return;
    }
    long job = jobs.get(random.nextInt(jobs.size())).get("id").asLong();
    var cancelled = load.api.post("/api/v1/jobs/" + job + "/cancel");
    if (cancelled.status() == 202) {
      load.ledger.note("job " + job + " is cancelled");
      load.ledger.cancelled.put(job, false);
      load.at(Moment.JOB_CANCELLED);
      retry(job);
    } else if (cancelled.status() != 409 && !load.isFull(cancelled)) {
      load.ledger.fault("cancelling job " + job + " answers " + cancelled);
    }
  }

  /// A newer job may do the same by now, or its item be in the trash.
  private void retry(long job) throws IOException {
    var retried = load.api.post("/api/v1/jobs/" + job + "/retry");
    if (retried.status() == 202) {
      load.ledger.note("job " + job + " is queued again");
      load.ledger.cancelled.put(job, true);
    } else if (retried.status() != 409 && !load.isFull(retried)) {
      load.ledger.fault("retrying job " + job + " answers " + retried);
    }
  }
}
