package contentgremlin.http.page;

import contentgremlin.account.Actor;
import contentgremlin.http.ProblemException;
import contentgremlin.http.Request;

/// Keeps the pages of administrators to administrators.
final class Administration {
  private Administration() {}

  static void require(Request request) {
    if (request.actor().canAdminister()) {
      return;
    }
    if (request.actor() instanceof Actor.Anonymous) {
      throw new ProblemException(401, "Please log in", "This page is for administrators.");
    }
    throw new ProblemException(403, "Staff only", "This page is for administrators.");
  }
}
