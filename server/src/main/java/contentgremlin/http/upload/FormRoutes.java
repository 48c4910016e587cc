package contentgremlin.http.upload;

import contentgremlin.account.Actor;
import contentgremlin.engine.upload.Outcome;
import contentgremlin.engine.upload.Outcome.Accepted;
import contentgremlin.engine.upload.Outcome.Refused;
import contentgremlin.engine.upload.Uploads;
import contentgremlin.http.Request;
import contentgremlin.http.Response;
import contentgremlin.http.Route;
import contentgremlin.store.StoreException;
import contentgremlin.vault.Upload;
import contentgremlin.vault.UploadId;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Takes files from a plain form, for browsers without script: all of them, or none. Thread-safe.
public final class FormRoutes {
  private static final int FIELD_BYTES_MAX = 64 * 1024;

  /// A check box that is not ticked is not sent at all.
  private static final Set<String> FIELDS =
      Set.of("title", "description", "tags", "visibility", "dropOriginal", "keepLocation");

  private final Uploads uploads;

  public FormRoutes(Uploads uploads) {
    this.uploads = uploads;
  }

  public List<Route> routes() {
    return List.of(Route.post("/upload", this::upload));
  }

  private Response upload(Request request) throws InterruptedException {
    var boundary = request.header("Content-Type").flatMap(Multipart::boundary);
    if (boundary.isEmpty()) {
      return Response.problem(415, "Wrong content type", "Send a multipart/form-data form.");
    }
    // The form is only a little longer than its files: too much is refused before it is read.
    var refused = uploads.complaintAbout(request.actor(), request.contentLength());
    if (refused != null) {
      return Answers.problem(refused);
    }
    var form = new Form();
    try {
      var problem = read(request, new Multipart(request.body(), boundary.get()), form);
      if (problem == null) {
        problem = seal(request.actor(), form);
      }
      return problem == null ? answer(form) : undo(request.actor(), form, problem);
    } catch (StoreException.Full e) {
      return undo(request.actor(), form, Answers.full(e));
    } catch (IOException e) {
      return undo(
          request.actor(),
          form,
          Response.problem(400, "The form did not arrive whole", String.valueOf(e.getMessage())));
    }
  }

  /// What came so far.
  private static final class Form {
    final Map<String, String> fields = new HashMap<>();
    final Map<UploadId, String> files = new LinkedHashMap<>();
    final List<Upload> done = new ArrayList<>();
  }

  private Response.@Nullable Problem read(Request request, Multipart multipart, Form form)
      throws IOException, InterruptedException {
    for (var part = multipart.next(); part != null; part = multipart.next()) {
      if (part.fileName() == null) {
        if (FIELDS.contains(part.name())) {
          form.fields.put(part.name(), part.text(FIELD_BYTES_MAX).replace("\0", ""));
        }
      } else if (!part.fileName().isEmpty()) {
        var outcome = receive(request.actor(), part, part.fileName(), form);
        if (outcome instanceof Refused refused) {
          return Answers.problem(refused);
        }
      }
    }
    return form.files.isEmpty()
        ? Response.problem(400, "No file", "Choose at least one file to upload.")
        : null;
  }

  private Outcome receive(Actor actor, Multipart.Part part, String fileName, Form form)
      throws InterruptedException {
    var metadata = Map.of("filename", fileName.replace("\0", ""));
    var created = uploads.create(actor, Uploads.Wanted.whole(Upload.LENGTH_DEFERRED, metadata));
    if (!(created instanceof Accepted(var upload))) {
      return created;
    }
    form.files.put(upload.id(), fileName);
    return uploads.append(
        upload.id(),
        actor,
        new Uploads.Addition(0, part.content(), -1, Upload.LENGTH_DEFERRED, null));
  }

  /// Only when the whole form has come: its fields may stand behind the files.
  private Response.@Nullable Problem seal(Actor actor, Form form) {
    if (form.files.size() > 1) {
      form.fields.remove("title");
    }
    for (var id : form.files.keySet()) {
      switch (uploads.seal(id, actor, form.fields)) {
        case Accepted(var upload) -> form.done.add(upload);
        case Refused refused -> {
          return Answers.problem(refused);
        }
      }
    }
    return null;
  }

  private static Response answer(Form form) {
    var item = form.done.getFirst().item();
    return Response.seeOther(
        form.done.size() == 1 && item != null ? "/items/" + item.value() : "/");
  }

  /// A form can't be resumed: what came of it goes, but not what became an item already.
  private Response undo(Actor actor, Form form, Response.Problem problem)
      throws InterruptedException {
    for (var id : form.files.keySet()) {
      uploads.terminate(id, actor);
    }
    return problem;
  }
}
