package contentgremlin.http.server;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/// Answers what never became a request: broken heads, heads too long, addresses with two meanings.
/// Thread-safe.
final class RefusedRequests implements Request.Handler {
  private final ServerMetrics metrics;

  RefusedRequests(ServerMetrics metrics) {
    this.metrics = metrics;
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) {
    int status = response.getStatus() < 400 ? 500 : response.getStatus();
    var body =
        """
        {"type":"about:blank","title":"%s","status":%d,"detail":"The server could not read the request."}\
        """
            .formatted(HttpStatus.getMessage(status), status)
            .getBytes(StandardCharsets.UTF_8);
    SecurityHeaders.complete(response.getHeaders());
    response.getHeaders().put("Content-Type", "application/problem+json");
    response.getHeaders().put("Content-Length", body.length);
    response.setStatus(status);
    metrics.refused(status, body.length);
    AccessLog.write(
        new AccessLog.Line(
            Request.getRemoteAddr(request),
            String.valueOf(request.getMethod()),
            String.valueOf(request.getHttpURI()),
            request.getConnectionMetaData().getProtocol(),
            status,
            body.length,
            0,
            null,
            true));
    response.write(true, ByteBuffer.wrap(body), callback);
    return true;
  }
}
