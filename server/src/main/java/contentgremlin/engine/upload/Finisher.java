package contentgremlin.engine.upload;

import static contentgremlin.engine.upload.Outcome.refused;

import contentgremlin.engine.upload.Outcome.Accepted;
import contentgremlin.engine.upload.Outcome.Reason;
import contentgremlin.store.Database;
import contentgremlin.vault.Upload;
import contentgremlin.vault.UploadId;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Finishes each upload once, however many ask for it at the same time, and goes on in the
/// background if they do not want to wait so long. Thread-safe.
final class Finisher {
  private final ConcurrentMap<UploadId, CompletableFuture<Outcome>> busy =
      new ConcurrentHashMap<>();
  private final Database database;
  private final Joining joining;
  private final Completion completion;
  private final Executor threads;

  Finisher(Database database, Joining joining, Completion completion, Executor threads) {
    this.database = database;
    this.joining = joining;
    this.completion = completion;
    this.threads = threads;
  }

  /// @return the finished upload; after `patience`, the upload as it is by then
  Outcome finish(Upload upload, Duration patience) {
    var mine = new CompletableFuture<Outcome>();
    var other = busy.putIfAbsent(upload.id(), mine);
    if (other == null) {
      threads.execute(() -> run(upload.id(), mine));
    }
    return await(other == null ? mine : other, upload.id(), patience);
  }

  private void run(UploadId id, CompletableFuture<Outcome> result) {
    try {
      result.complete(finish(id));
    } catch (InterruptedException | RuntimeException e) {
      result.completeExceptionally(e);
    } finally {
      busy.remove(id);
    }
  }

  private Outcome finish(UploadId id) throws InterruptedException {
    var found = database.read(tables -> tables.uploads().find(id));
    if (found.isEmpty()) {
      return refused(Reason.UNKNOWN, "The upload was cancelled.");
    }
    var upload = found.get();
    if (upload.kind() == Upload.Kind.FINAL && upload.item() == null) {
      var joined = joining.join(upload);
      return joined instanceof Accepted(var whole) ? completion.finish(whole) : joined;
    }
    return completion.finish(upload);
  }

  private Outcome await(CompletableFuture<Outcome> result, UploadId id, Duration patience) {
    try {
      return result.get(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException _) {
      return asItIs(id);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return asItIs(id);
    } catch (ExecutionException e) {
      throw e.getCause() instanceof RuntimeException cause ? cause : new CompletionException(e);
    }
  }

  private Outcome asItIs(UploadId id) {
    return database
        .read(tables -> tables.uploads().find(id))
        .<Outcome>map(Accepted::new)
        .orElseGet(() -> refused(Reason.UNKNOWN, "The upload was cancelled."));
  }
}
