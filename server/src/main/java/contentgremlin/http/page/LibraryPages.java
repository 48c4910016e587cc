package contentgremlin.http.page;

import contentgremlin.engine.library.Libraries;
import contentgremlin.engine.library.Libraries.Outcome;
import contentgremlin.engine.library.ScanProgress;
import contentgremlin.event.Alert;
import contentgremlin.http.ProblemException;
import contentgremlin.http.Request;
import contentgremlin.http.Response;
import contentgremlin.http.Route;
import contentgremlin.item.Visibility;
import contentgremlin.library.Library;
import contentgremlin.library.WatchState;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The libraries of this server and how they are, for administrators.
public final class LibraryPages {
  private static final String ADDRESS = "/admin/libraries";

  /// How often a browser without script asks again while something goes on.
  private static final int REFRESH_SECONDS = 5;

  private static final int PATH_LENGTH_MAX = 4_096;

  private final Pages pages;
  private final Libraries libraries;
  private final InstantSource time;

  public LibraryPages(Pages pages, Libraries libraries, InstantSource time) {
    this.pages = pages;
    this.libraries = libraries;
    this.time = time;
  }

  public List<Route> routes() {
    return List.of(
        Route.get(ADDRESS, this::show),
        Route.post(ADDRESS, this::add),
        Route.post(ADDRESS + "/scan", this::scan),
        Route.post(ADDRESS + "/confirm", this::confirm),
        Route.post(ADDRESS + "/remove", this::remove));
  }

  /// @param isConfirmable whether it waits for a person who says that files are gone for good
  public record Trouble(String message, String since, boolean isConfirmable) {}

  /// @param percent of the files that were there the last time; -1 if that can't be told
  public record Scan(String counts, String rate, String at, int percent) {}

  /// @param mood colours the state: "running", "published", "failed", "queued"
  /// @param files how many there are, and how many were not read yet
  /// @param watch how it is watched, and what is not
  public record Row(
      String name,
      String address,
      String root,
      String visibility,
      String state,
      String mood,
      String files,
      String scanned,
      String watch,
      List<String> unwatched,
      @Nullable Scan scan,
      List<Trouble> troubles) {
    public boolean isBusy() {
      return scan != null || state.equals("removing");
    }
  }

  /// @param errorField which field the error is about, or the empty string for the whole page
  public record LibrariesPage(
      Frame frame,
      List<Row> rows,
      List<String> visibilities,
      String typedName,
      String typedPath,
      String errorField,
      String error) {
    public String errorOf(String field) {
      return errorField.equals(field) ? error : "";
    }

    public boolean isBusy() {
      return rows.stream().anyMatch(Row::isBusy);
    }
  }

  private Response show(Request request) {
    return show(request, 200, "", "", "", "");
  }

  private Response show(
      Request request, int status, String name, String path, String errorField, String error) {
    Administration.require(request);
    var now = time.instant();
    var rows = libraries.list().stream().map(view -> row(view, now)).toList();
    var isBusy = rows.stream().anyMatch(Row::isBusy);
    return pages.render(
        status,
        "admin-libraries",
        new LibrariesPage(
            pages.frame(request, "Libraries").withRefresh(isBusy ? REFRESH_SECONDS : 0),
            rows,
            Arrays.stream(Visibility.values()).map(Visibility::word).toList(),
            name,
            path,
            errorField,
            error));
  }

  private static Row row(Libraries.View view, Instant now) {
    var library = view.library();
    var state = view.state();
    var watch = view.watch();
    return new Row(
        library.name(),
        TreePages.address(library, ""),
        library.root(),
        library.visibility().word(),
        state,
        mood(state),
        files(view),
        scanned(library, now),
        watch == null ? "" : watch(watch),
        watch == null ? List.of() : watch.unwatched(),
        scan(view, now),
        view.alerts().stream().map(alert -> trouble(alert, now)).toList());
  }

  private static String mood(String state) {
    return switch (state) {
      case "watching" -> "published";
      case "scanning" -> "running";
      case "offline" -> "failed";
      default -> "queued";
    };
  }

