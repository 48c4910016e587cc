package contentgremlin.http.api;

import contentgremlin.engine.extend.Extensions;
import contentgremlin.http.ProblemException;
import contentgremlin.http.Request;
import contentgremlin.http.Response;
import contentgremlin.http.Route;
import java.io.IOException;
import java.util.List;

/// `/api/v1/extensions`: which there are, and switching them on and off, for administrators.
public final class ExtensionRoutes {
  static final String ADDRESS = "/api/v1/extensions";

  private final Extensions extensions;

  public ExtensionRoutes(Extensions extensions) {
    this.extensions = extensions;
  }

  public List<Route> routes() {
    return List.of(
        Route.get(ADDRESS, this::list),
        Route.get(ADDRESS + "/{id}", this::get),
        Route.post(ADDRESS + "/{id}/enable", this::enable),
        Route.post(ADDRESS + "/{id}/disable", this::disable),
        Route.post(ADDRESS + "/{id}/drop-data", this::dropData));
  }

  /// @param id the empty string for a jar that does not tell it
  /// @param api the version of the extension interface that it was made for; 0 if not known
  /// @param state enabled, disabled, failed or missing
  /// @param reason why it failed, or is missing; else the empty string
  /// @param file the jar's name; the empty string if it is missing
  /// @param bundled whether it came with the program
  /// @param offers what it offers, in words; empty unless it is at work
  /// @param tables of its own that there are
  record ExtensionView(
      String id,
      String title,
      String version,
      int api,
      String state,
      String reason,
      String file,
      boolean bundled,
      List<String> offers,
      List<String> tables) {
    static ExtensionView of(Extensions.Standing one) {
      return new ExtensionView(
          one.id(),
          one.title(),
          one.version(),
          one.api(),
          one.state().word(),
          one.reason(),
          one.file(),
          one.isBundled(),
          one.offers(),
          one.tables());
    }
  }

  record Listing(List<ExtensionView> extensions) {}

  private Response list(Request request) {
    Access.requireAdministrator(request);
    return Response.ok(new Listing(extensions.list().stream().map(ExtensionView::of).toList()));
  }

  private Response get(Request request) {
    Access.requireAdministrator(request);
    var id = request.parameter("id");
    return extensions.list().stream()
        .filter(one -> one.id().equals(id))
        .findFirst()
        .map(one -> Response.ok(ExtensionView.of(one)))
        .orElseThrow(ExtensionRoutes::unknown);
  }

  private Response enable(Request request) {
    Access.requireAdministrator(request);
    return answer(extensions.enable(request.parameter("id")));
  }

  private Response disable(Request request) {
    Access.requireAdministrator(request);
    return answer(extensions.disable(request.parameter("id")));
  }

  private Response dropData(Request request) throws IOException {
    Access.requireAdministrator(request);
    var fields = Fields.of(request);
    boolean confirmed = fields.flag("confirm").orElse(false);
    fields.done();
    if (!confirmed) {
      throw Fields.wrong(
          "confirm", "must be true: the tables go with all that is in them, for good");
    }
    return answer(extensions.dropData(request.parameter("id")));
  }

  private static Response answer(Extensions.Change change) {
    return switch (change) {
      case Extensions.Change.Made(var standing) -> Response.ok(ExtensionView.of(standing));
      case Extensions.Change.Unknown _ -> throw unknown();
      case Extensions.Change.Impossible(var why) ->
          throw new ProblemException(409, "Not possible now", why);
    };
  }

  private static ProblemException unknown() {
    return new ProblemException(404, "Not found", "There is no extension of this name.");
  }
}
