package contentgremlin.net;

import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/// Decides where may be gone to: to public addresses over TLS, and to the hosts and ports of the
/// addresses that an administrator has named.
///
/// A name is looked up here, and once more by whoever connects. In between, the runtime keeps what
/// it stands for (30 s unless it was set otherwise), so that both see the same addresses.
final class Border {
  private final Set<String> trusted;

  /// @param trusted addresses
  Border(Set<String> trusted) {
    this.trusted =
        trusted.stream().map(Border::parse).map(Border::origin).collect(Collectors.toSet());
  }

  /// @throws Refusal if it is no address at all
  static URI parse(String address) {
    try {
      var uri = new URI(address);
      var scheme = uri.getScheme();
      boolean isWeb = "https".equalsIgnoreCase(scheme) || "http".equalsIgnoreCase(scheme);
      if (!isWeb || uri.getHost() == null || uri.getRawUserInfo() != null) {
        throw new Refusal("what it gave as an address is none of the web");
      }
      return uri;
    } catch (URISyntaxException _) {
      throw new Refusal("what it gave as an address is none");
    }
  }

  /// "https://host:443", for comparing.
  static String origin(URI address) {
    boolean isSecure = isSecure(address);
    int port = address.getPort() >= 0 ? address.getPort() : isSecure ? 443 : 80;
    var host = address.getHost().toLowerCase(Locale.ROOT);
    return (isSecure ? "https" : "http") + "://" + host + ":" + port;
  }

  static boolean isSecure(URI address) {
    return "https".equalsIgnoreCase(address.getScheme());
  }

  /// May take as long as looking up a name does.
  ///
  /// @throws Refusal if it must not be gone there
  void check(URI address) throws UnknownHostException {
    if (trusted.contains(origin(address))) {
      return;
    }
    if (!isSecure(address)) {
      throw new Refusal(address.getHost() + " is only there without encryption");
    }
    var host = address.getHost();
    var bare = host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    var all = InetAddress.getAllByName(bare);
    if (!Arrays.stream(all).allMatch(Surroundings::isPublic)) {
      throw new Refusal(host + " is in a private network, where no provider is");
    }
  }

  /// It must not be gone there, now or later.
  static final class Refusal extends RuntimeException {
    private static final long serialVersionUID = 1;

    Refusal(String reason) {
      super(reason);
    }
  }
}
