package contentgremlin.http.page;

import contentgremlin.http.Request;
import contentgremlin.http.Response;
import contentgremlin.http.Route;
import contentgremlin.store.Database;
import contentgremlin.store.Setting;
import java.util.List;

/// The page where files are dropped. What it sends is taken by the upload handlers.
public final class UploadPages {
  private final Pages pages;
  private final Database database;

  UploadPages(Pages pages, Database database) {
    this.pages = pages;
    this.database = database;
  }

  List<Route> routes() {
    return List.of(Route.get("/upload", this::show));
  }

  /// @param visibility that new items get unless told otherwise
  /// @param sizeMax in bytes
  public record UploadPage(Frame frame, String visibility, long sizeMax, String sizeText) {}

  private Response show(Request request) {
    if (!request.actor().canUpload()) {
      return request.actor().accountId() == null
          ? LoginPages.redirect(request)
          : Response.problem(
              403, "Looking only", "Your account may look, but not upload; ask an administrator.");
    }
    var frame = pages.frame(request, "Upload");
    return database.read(tables -> {
      long sizeMax = Setting.UPLOAD_SIZE_MAX.number(tables.settings());
      var visibility = Setting.DEFAULT_VISIBILITY.text(tables.settings());
      return pages.render(
          200, "upload", new UploadPage(frame, visibility, sizeMax, Texts.bytes(sizeMax)));
    });
  }
}
