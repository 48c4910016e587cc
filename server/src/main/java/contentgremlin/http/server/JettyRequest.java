package contentgremlin.http.server;

import contentgremlin.account.Actor;
import contentgremlin.http.Request;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.jetty.http.HttpCookie;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.util.Fields;
import org.jspecify.annotations.Nullable;

/// A request as Jetty got it. Used by the one thread that answers it.
final class JettyRequest implements Request {
  private final org.eclipse.jetty.server.Request jetty;
  private final List<String> parts;
  private final Proxy proxy;
  private final BodyStream body;
  private Map<String, String> parameters = Map.of();
  private Actor actor = new Actor.Anonymous();
  private @Nullable Fields query;

  JettyRequest(
      org.eclipse.jetty.server.Request jetty, List<String> parts, Proxy proxy, Limits limits) {
    this.jetty = jetty;
    this.parts = parts;
    this.proxy = proxy;
    this.body = new BodyStream(jetty, limits);
  }

  void identified(Actor found) {
    actor = found;
  }

  void matched(Map<String, String> found) {
    parameters = found;
  }

  List<String> parts() {
    return parts;
  }

  BodyStream bodyStream() {
    return body;
  }

  /// All header lines.
  HttpFields fields() {
    return jetty.getHeaders();
  }

  /// What the client calls us: host and port.
  String authority() {
    var authority = jetty.getHttpURI().getAuthority();
    return authority == null ? "localhost" : authority;
  }

  @Override
  public String method() {
    return jetty.getMethod();
  }

  @Override
  public String path() {
    return "/" + String.join("/", parts);
  }

  @Override
  public String target() {
    return jetty.getHttpURI().getPathQuery();
  }

  @Override
  public String parameter(String name) {
    var value = parameters.get(name);
    if (value == null) {
      throw new IllegalArgumentException("the route has no parameter “" + name + "”");
    }
    return value;
  }

  @Override
  public Optional<String> query(String name) {
    return Optional.ofNullable(queryFields().getValue(name));
  }

  @Override
  public List<String> queries(String name) {
    return queryFields().getValuesOrEmpty(name);
  }

  private Fields queryFields() {
    if (query == null) {
      query = org.eclipse.jetty.server.Request.extractQueryParameters(jetty);
    }
    return query;
  }

  @Override
  public Optional<String> header(String name) {
    return Optional.ofNullable(jetty.getHeaders().get(name));
  }

  @Override
  public List<String> headers(String name) {
    return jetty.getHeaders().getValuesList(name);
  }

  @Override
  public Optional<String> cookie(String name) {
    return org.eclipse.jetty.server.Request.getCookies(jetty).stream()
        .filter(cookie -> cookie.getName().equals(name))
        .map(HttpCookie::getValue)
        .findFirst();
  }

  @Override
  public long contentLength() {
    return jetty.getHeaders().getLongField(HttpHeader.CONTENT_LENGTH);
  }

  @Override
  public InputStream body() {
    return body;
  }

  @Override
  public Actor actor() {
    return actor;
  }

  @Override
  public String origin() {
    var base = proxy.baseUrl();
    if (!base.isEmpty()) {
      return base;
    }
    var scheme = jetty.isSecure() ? "https" : "http";
    return scheme + "://" + authority();
  }

  @Override
  public String remoteAddress() {
    var peer =
        jetty.getConnectionMetaData().getRemoteSocketAddress() instanceof InetSocketAddress address
            ? address.getAddress()
            : null;
    if (peer == null) {
      return "";
    }
    var told = jetty.getHeaders().getValuesList("X-Forwarded-For");
    return proxy.isTrusted(peer) && !told.isEmpty()
        ? Proxy.lastOf(told.getLast())
        : peer.getHostAddress();
  }

  @Override
  public boolean isSecure() {
    return origin().startsWith("https://");
  }
}
