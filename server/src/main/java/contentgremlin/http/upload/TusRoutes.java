package contentgremlin.http.upload;

import contentgremlin.engine.upload.Outcome;
import contentgremlin.engine.upload.Outcome.Accepted;
import contentgremlin.engine.upload.Outcome.Refused;
import contentgremlin.engine.upload.Uploads;
import contentgremlin.http.Disposition;
import contentgremlin.http.Handler;
import contentgremlin.http.ProblemException;
import contentgremlin.http.Request;
import contentgremlin.http.Response;
import contentgremlin.http.Route;
import contentgremlin.item.Source;
import contentgremlin.store.StoreException;
import contentgremlin.vault.Upload;
import contentgremlin.vault.UploadId;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// The resumable upload protocol tus 1.0 (tus.io), with its extensions creation,
/// creation-with-upload, creation-defer-length, checksum, termination, expiration and
/// concatenation. Besides the protocol: `GET` gives the bytes received, or lists what is
/// unfinished, and `Gremlin-Item` names what an upload has become. Thread-safe.
public final class TusRoutes {
  static final String PATH = "/api/v1/uploads";

  private static final String ONE = PATH + "/{upload}";
  private static final int LISTED_MAX = 200;
  private static final String EXTENSIONS =
      "creation,creation-with-upload,creation-defer-length,checksum,termination,expiration,"
          + "concatenation";

  private final Uploads uploads;

  public TusRoutes(Uploads uploads) {
    this.uploads = uploads;
  }

  public List<Route> routes() {
    return List.of(
        route("OPTIONS", PATH, this::options),
        route("OPTIONS", ONE, this::options),
        route("POST", PATH, this::create),
        route("GET", PATH, this::list),
        route("GET", ONE, this::look),
        route("PATCH", ONE, this::append),
        route("DELETE", ONE, this::terminate),
        route("POST", ONE, this::override));
  }

  /// Every answer of the protocol names its version, problems too.
  private static Route route(String method, String pattern, Handler handler) {
    return new Route(
        method,
        pattern,
        request -> {
          try {
            return handler.handle(request).with("Tus-Resumable", TusHeaders.VERSION);
          } catch (ProblemException e) {
            return e.problem().with("Tus-Resumable", TusHeaders.VERSION);
          } catch (StoreException.Full e) {
            return Answers.full(e).with("Tus-Resumable", TusHeaders.VERSION);
          }
        });
  }

  private Response options(Request request) {
    return Response.noContent()
        .with("Tus-Version", TusHeaders.VERSION)
        .with("Tus-Max-Size", Long.toString(uploads.sizeMax()))
        .with("Tus-Extension", EXTENSIONS)
        .with("Tus-Checksum-Algorithm", "sha1,sha256,md5");
  }

  private Response create(Request request) throws InterruptedException {
    TusHeaders.requireVersion(request);
    var metadata = TusHeaders.metadata(request);
    var concat = TusHeaders.concat(request);
    boolean isFinal = concat.kind() == Upload.Kind.FINAL;
    if (isFinal && request.header("Upload-Length").isPresent()) {
      throw TusHeaders.invalid("A final upload has the length of its parts: no Upload-Length.");
    }
    long length = isFinal ? 0 : TusHeaders.length(request);
    var wanted = new Uploads.Wanted(concat.kind(), length, metadata, concat.parts());
    return switch (uploads.create(request.actor(), wanted)) {
      case Refused refused -> Answers.problem(refused);
      case Accepted(var upload) ->
          TusHeaders.isOffsetStream(request) && !isFinal
              ? createWith(request, upload)
              : described(created(upload), upload);
    };
  }

  /// The creation's body holds the first bytes.
  private Response createWith(Request request, Upload upload) throws InterruptedException {
    var addition = addition(request, 0, Upload.LENGTH_DEFERRED);
    return switch (uploads.append(upload.id(), request.actor(), addition)) {
      case Accepted(var grown) -> described(created(grown), grown);
      case Refused refused -> {
        var problem = Answers.problem(refused);
        if (refused.reason() == Outcome.Reason.NO_SPACE) {
          // It exists, and can be resumed.
          yield problem.with("Location", location(upload));
        }
        uploads.terminate(upload.id(), request.actor());
        yield problem;
      }
    };
  }

  private static Response created(Upload upload) {
    return new Response.Empty(201, List.of(new Response.Header("Location", location(upload))));
  }

  /// Without scheme and host: right behind any proxy.
  private static String location(Upload upload) {
    return PATH + "/" + upload.id().value();
  }

  private Response append(Request request) throws InterruptedException {
    TusHeaders.requireVersion(request);
    var id = id(request);
    if (!TusHeaders.isOffsetStream(request)) {
      throw new ProblemException(
          415,
          "Wrong content type",
          "The bytes of an upload come as " + TusHeaders.OFFSET_STREAM + ".");
    }
    long offset = TusHeaders.size(request, "Upload-Offset");
    if (offset < 0) {
      throw TusHeaders.invalid("Upload-Offset is needed.");
    }
    var addition = addition(request, offset, TusHeaders.size(request, "Upload-Length"));
    return switch (uploads.append(id, request.actor(), addition)) {
      case Accepted(var upload) -> described(Response.noContent(), upload);
      case Refused refused -> Answers.problem(refused).with("Cache-Control", "no-store");
    };
  }

  private static Uploads.Addition addition(Request request, long offset, long length) {
    return new Uploads.Addition(
        offset, request.body(), request.contentLength(), length, TusHeaders.checksum(request));
  }

