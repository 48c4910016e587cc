package contentgremlin.http.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import contentgremlin.engine.scrub.Verifications;
import contentgremlin.http.ProblemException;
import contentgremlin.http.Request;
import contentgremlin.http.Response;
import contentgremlin.http.Route;
import contentgremlin.vault.Coverage;
import contentgremlin.vault.Verification;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// `/api/v1/verify`: whether what is stored is what it should be; and `/api/v1/alerts`: what needs
/// a person's eye.
public final class IntegrityRoutes {
  static final String VERIFY = "/api/v1/verify";
  static final String ALERTS = "/api/v1/alerts";

  private final Verifications verifications;

  public IntegrityRoutes(Verifications verifications) {
    this.verifications = verifications;
  }

  public List<Route> routes() {
    return List.of(
        Route.get(VERIFY, this::last),
        Route.post(VERIFY, this::begin),
        Route.get(ALERTS, this::alerts));
  }

  /// @param since what was verified before does not count
  /// @param oldest when the sound file that was verified longest ago was
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record CoverageView(
      String since,
      long files,
      long bytes,
      long filesVerified,
      long bytesVerified,
      long filesDamaged,
      @Nullable String oldest) {
    static CoverageView of(Coverage coverage) {
      return new CoverageView(
          coverage.since().toString(),
          coverage.files(),
          coverage.bytes(),
          coverage.filesVerified(),
          coverage.bytesVerified(),
          coverage.filesDamaged(),
          text(coverage.oldest()));
    }
  }

  private static @Nullable String text(@Nullable Instant time) {
    return time == null ? null : time.toString();
  }

  /// @param number of the verification; absent if nobody ever asked for one
  /// @param sound whether nothing is known to be wrong
  /// @param stopped why it ended before it had seen everything
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record VerificationView(
      @Nullable Long number,
      boolean running,
      boolean repair,
      @Nullable String started,
      @Nullable String ended,
      @Nullable String stopped,
      boolean sound,
      CoverageView coverage,
      List<AlertView> problems) {
    static VerificationView of(Verifications.Report report) {
      var verification = report.verification();
      return new VerificationView(
          verification.map(Verification::id).orElse(null),
          verification.filter(Verification::isOpen).isPresent(),
          verification.filter(Verification::repair).isPresent(),
          verification.map(it -> it.started().toString()).orElse(null),
          verification.map(it -> text(it.ended())).orElse(null),
          verification.map(it -> it.outcome().get("stopped")).orElse(null),
          report.isSound(),
          CoverageView.of(report.coverage()),
          report.problems().stream()
              .map(problem -> AlertView.of(problem.alert(), problem.items()))
              .toList());
    }
  }

  private Response last(Request request) {
    requireOverview(request);
    return Response.ok(VerificationView.of(verifications.report()));
  }

  private Response begin(Request request) throws IOException {
    Access.requireAdministrator(request);
    var fields = Fields.of(request);
    boolean repair = fields.flag("repair").orElse(false);
    fields.done();
    verifications.begin(repair);
    return new Response.Json(202, List.of(), VerificationView.of(verifications.report()));
  }

  record AlertsView(List<AlertView> alerts) {}

  private Response alerts(Request request) {
    requireOverview(request);
    var state = request.query("state").orElse("standing");
    var found =
        switch (state) {
          case "standing" -> verifications.standing();
          case "resolved" -> verifications.resolved();
          default ->
              throw new ProblemException(
                  400, "Bad request", "“state” must be standing or resolved.");
        };
    return Response.ok(
        new AlertsView(
            found.stream()
                .map(problem -> AlertView.of(problem.alert(), problem.items()))
                .toList()));
  }

  private static void requireOverview(Request request) {
    if (!request.actor().seesEverything()) {
      throw Access.refused(request.actor(), "Only moderators see this.");
    }
  }
}
