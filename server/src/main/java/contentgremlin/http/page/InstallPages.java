package contentgremlin.http.page;

import contentgremlin.engine.Accounts;
import contentgremlin.engine.install.Installer;
import contentgremlin.http.Request;
import contentgremlin.http.Response;
import contentgremlin.http.Route;
import contentgremlin.http.api.InstallAccess;
import contentgremlin.install.Outcome;
import contentgremlin.install.Report;
import contentgremlin.install.Suggestion;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What the last installation came to, and a button that has it done again: for administrators, and
/// before there is one, for whoever has the one-time link.
public final class InstallPages {
  private static final String ADDRESS = "/install";
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  /// How often a browser asks again while something goes on.
  private static final int REFRESH_SECONDS = 2;

  private final Pages pages;
  private final Installer installer;
  private final Accounts accounts;
  private final InstallAccess access;
  private final InstantSource time;

  public InstallPages(Pages pages, Installer installer, Accounts accounts, InstantSource time) {
    this.pages = pages;
    this.installer = installer;
    this.accounts = accounts;
    this.access = new InstallAccess(accounts);
    this.time = time;
  }

  public List<Route> routes() {
    return List.of(Route.get(ADDRESS, this::show), Route.post(ADDRESS, this::install));
  }

  /// @param mood colours the outcome: "published", "queued", "failed"
  /// @param hook what hooks in and when, as "after, libvirt"; the empty string for a step
  public record Row(String title, String hook, String outcome, String mood, String detail) {}

  /// @param code of the one-time link; the empty string for an administrator
  /// @param summary of the last run, in words
  /// @param problem why there is no report, or the empty string
  public record InstallPage(
      Frame frame,
      String code,
      boolean needsSetup,
      boolean running,
      String summary,
      String problem,
      List<Row> rows,
      List<Suggestion> suggestions) {
    public boolean mayAdd() {
      return frame.viewer().canAdminister();
    }
  }

  private Response show(Request request) {
    var code = request.query("code").orElse("");
    access.require(request, code);
    var view = installer.view();
    var report = view.report().orElse(null);
    var lines = view.running() || report == null ? view.lines() : report.lines();
    var page =
        new InstallPage(
            pages.frame(request, "Installation").withRefresh(view.running() ? REFRESH_SECONDS : 0),
            code,
            accounts.needsSetup(),
            view.running(),
            summary(report, time.instant()),
            view.running() ? "" : view.problem(),
            lines.stream().map(InstallPages::row).toList(),
            view.suggestions());
    return pages.render(200, "install", page);
  }

  private static String summary(@Nullable Report report, Instant now) {
    if (report == null) {
      return "Nothing was installed yet.";
    }
    long failed = count(report, Outcome.Failed.class);
    long skipped = count(report, Outcome.Skipped.class);
    var when = Texts.roughly(Duration.between(report.ended(), now)) + " ago";
    var words =
        new StringBuilder("Last run ").append(when).append(", ").append(why(report.cause()));
    words.append(failed == 0 ? ". Nothing failed" : ". " + Texts.count(failed, "step") + " failed");
    if (skipped > 0) {
      words.append(skipped == 1 ? ", one was skipped" : ", %d were skipped".formatted(skipped));
    }
    return words.append('.').toString();
  }

  private static long count(Report report, Class<? extends Outcome> kind) {
    return report.lines().stream().filter(line -> kind.isInstance(line.outcome())).count();
  }

  private static String why(Report.Cause cause) {
    return switch (cause) {
      case START -> "when the server started";
      case COMMAND -> "on the command line";
      case REQUEST -> "because somebody asked for it";
      case UPGRADE -> "after an upgrade";
    };
  }

  private static Row row(Report.Line line) {
    var when = line.when();
    var outcome = line.outcome();
    return new Row(
        line.title(),
        when == null ? "" : "%s the step “%s”".formatted(when.word(), line.step()),
        outcome.word().replace('-', ' '),
        mood(outcome),
        words(outcome));
  }

  /// Reasons are sentences; what is there may begin with a name.
  private static String words(Outcome outcome) {
    return outcome.isDone() ? outcome.detail() : Texts.capital(outcome.detail()) + ".";
  }

  private static String mood(Outcome outcome) {
    return switch (outcome) {
      case Outcome.Done _, Outcome.AlreadyDone _ -> "published";
      case Outcome.Skipped _ -> "queued";
      case Outcome.Failed _ -> "failed";
    };
  }

  private Response install(Request request) throws IOException {
    var code = Form.of(request).text("code").strip();
    access.require(request, code);
    try {
      var _ = installer.run(Report.Cause.REQUEST, PATIENCE);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
    return Response.seeOther(code.isEmpty() ? ADDRESS : ADDRESS + "?code=" + Texts.encoded(code));
  }
}
