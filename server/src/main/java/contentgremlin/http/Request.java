package contentgremlin.http;

import contentgremlin.account.Actor;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;

/// What a client asked for. Valid only while its handler runs.
public interface Request {
  String method();

  /// Decoded, starting with `/`, without the query.
  String path();

  /// As it was asked for, with the query: for redirects and logs.
  String target();

  /// What the route's `{name}` stands for, decoded.
  ///
  /// @throws IllegalArgumentException if the route has no such parameter
  String parameter(String name);

  /// The first value of a query parameter.
  Optional<String> query(String name);

  List<String> queries(String name);

  Optional<String> header(String name);

  List<String> headers(String name);

  Optional<String> cookie(String name);

  /// Of the body, or -1 if not told.
  long contentLength();

  /// The body, as it comes; reading waits for the client. A client that goes away is an
  /// IOException.
  InputStream body();

  Actor actor();

  /// "https://media.example:8443": scheme and authority that the client used.
  String origin();

  String remoteAddress();

  boolean isSecure();
}
