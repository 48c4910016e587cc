package contentgremlin.http.api;

import contentgremlin.engine.library.Libraries;
import contentgremlin.engine.library.Libraries.Outcome;
import contentgremlin.http.ProblemException;
import contentgremlin.http.Request;
import contentgremlin.http.Response;
import contentgremlin.http.Route;
import contentgremlin.item.Visibility;
import contentgremlin.library.Library;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;

/// `/api/v1/libraries`, for administrators.
public final class LibraryRoutes {
  static final String ADDRESS = "/api/v1/libraries";
  private static final String ONE = ADDRESS + "/{name}";
  private static final String SCAN = ONE + "/scan";

  private static final int PATH_LENGTH_MAX = 4_096;

  private final Libraries libraries;
  private final InstantSource time;

  public LibraryRoutes(Libraries libraries, InstantSource time) {
    this.libraries = libraries;
    this.time = time;
  }

  public List<Route> routes() {
    return List.of(
        Route.get(ADDRESS, this::list),
        Route.post(ADDRESS, this::add),
        Route.get(ONE, this::find),
        new Route("DELETE", ONE, this::remove),
        Route.post(SCAN, this::scan),
        Route.get(SCAN, this::scanned));
  }

  private Response list(Request request) {
    Access.requireAdministrator(request);
    var now = time.instant();
    var views = libraries.list().stream().map(view -> LibraryView.of(view, now)).toList();
    return Response.ok(Map.of("libraries", views));
  }

  private Response find(Request request) {
    Access.requireAdministrator(request);
    return libraries
        .find(request.parameter("name"))
        .<Response>map(view -> Response.ok(LibraryView.of(view, time.instant())))
        .orElseThrow(LibraryRoutes::unknown);
  }

  private Response add(Request request) throws IOException {
    Access.requireAdministrator(request);
    var fields = Fields.of(request);
    var name =
        fields
            .text("name", Library.NAME_LENGTH_MAX)
            .orElseThrow(() -> Fields.wrong("name", "is missing"));
    var path =
        fields.text("path", PATH_LENGTH_MAX).orElseThrow(() -> Fields.wrong("path", "is missing"));
    var visibility =
        fields.word("visibility", Visibility::of, "public, unlisted or private").orElse(null);
    fields.done();
    var outcome = libraries.add(name, path, visibility);
    return switch (outcome) {
      case Outcome.Done(var library, _) -> {
        var view = libraries.find(library.name()).orElseThrow(LibraryRoutes::unknown);
        yield Response.created(
            ADDRESS + "/" + escaped(library.name()), LibraryView.of(view, time.instant()));
      }
      case Outcome.Unknown() -> throw unknown();
      case Outcome.Refused refused -> throw problem(refused);
    };
  }

  private Response remove(Request request) {
    Access.requireAdministrator(request);
    return switch (libraries.remove(request.parameter("name"))) {
      case Outcome.Done _ -> Response.noContent();
      case Outcome.Unknown() -> throw unknown();
      case Outcome.Refused refused -> throw problem(refused);
    };
  }

  /// @param scan to ask with for its end
  private record Ordered(long scan, String path) {}

  private Response scan(Request request) throws IOException {
    Access.requireAdministrator(request);
    var fields = Fields.of(request);
    var path = fields.text("path", PATH_LENGTH_MAX).orElse("");
    boolean confirmed = fields.flag("confirm").orElse(false);
    fields.done();
    return switch (libraries.scan(request.parameter("name"), path, confirmed)) {
      case Outcome.Done(_, long scan) -> new Response.Json(202, List.of(), new Ordered(scan, path));
      case Outcome.Unknown() -> throw unknown();
      case Outcome.Refused refused -> throw problem(refused);
    };
  }

  /// Whether that scan is over, and all that it found was read.
  private Response scanned(Request request) {
    Access.requireAdministrator(request);
    var name = request.parameter("name");
    if (!libraries.isThere(name)) {
      throw unknown();
    }
    long scan = Parameters.text(request, "scan").map(LibraryRoutes::number).orElse(0L);
    var path = request.query("path").orElse("");
    if (!Libraries.isPath(path)) {
      throw Parameters.wrong("path", "must be a path below the library's root");
    }
    return Response.ok(Map.of("done", libraries.isDone(name, path, scan)));
  }

  private static long number(String text) {
    if (!text.matches("[0-9]{1,18}")) {
      throw Parameters.wrong("scan", "must be the number that the order gave");
    }
    return Long.parseLong(text);
  }

  private static String escaped(String name) {
    return URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20");
  }

  private static ProblemException problem(Outcome.Refused refused) {
    return refused.isTaken()
        ? new ProblemException(409, "There already", refused.why())
        : new ProblemException(422, "Not possible", refused.why());
  }

  private static ProblemException unknown() {
    return new ProblemException(404, "Not found", "There is no library of that name.");
  }
}
