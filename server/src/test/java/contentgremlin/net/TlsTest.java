package contentgremlin.net;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import contentgremlin.enrich.Fetcher.Answer;
import contentgremlin.enrich.Fetcher.Limits;
import contentgremlin.enrich.Fetcher.Order;
import contentgremlin.enrich.ProviderServer;
import contentgremlin.enrich.Said;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Providers that speak TLS, with certificates that somebody made by himself.
@NullUnmarked
class TlsTest {
  private static final char[] PASSWORD = "changeit".toCharArray();
  private static final Limits LIMITS = new Limits(10_000, Duration.ofSeconds(20));

  @TempDir Path folder;
  private SSLContext tls;
  private ProviderServer provider;

  @BeforeEach
  void start() throws Exception {
    tls = context("IP:127.0.0.1");
    provider = ProviderServer.start(tls.getServerSocketFactory(), "https");
    provider.on("/a", Said.json("{}"));
  }

  @AfterEach
  void close() {
    provider.close();
  }

  /// Believes, and shows, a certificate for this name.
  private SSLContext context(String name) throws Exception {
    var file = folder.resolve("keys-" + name.hashCode());
    make(file, name);
    var keys = KeyStore.getInstance("PKCS12");
    try (var in = Files.newInputStream(file)) {
      keys.load(in, PASSWORD);
    }
    var managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    managers.init(keys, PASSWORD);
    var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(keys);
    var context = SSLContext.getInstance("TLS");
    context.init(managers.getKeyManagers(), trust.getTrustManagers(), null);
    return context;
  }

  private static void make(Path file, String name) throws Exception {
    var tool = Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
    var command =
        List.of(
            tool,
            "-genkeypair",
            "-alias",
            "x",
            "-keyalg",
            "EC",
            "-dname",
            "CN=x",
            "-ext",
            "SAN=" + name,
            "-ext",
            "bc:c",
            "-storetype",
            "PKCS12",
            "-storepass",
            "changeit",
            "-keystore",
            file.toString());
    var process = new ProcessBuilder(command).redirectErrorStream(true).start();
    var said = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertThat(process.waitFor()).as(said).isZero();
  }

  private Answer ask(SSLContext believed, String path) throws InterruptedException {
    try (var fetcher = new HttpFetcher(() -> "x", believed)) {
      var trusted = Set.of(provider.address(), provider.address().replace("https", "http"));
      return fetcher.fetch(Order.get(provider.address() + path, LIMITS, trusted));
    }
  }

  @Test
  void whom_we_believe_is_asked_and_nobody_else() throws Exception {
    assertThat(ask(tls, "/a")).isInstanceOf(Answer.Spoken.class);
    assertThat(ask(SSLContext.getDefault(), "/a"))
        .isEqualTo(new Answer.Broken("it can't be verified that it is who it should be"));
  }

  @Test
  void a_certificate_for_another_name_is_not_believed() throws Exception {
    var other = context("DNS:example.org");
    try (var server = ProviderServer.start(other.getServerSocketFactory(), "https");
        var fetcher = new HttpFetcher(() -> "x", other)) {
      server.on("/a", Said.json("{}"));
      var order = Order.get(server.address() + "/a", LIMITS, Set.of(server.address()));

      assertThat(fetcher.fetch(order)).isInstanceOf(Answer.Broken.class);
      assertThat(server.asked()).isEmpty();
    }
  }

  @Test
  void nobody_leads_from_an_encrypted_place_to_one_that_is_not() throws Exception {
    provider.on("/away", Said.redirect(provider.address().replace("https", "http") + "/a"));
    provider.on("/stay", Said.redirect("/a"));

    assertThat(ask(tls, "/away"))
        .isEqualTo(new Answer.Refused("it leads from an encrypted place to one that is not"));
    assertThat(ask(tls, "/stay")).isInstanceOf(Answer.Spoken.class);
  }
}
