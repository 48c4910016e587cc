package contentgremlin.cli;

import java.net.URI;
import java.net.URISyntaxException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// Where a server listens, and where its data lies if not in the home.
final class ListenOption {
  private static final int PORT_MAX = 65535;

  @Option(
      names = "--listen",
      paramLabel = "HOST:PORT",
      defaultValue = "${env:GREMLIN_LISTEN:-127.0.0.1:8765}",
      description =
          "Where to listen; port 0 takes any free one (default: $GREMLIN_LISTEN or 127.0.0.1:8765)")
  private String listen = "127.0.0.1:8765";

  @Option(
      names = "--database",
      paramLabel = "URL",
      defaultValue = "${env:GREMLIN_DATABASE}",
      description =
          "Another database than the one in the home, e.g. postgresql://host/name"
              + " (default: $GREMLIN_DATABASE)")
  private @Nullable String database;

  @Option(
      names = "--content",
      paramLabel = "URL",
      defaultValue = "${env:GREMLIN_CONTENT}",
      description =
          "Another place for content than the folder in the home (default: $GREMLIN_CONTENT)")
  private @Nullable String content;

  Launcher.Options options() {
    var address = parsed();
    return new Launcher.Options(
        address.getHost().replaceAll("[\\[\\]]", ""), address.getPort(), database, content);
  }

  private URI parsed() {
    try {
      var uri = new URI("http://" + listen);
      var isWhole = ("http://" + listen).equals("http://" + uri.getAuthority());
      var isHost = uri.getHost() != null && uri.getUserInfo() == null;
      if (isHost && uri.getPort() >= 0 && uri.getPort() <= PORT_MAX && isWhole) {
        return uri;
      }
    } catch (URISyntaxException _) {
      // Said below, as for every other text that is no address.
    }
    throw CommandException.usage(
        "--listen must be HOST:PORT, like 127.0.0.1:8765 or [::1]:8765, not: " + listen);
  }
}
