package contentgremlin.http.page;

import contentgremlin.engine.extend.Extensions;
import contentgremlin.extend.ExtensionState;
import contentgremlin.http.ProblemException;
import contentgremlin.http.Request;
import contentgremlin.http.Response;
import contentgremlin.http.Route;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/// Which extensions there are, for administrators.
public final class ExtensionPages {
  private static final String ADDRESS = "/admin/extensions";

  private final Pages pages;
  private final Extensions extensions;

  public ExtensionPages(Pages pages, Extensions extensions) {
    this.pages = pages;
    this.extensions = extensions;
  }

  public List<Route> routes() {
    return List.of(
        Route.get(ADDRESS, request -> show(request, 200, "")),
        Route.post(ADDRESS + "/enable", request -> change(request, extensions::enable)),
        Route.post(ADDRESS + "/disable", request -> change(request, extensions::disable)),
        Route.post(ADDRESS + "/drop-data", this::dropData));
  }

  /// @param mood colours the state
  /// @param offers what it offers, in words
  /// @param note where it is from
  /// @param tables those that there are, in words
  public record Row(
      String id,
      String title,
      String state,
      String mood,
      String reason,
      String offers,
      String note,
      String tables,
      boolean canEnable,
      boolean canDisable,
      boolean canDrop) {
    static Row of(Extensions.Standing one) {
      var state = one.state();
      return new Row(
          one.id(),
          one.title(),
          state.word(),
          mood(state),
          one.reason(),
          String.join(", ", one.offers()),
          note(one),
          String.join(", ", one.tables()),
          state == ExtensionState.DISABLED || state == ExtensionState.FAILED,
          state == ExtensionState.ENABLED || state == ExtensionState.FAILED,
          state != ExtensionState.ENABLED && !one.tables().isEmpty());
    }

    public String enableWords() {
      return state.equals(ExtensionState.FAILED.word()) ? "Try again" : "Enable";
    }

    private static String mood(ExtensionState state) {
      return switch (state) {
        case ENABLED -> "published";
        case DISABLED -> "queued";
        case FAILED -> "failed";
        case MISSING -> "offline";
      };
    }

    private static String note(Extensions.Standing one) {
      var parts = new ArrayList<String>();
      if (!one.id().isEmpty()) {
        parts.add(one.id());
      }
      if (!one.version().isEmpty()) {
        parts.add("version " + one.version());
      }
      if (!one.file().isEmpty()) {
        parts.add(one.isBundled() ? one.file() + ", came with the program" : one.file());
      }
      if (!one.tables().isEmpty()) {
        parts.add(one.tables().size() == 1 ? "1 table" : one.tables().size() + " tables");
      }
      return String.join(" · ", parts);
    }
  }

  /// @param error why something could not be done, or the empty string
  public record ExtensionsPage(Frame frame, List<Row> rows, String error) {}

  private Response show(Request request, int status, String error) {
    Administration.require(request);
    var rows = extensions.list().stream().map(Row::of).toList();
    return pages.render(
        status,
        "admin-extensions",
        new ExtensionsPage(pages.frame(request, "Extensions"), rows, error));
  }

  private Response change(Request request, Function<String, Extensions.Change> change)
      throws IOException {
    Administration.require(request);
    return answer(request, change.apply(Form.of(request).text("extension")));
  }

  private Response dropData(Request request) throws IOException {
    Administration.require(request);
    var form = Form.of(request);
    if (!form.text("confirm").equals("true")) {
      return show(request, 422, "Tick the box first: the tables go for good.");
    }
    return answer(request, extensions.dropData(form.text("extension")));
  }

  private Response answer(Request request, Extensions.Change change) {
    return switch (change) {
      case Extensions.Change.Made _ -> Response.seeOther(ADDRESS);
      case Extensions.Change.Unknown _ ->
          throw new ProblemException(404, "Not found", "There is no such extension.");
      case Extensions.Change.Impossible(var why) -> show(request, 409, why);
    };
  }
}
