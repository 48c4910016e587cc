package contentgremlin.http.server;

import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;

/// One request and the answer to it, while it is written. Used by one thread.
final class Exchange {
  private final Request jettyRequest;
  private final Response jettyResponse;

  /// Bytes of the body so far.
  long sent;

  boolean isStream;

  Exchange(Request jettyRequest, Response jettyResponse) {
    this.jettyRequest = jettyRequest;
    this.jettyResponse = jettyResponse;
  }

  Request jettyRequest() {
    return jettyRequest;
  }

  Response jettyResponse() {
    return jettyResponse;
  }

  boolean isHead() {
    return jettyRequest.getMethod().equals("HEAD");
  }

  boolean isHttp1() {
    return jettyRequest.getConnectionMetaData().getHttpVersion() != HttpVersion.HTTP_2;
  }
}
