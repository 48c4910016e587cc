package contentgremlin.http.upload;

import contentgremlin.engine.upload.Outcome;
import contentgremlin.http.Response;
import contentgremlin.store.StoreException;

/// How refused uploads are told to clients.
final class Answers {
  private Answers() {}

  static Response.Problem full(StoreException.Full full) {
    return Response.problem(507, "Not enough disk space", String.valueOf(full.getMessage()));
  }

  static Response.Problem problem(Outcome.Refused refused) {
    return switch (refused.reason()) {
      case UNKNOWN -> Response.notFound(refused.why());
      case GONE -> Response.problem(410, "The upload is gone", refused.why());
      case ANONYMOUS ->
          Response.problem(401, "Log in first", refused.why()).with("WWW-Authenticate", "Bearer");
      case FORBIDDEN -> Response.problem(403, "Not allowed", refused.why());
      case INVALID -> Response.problem(400, "Not a valid upload request", refused.why());
      case OFFSET -> Response.problem(409, "The offset does not match", refused.why());
      case LOCKED -> Response.problem(423, "The upload is in use", refused.why());
      case TOO_LARGE -> Response.problem(413, "Too large", refused.why());
      case NO_SPACE -> Response.problem(507, "Not enough disk space", refused.why());
      case CHECKSUM -> Response.problem(460, "Checksum mismatch", refused.why());
      case BROKEN -> Response.problem(408, "The body broke off", refused.why());
      case DISK ->
          Response.problem(503, "The disk failed", refused.why()).with("Retry-After", "30");
      case BUSY ->
          Response.problem(503, "Too many uploads", refused.why()).with("Retry-After", "5");
    };
  }
}
