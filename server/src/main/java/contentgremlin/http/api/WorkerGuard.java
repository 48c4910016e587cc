package contentgremlin.http.api;

import contentgremlin.http.LeaseAnswers;
import contentgremlin.http.Request;
import contentgremlin.http.RequestGuard;
import contentgremlin.http.Response;
import org.jspecify.annotations.Nullable;

/// Shows workers nothing but their leases: not even what everybody sees. Thread-safe.
public final class WorkerGuard implements RequestGuard {
  @Override
  public @Nullable Response refuse(Request request) {
    return request.actor().canOnlyWork() && !isForWorkers(request.path())
        ? Response.problem(403, "Not for workers", "This token is good for doing jobs only.")
        : null;
  }

  private static boolean isForWorkers(String path) {
    return path.startsWith(LeaseAnswers.ADDRESS + "/");
  }
}
