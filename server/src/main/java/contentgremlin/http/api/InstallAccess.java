package contentgremlin.http.api;

import contentgremlin.engine.Accounts;
import contentgremlin.http.ProblemException;
import contentgremlin.http.Request;
import contentgremlin.http.Response;

/// Who may see an installation and have it done: administrators, and as long as there is none,
/// whoever has the one-time link.
public record InstallAccess(Accounts accounts) {
  private static final String WHY =
      "This is for administrators, and before there is one, for whoever has the one-time link.";

  /// @param code of the link, or the empty string
  public void require(Request request, String code) {
    var actor = request.actor();
    if (actor.canAdminister() || (!code.isEmpty() && accounts.isSetupCode(code))) {
      return;
    }
    if (Access.isAnonymous(actor)) {
      throw new ProblemException(
          Response.problem(401, "Not logged in", WHY)
              .with("WWW-Authenticate", "Bearer realm=\"contentgremlin\""));
    }
    throw new ProblemException(403, "Not allowed", WHY);
  }
}
