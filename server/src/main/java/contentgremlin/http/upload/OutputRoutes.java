package contentgremlin.http.upload;

import static java.nio.charset.StandardCharsets.UTF_8;

import contentgremlin.engine.Lending;
import contentgremlin.http.LeaseAnswers;
import contentgremlin.http.ProblemException;
import contentgremlin.http.Request;
import contentgremlin.http.Response;
import contentgremlin.http.Route;
import contentgremlin.worker.OutputList;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// `/api/v1/worker/leases/{lease}/outputs`: what a worker made. First a list of the files with
/// their digests, then their bytes one behind the other, as one resumable upload by tus 1.0. It is
/// no upload of anybody's: it is listed nowhere, and ends with its lease.
public final class OutputRoutes {
  private static final String OUTPUTS = LeaseAnswers.LEASE + "/outputs";

  private final Lending lending;

  public OutputRoutes(Lending lending) {
    this.lending = lending;
  }

  public List<Route> routes() {
    return List.of(
        Route.post(OUTPUTS, this::announce),
        Route.get(OUTPUTS, this::look),
        new Route("PATCH", OUTPUTS, this::append));
  }

  private Response announce(Request request) throws IOException {
    var lease = LeaseAnswers.lease(request);
    var bytes = request.body().readNBytes(OutputList.TEXT_BYTES_MAX + 1);
    if (bytes.length > OutputList.TEXT_BYTES_MAX) {
      throw new ProblemException(413, "Too large", "A job does not yield so many files.");
    }
    OutputList list;
    try {
      list = OutputList.parse(new String(bytes, UTF_8));
    } catch (IllegalArgumentException e) {
      throw new ProblemException(422, "Not a valid list", "Of the list, " + e.getMessage() + ".");
    }
    return LeaseAnswers.of(lending.announce(lease, list), OutputRoutes::described);
  }

  private Response look(Request request) throws IOException {
    return LeaseAnswers.of(lending.reached(LeaseAnswers.lease(request)), OutputRoutes::described);
  }

  private Response append(Request request) throws IOException {
    TusHeaders.requireVersion(request);
    var lease = LeaseAnswers.lease(request);
    if (!TusHeaders.isOffsetStream(request)) {
      throw new ProblemException(
          415, "Wrong content type", "The bytes come as " + TusHeaders.OFFSET_STREAM + ".");
    }
    long offset = TusHeaders.size(request, "Upload-Offset");
    if (offset < 0) {
      throw TusHeaders.invalid("Upload-Offset is needed.");
    }
    try {
      return LeaseAnswers.of(
          lending.append(lease, offset, request.body()),
          reached -> headed(Response.noContent(), reached));
    } catch (IOException e) {
      return broken(e);
    }
  }

  /// What came is kept; the worker asks how much that is.
  private static Response broken(IOException e) {
    var words = String.valueOf(e.getMessage()).toLowerCase(Locale.ROOT);
    return words.contains("no space left") || words.contains("quota exceeded")
        ? Response.problem(507, "Not enough disk space", "The server has no room for it now.")
        : Response.problem(408, "The body broke off", "What came is kept.");
  }

  private static Response described(Lending.Reached reached) {
    return headed(
        Response.ok(Map.of("offset", reached.offset(), "length", reached.length())), reached);
  }

  private static Response headed(Response response, Lending.Reached reached) {
    return response
        .with("Tus-Resumable", TusHeaders.VERSION)
        .with("Upload-Offset", Long.toString(reached.offset()))
        .with("Upload-Length", Long.toString(reached.length()))
        .with("Cache-Control", "no-store");
  }
}