  private static String files(Libraries.View view) {
    var files = Texts.count(view.files(), "media file");
    return view.due() == 0 ? files : files + ", " + view.due() + " still to be read";
  }

  private static String scanned(Library library, Instant now) {
    var scan = library.scan();
    var ended = scan == null ? null : scan.ended();
    return ended == null
        ? ""
        : "compared with the disk " + Texts.roughly(Duration.between(ended, now)) + " ago";
  }

  private static String watch(WatchState watch) {
    var means =
        switch (watch.means()) {
          case FANOTIFY -> "Watched as a whole file system (fanotify)";
          case INOTIFY -> "Watched by inotify";
          case COMPARING -> "Compared from time to time";
        };
    var used = watch.used() == 0 ? "" : ", %,d watches".formatted(watch.used());
    var allowed =
        watch.allowed() < 0 || watch.used() == 0 ? "" : " of %,d".formatted(watch.allowed());
    var rest =
        watch.unwatchedCount() == 0
            ? ""
            : "; %s only compared from time to time"
                .formatted(Texts.count(watch.unwatchedCount(), "folder"));
    return means + used + allowed + rest + ".";
  }

  private static @Nullable Scan scan(Libraries.View view, Instant now) {
    ScanProgress.Shown shown = view.scan();
    var started = shown == null ? null : shown.started();
    if (shown == null || started == null) {
      return null;
    }
    long millis = Math.max(1, Duration.between(started, now).toMillis());
    int percent = view.files() == 0 ? -1 : Math.clamp(100 * shown.files() / view.files(), 0, 99);
    return new Scan(
        "%,d files in %,d folders".formatted(shown.files(), shown.folders()),
        "%,d files a second".formatted(1_000 * shown.files() / millis),
        shown.at(),
        percent);
  }

  private static Trouble trouble(Alert alert, Instant now) {
    return new Trouble(
        alert.message(),
        Texts.roughly(Duration.between(alert.at(), now)) + " ago",
        alert.kind() == Alert.Kind.LIBRARY_DELETIONS);
  }

  private Response add(Request request) throws IOException {
    Administration.require(request);
    var form = Form.of(request);
    var name = form.text("name").strip();
    var path = form.text("path").strip();
    if (path.length() > PATH_LENGTH_MAX) {
      return show(request, 422, name, "", "path", "This path is too long.");
    }
    var visibility =
        Arrays.stream(Visibility.values())
            .filter(it -> it.word().equals(form.text("visibility")))
            .findFirst()
            .orElse(null);
    return switch (libraries.add(name, path, visibility)) {
      case Outcome.Done _ -> Response.seeOther(ADDRESS);
      case Outcome.Unknown() -> throw unknown();
      case Outcome.Refused(var why, boolean isTaken) ->
          show(request, isTaken ? 409 : 422, name, path, "", why);
    };
  }

  /// Compares all of a library with the disk, or one folder; then goes back to where that was
  /// asked.
  private Response scan(Request request) throws IOException {
    Administration.require(request);
    var form = Form.of(request);
    var back = form.find("back").map(LoginPages::local).orElse(ADDRESS);
    return answer(request, libraries.scan(form.text("name"), form.text("path"), false), back);
  }

  private Response confirm(Request request) throws IOException {
    Administration.require(request);
    return answer(request, libraries.scan(Form.of(request).text("name"), "", true), ADDRESS);
  }

  private Response remove(Request request) throws IOException {
    Administration.require(request);
    return answer(request, libraries.remove(Form.of(request).text("name")), ADDRESS);
  }

  private Response answer(Request request, Outcome outcome, String back) {
    return switch (outcome) {
      case Outcome.Done _ -> Response.seeOther(back);
      case Outcome.Unknown() -> throw unknown();
      case Outcome.Refused(var why, _) -> show(request, 422, "", "", "", why);
    };
  }

  static ProblemException unknown() {
    return new ProblemException(404, "Not here", "There is no such library.");
  }
}
