package contentgremlin.http.server;

import java.net.InetAddress;
import java.util.function.Supplier;

/// What we know of a proxy before the server: the address that people use. Only when that is set,
/// and only from this machine, `X-Forwarded-For` is believed: anybody can write one.
record Proxy(Supplier<String> configured) {
  /// Without a slash at its end; empty if there is no proxy.
  String baseUrl() {
    var base = configured.get();
    return base.endsWith("/") ? base.substring(0, base.length() - 1) : base;
  }

  boolean isTrusted(InetAddress peer) {
    return peer.isLoopbackAddress() && !baseUrl().isEmpty();
  }

  /// The nearest client that the proxy itself saw; those before it are hearsay.
  static String lastOf(String forwarded) {
    return forwarded.substring(forwarded.lastIndexOf(',') + 1).strip();
  }
}