  private static Response described(Response response, Upload upload) {
    boolean isJoining = upload.kind() == Upload.Kind.FINAL && !upload.isComplete();
    var described = response.with("Cache-Control", "no-store");
    if (!isJoining) {
      described = described.with("Upload-Offset", Long.toString(upload.offset()));
    }
    if (upload.item() != null) {
      return described.with("Gremlin-Item", upload.item().value());
    }
    return described.with("Upload-Expires", httpDate(upload.expires()));
  }

  /// IMF-fixdate (RFC 9110, 5.6.7).
  private static String httpDate(Instant time) {
    return DateTimeFormatter.RFC_1123_DATE_TIME.format(time.atOffset(ZoneOffset.UTC));
  }

  /// `HEAD` asks how far an upload is, `GET` for its bytes.
  private Response look(Request request) throws IOException, InterruptedException {
    return request.method().equals("HEAD") ? head(request) : bytes(request);
  }

  private Response head(Request request) throws InterruptedException {
    TusHeaders.requireVersion(request);
    var upload = find(request);
    var response = described(new Response.Empty(200, List.of()), upload);
    response =
        upload.length() == Upload.LENGTH_DEFERRED
            ? response.with("Upload-Defer-Length", "1")
            : response.with("Upload-Length", Long.toString(upload.length()));
    var metadata = upload.metadata().get(TusHeaders.RAW_METADATA);
    if (metadata != null) {
      response = response.with("Upload-Metadata", metadata);
    }
    return switch (upload.kind()) {
      case WHOLE -> response;
      case PARTIAL -> response.with("Upload-Concat", "partial");
      case FINAL -> response.with("Upload-Concat", "final;" + addresses(upload));
    };
  }

  private static String addresses(Upload upload) {
    return upload.parts().stream()
        .map(part -> PATH + "/" + part.value())
        .collect(Collectors.joining(" "));
  }

  private Response bytes(Request request) throws IOException, InterruptedException {
    var upload = find(request);
    var received = uploads.received(upload).filter(found -> Files.exists(found.file()));
    if (received.isEmpty()) {
      return Response.problem(410, "Gone", "The bytes of this upload were removed.");
    }
    var name = upload.metadata().getOrDefault("filename", "");
    var item = received.get().item();
    if (item != null && item.source() instanceof Source.Owned(var digest, _, _, _)) {
      return new Response.File(
          200,
          List.of(),
          received.get().file(),
          "application/octet-stream",
          digest.hex(),
          Response.File.Cache.PRIVATE,
          name.isEmpty() ? upload.id().value() : name);
    }
    return growing(received.get(), name.isEmpty() ? upload.id().value() : name);
  }

  private static Response growing(Uploads.Received received, String name) {
    return new Response.Stream(
            200,
            List.of(),
            "application/octet-stream",
            out -> copy(received.file(), received.length(), out))
        .with("Content-Length", Long.toString(received.length()))
        .with("Content-Disposition", Disposition.attachment(name));
  }

  private static void copy(Path file, long length, java.io.OutputStream out) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      var buffer = new byte[1 << 16];
      long left = length;
      while (left > 0) {
        int count = in.read(buffer, 0, (int) Math.min(left, buffer.length));
        if (count < 0) {
          throw new IOException(file + " became shorter");
        }
        out.write(buffer, 0, count);
        left -= count;
      }
    }
  }

  private Response terminate(Request request) throws InterruptedException {
    TusHeaders.requireVersion(request);
    return switch (uploads.terminate(id(request), request.actor())) {
      case Accepted _ -> Response.noContent();
      case Refused refused -> Answers.problem(refused);
    };
  }

  /// For clients that can't send other methods.
  private Response override(Request request) throws IOException, InterruptedException {
    return switch (request.header("X-HTTP-Method-Override").orElse("")) {
      case "PATCH" -> append(request);
      case "DELETE" -> terminate(request);
      case "HEAD" -> head(request);
      case "GET" -> bytes(request);
      default ->
          Response.problem(405, "Not for POST", "Send PATCH, HEAD, GET or DELETE here.")
              .with("Allow", "GET, HEAD, PATCH, DELETE, OPTIONS");
    };
  }

  private Response list(Request request) {
    if (!request.actor().canUpload()) {
      return Answers.problem(
          Outcome.refused(Outcome.Reason.ANONYMOUS, "Log in to see your uploads."));
    }
    var listed =
        uploads.unfinished(request.actor(), LISTED_MAX).stream().map(TusRoutes::summary).toList();
    return Response.ok(Map.of("uploads", listed));
  }

  private static Map<String, Object> summary(Upload upload) {
    var summary = new LinkedHashMap<String, Object>();
    summary.put("id", upload.id().value());
    summary.put("address", location(upload));
    summary.put("kind", upload.kind().name().toLowerCase(java.util.Locale.ROOT));
    if (upload.length() != Upload.LENGTH_DEFERRED) {
      summary.put("size", upload.length());
    }
    summary.put("offset", upload.offset());
    summary.put("created", upload.created().toString());
    summary.put("expires", upload.expires().toString());
    var metadata = new LinkedHashMap<>(upload.metadata());
    metadata.remove(TusHeaders.RAW_METADATA);
    summary.put("metadata", metadata);
    return summary;
  }

  private Upload find(Request request) throws InterruptedException {
    return switch (uploads.find(id(request), request.actor())) {
      case Accepted(var upload) -> upload;
      case Refused refused -> throw new ProblemException(Answers.problem(refused));
    };
  }

  private static UploadId id(Request request) {
    Optional<UploadId> id = TusHeaders.id(request.parameter("upload"));
    return id.orElseThrow(
        () -> new ProblemException(Response.notFound("There is no such upload.")));
  }
}
