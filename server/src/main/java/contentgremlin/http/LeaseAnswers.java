package contentgremlin.http;

import contentgremlin.engine.Lending.Answer;
import contentgremlin.worker.Lease;
import java.util.function.Function;

/// How requests of workers about their leases are answered.
public final class LeaseAnswers {
  /// Where workers find everything that is for them.
  public static final String ADDRESS = "/api/v1/worker";

  /// One lease.
  public static final String LEASE = ADDRESS + "/leases/{lease}";

  private LeaseAnswers() {}

  /// 409 means that the lease is over, for good.
  public static <T> Response of(Answer<T> answer, Function<T, Response> granted) {
    return switch (answer) {
      case Answer.Granted<T>(var value) -> granted.apply(value);
      case Answer.Over<T>(var why) -> Response.problem(409, "The lease is over", why);
      case Answer.Wrong<T>(var why) -> Response.problem(422, "Not a valid request", why);
      case Answer.Later<T>(var why) ->
          Response.problem(423, "Not now", why).with("Retry-After", "1");
    };
  }

  /// @throws ProblemException if the request is not a worker's, or names nothing like a lease
  public static Lease lease(Request request) {
    requireWorker(request);
    return Lease.parse(request.parameter("lease"))
        .orElseThrow(
            () -> new ProblemException(Response.notFound("This is not the name of a lease.")));
  }

  public static void requireWorker(Request request) {
    var actor = request.actor();
    if (actor.canWork()) {
      return;
    }
    throw actor instanceof contentgremlin.account.Actor.Anonymous
        ? new ProblemException(
            Response.problem(401, "Not logged in", "Send a worker's token.")
                .with("WWW-Authenticate", "Bearer realm=\"contentgremlin\""))
        : new ProblemException(
            403,
            "Not a worker",
            "This needs a token that was made for it: gremlin token create --scope work");
  }
}
