package contentgremlin.http;

/// Ends a handler with a problem as its answer, from wherever it was found.
public final class ProblemException extends RuntimeException {
  private static final long serialVersionUID = 1;

  @SuppressWarnings("serial") // never serialised
  private final Response.Problem problem;

  public ProblemException(int status, String title, String detail) {
    this(Response.problem(status, title, detail));
  }

  /// For problems that bring headers of their own.
  public ProblemException(Response.Problem problem) {
    super(problem.detail());
    this.problem = problem;
  }

  public Response.Problem problem() {
    return problem;
  }
}
