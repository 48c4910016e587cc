package contentgremlin.http.api;

import static org.assertj.core.api.Assertions.assertThat;

import contentgremlin.account.Account;
import contentgremlin.account.Role;
import contentgremlin.item.Visibility;
import contentgremlin.store.Setting;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Cookies and tokens over the wire: who is believed, and which requests of browsers are refused.
class CrossSiteTest {
  private static final String ITEM = "/api/v1/items/mine";
  private static final String LOGIN = "{\"name\":\"ada\",\"password\":\"correct horse\"}";

  private ApiServer server;
  private Account ada;
  private String cookie;

  @BeforeEach
  void open(@TempDir Path folder) throws IOException {
    server = new ApiServer(folder);
    ada = server.account("ada", Role.UPLOADER);
    server.published("mine", ada.id(), Visibility.PRIVATE);
    cookie = "gremlin_session=" + server.accounts.openSession(ada.id());
  }

  @AfterEach
  void close() {
    server.close();
  }

  private int patch(String... headers) throws IOException, InterruptedException {
    var all = new ArrayList<>(List.of("Content-Type", "application/json"));
    all.addAll(List.of(headers));
    return server.send("PATCH", ITEM, "{\"title\":\"New\"}", all.toArray(String[]::new)).status();
  }

  @Test
  void a_cookie_changes_something_only_from_our_own_pages() throws Exception {
    assertThat(patch("Cookie", cookie)).isEqualTo(403);
    assertThat(patch("Cookie", cookie, "Sec-Fetch-Site", "cross-site")).isEqualTo(403);
    assertThat(patch("Cookie", cookie, "Sec-Fetch-Site", "same-site")).isEqualTo(403);
    assertThat(patch("Cookie", cookie, "Origin", "https://evil.example")).isEqualTo(403);
    assertThat(patch("Cookie", cookie, "Origin", "null")).isEqualTo(403);
    assertThat(patch("Cookie", cookie, "Origin", server.origin() + ".evil.example")).isEqualTo(403);
    assertThat(patch("Cookie", cookie, "Sec-Fetch-Site", "cross-site", "Origin", server.origin()))
        .isEqualTo(403);

    assertThat(patch("Cookie", cookie, "Sec-Fetch-Site", "same-origin")).isEqualTo(200);
    assertThat(patch("Cookie", cookie, "Sec-Fetch-Site", "none")).isEqualTo(200);
    assertThat(patch("Cookie", cookie, "Origin", server.origin())).isEqualTo(200);
  }

  @Test
  void reading_with_a_cookie_needs_no_proof() throws Exception {
    assertThat(server.send("GET", ITEM, null, "Cookie", cookie).status()).isEqualTo(200);
    assertThat(
            server
                .send("HEAD", ITEM, null, "Cookie", cookie, "Sec-Fetch-Site", "cross-site")
                .status())
        .isEqualTo(200);
  }

  @Test
  void behind_a_proxy_the_base_url_is_our_own_place_too() throws Exception {
    assertThat(patch("Cookie", cookie, "Origin", "https://media.example")).isEqualTo(403);
    server.set(Setting.BASE_URL, "https://Media.example:443/");
    assertThat(patch("Cookie", cookie, "Origin", "https://media.example")).isEqualTo(200);
    assertThat(patch("Cookie", cookie, "Origin", "http://media.example")).isEqualTo(403);
  }

  @Test
  void a_token_needs_no_proof_and_wins_over_the_cookie() throws Exception {
    var bearer = "Bearer " + server.token(ada);
    assertThat(patch("Authorization", bearer, "Origin", "https://tool.example")).isEqualTo(200);
    assertThat(patch("Authorization", "Bearer nonsense", "Cookie", cookie)).isEqualTo(401);
    assertThat(patch("Authorization", bearer.replace("Bearer", "bearer"))).isEqualTo(200);
  }

  @Test
  void a_wrong_token_is_told_so_everywhere() throws Exception {
    for (var path : List.of("/api/v1/items", "/api/v1/status", "/media/mine/original")) {
      var answer = server.get(path, "nonsense");
      assertThat(answer.status()).isEqualTo(401);
      assertThat(answer.mediaType()).isEqualTo("application/problem+json");
      assertThat(answer.headers().firstValue("WWW-Authenticate").orElse("")).startsWith("Bearer");
    }
    assertThat(server.get("/api/v1/items", "x".repeat(5_000)).status()).isEqualTo(401);
  }

  @Test
  void another_scheme_is_left_to_the_proxy_that_wants_it() throws Exception {
    var answer = server.send("GET", "/api/v1/items", null, "Authorization", "Basic YTpi");
    assertThat(answer.status()).isEqualTo(200);
  }

  @Test
  void nobody_is_logged_in_by_another_site() throws Exception {
    server.accounts.changePassword(ada.id(), ApiServer.PASSWORD);
    assertThat(logIn("Sec-Fetch-Site", "cross-site").status()).isEqualTo(403);
    assertThat(logIn("Origin", "https://evil.example").status()).isEqualTo(403);

    var answer = logIn("Origin", server.origin());
    assertThat(answer.status()).isEqualTo(200);
    var set = answer.headers().firstValue("Set-Cookie").orElseThrow();
    assertThat(set).contains("HttpOnly", "SameSite=Lax", "Path=/").doesNotContain("Secure");
    var pair = set.substring(0, set.indexOf(';'));
    assertThat(server.send("GET", ITEM, null, "Cookie", pair).status()).isEqualTo(200);

    var out =
        server.send("DELETE", "/api/v1/session", null, "Cookie", pair, "Origin", server.origin());
    assertThat(out.status()).isEqualTo(204);
    assertThat(out.headers().firstValue("Set-Cookie").orElseThrow()).contains("Max-Age=0");
    assertThat(server.send("GET", ITEM, null, "Cookie", pair).status()).isEqualTo(404);
  }

  private ApiServer.Answer logIn(String... headers) throws IOException, InterruptedException {
    var all = new ArrayList<>(List.of("Content-Type", "application/json"));
    all.addAll(List.of(headers));
    return server.send("POST", "/api/v1/session", LOGIN, all.toArray(String[]::new));
  }

  @Test
  void the_cookie_is_for_https_only_where_people_use_https() throws Exception {
    server.accounts.changePassword(ada.id(), ApiServer.PASSWORD);
    server.set(Setting.BASE_URL, "https://media.example");
    var set = logIn("Origin", "https://media.example").headers().firstValue("Set-Cookie");
    assertThat(set.orElseThrow()).endsWith("; Secure");
  }

  @Test
  void ones_own_password_changes_only_with_the_old_one() throws Exception {
    server.accounts.changePassword(ada.id(), ApiServer.PASSWORD);
    var token = server.token(ada);
    var at = "/api/v1/users/ada";
    assertThat(server.ask("PATCH", at, token, "{\"password\":\"battery staple\"}").status())
        .isEqualTo(422);
    var right = "{\"password\":\"battery staple\",\"currentPassword\":\"correct horse\"}";
    assertThat(server.ask("PATCH", at, token, right).status()).isEqualTo(200);
    assertThat(server.ask("PATCH", at, token, "{\"role\":\"administrator\"}").status())
        .isEqualTo(403);
  }
}
