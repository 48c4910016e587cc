package contentgremlin.http;

/// Shows a problem to a person: for browsers, which ask for `text/html`. Thread-safe.
@FunctionalInterface
public interface ErrorPages {
  /// MUST NOT throw; keeps the problem's status. The server adds the problem's headers.
  Response page(Request request, Response.Problem problem);
}
