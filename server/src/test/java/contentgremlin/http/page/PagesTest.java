package contentgremlin.http.page;

import static org.assertj.core.api.Assertions.assertThat;

import contentgremlin.account.Actor;
import contentgremlin.account.Role;
import contentgremlin.arrival.OldAddress;
import contentgremlin.item.Visibility;
import contentgremlin.machine.Machine;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What pages say and link, as a browser without script sees them.
final class PagesTest {
  private static final String ESCAPED_TITLE = "&lt;script&gt;alert(";
  private static final Pattern INLINE =
      Pattern.compile("(?i)<style| style=| on[a-z]+=\"|<script(?! type=\"module\" src=)");

  @TempDir static Path home;
  private static SampleSite site;
  private static SampleBrowser visitor;
  private static SampleBrowser mira;

  @BeforeAll
  static void open() throws IOException, InterruptedException {
    site = SampleSite.lively(home, 0);
    visitor = new SampleBrowser(site);
    mira = new SampleBrowser(site).loggedInAs("mira");
  }

  @AfterAll
  static void close() {
    visitor.close();
    mira.close();
    site.close();
  }

  private static String idOf(String page, String title) {
    var matcher =
        Pattern.compile(
                "href=\"/items/([^\"]+)\"(?:(?!</li>).)*" + Pattern.quote(title), Pattern.DOTALL)
            .matcher(page);
    assertThat(matcher.find()).as("a card with %s", title).isTrue();
    return matcher.group(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/",
        "/?type=audio",
        "/search?q=gremlins",
        "/users/mira",
        "/tags/family",
        "/login",
        "/upload",
        "/trash",
        "/account",
        "/admin/jobs",
        "/admin/status",
        "/admin/users",
        "/admin/libraries",
        "/admin/machines",
        "/admin/extensions",
        "/install",
        "/libraries"
      })
  void everyAddressOnAPageLeadsSomewhere(String path) throws Exception {
    var page = mira.get(path);
    if (page.statusCode() == 303) {
      page = mira.get(page.headers().firstValue("Location").orElseThrow());
    }

    assertThat(page.statusCode()).isEqualTo(200);
    var broken = new ArrayList<String>();
    for (var link : SampleBrowser.links(page.body())) {
      // Forms answer 405 to GET: their address is there.
      int status = mira.get(link).statusCode();
      if (status >= 400 && status != 405) {
        broken.add(link + " answers " + status);
      }
    }
    assertThat(broken).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/",
        "/search?q=gremlins",
        "/users/mira",
        "/upload",
        "/account",
        "/admin/jobs",
        "/admin/status",
        "/admin/users",
        "/admin/libraries",
        "/nowhere",
        "/items/sample0000044"
      })
  void nothingOnAPageNeedsMoreThanThePolicyAllows(String path) throws Exception {
    var page = mira.get(path);

    assertThat(page.headers().firstValue("Content-Security-Policy")).hasValue(Pages.POLICY);
    assertThat(INLINE.matcher(page.body()).results().map(it -> it.group()).toList()).isEmpty();
  }

  @Test
  void markupInTitlesTagsAndDescriptionsIsOnlyText() throws Exception {
    var home = visitor.get("/").body();
    var item = visitor.get("/items/" + idOf(home, ESCAPED_TITLE)).body();

    assertThat(home).contains(ESCAPED_TITLE).doesNotContain("<script>alert");
    assertThat(item)
        .contains("&lt;img src=x", "&lt;b&gt;bold&lt;/b&gt;")
        .doesNotContain("<img src=x", "<script>alert", "<b>bold");
  }

  @Test
  void addressesInADescriptionAreLinked() throws Exception {
    var item =
        visitor.get("/items/" + idOf(visitor.get("/").body(), "Gremlins at breakfast")).body();

    assertThat(item)
        .contains("<a href=\"https://example.org/toaster?model=3\" rel=\"nofollow noopener ugc\">");
  }

  @Test
  void goingThroughAllPagesShowsEveryItemOnce() throws Exception {
    var seen = new ArrayList<String>();
    var next = "/";
    int pages = 0;
    while (!next.isEmpty()) {
      var page = visitor.get(next).body();
      seen.addAll(SampleBrowser.cards(page));
      var more = Pattern.compile("rel=\"next\" href=\"([^\"]+)\"").matcher(page);
      next = more.find() ? more.group(1).replace("&amp;", "&") : "";
      pages++;
    }

    assertThat(pages).isEqualTo(2);
    assertThat(seen).hasSize(new LinkedHashSet<>(seen).size()).hasSize(42);
  }

  @Test
  void whatIsNotForEverybodyDoesNotExistForStrangers() throws Exception {
    var own = mira.get("/users/mira").body();
    var draft = "/items/" + idOf(own, "Draft for the cover");
    var unpublished = "/items/" + idOf(own, "The long way home");

    assertThat(mira.get(draft).statusCode()).isEqualTo(200);
    assertThat(visitor.get(draft).statusCode()).isEqualTo(404);
    assertThat(visitor.get(unpublished).statusCode()).isEqualTo(404);
    assertThat(visitor.get("/users/mira").body()).doesNotContain("Draft for the cover");
    assertThat(visitor.get("/search?q=draft").body()).doesNotContain("Draft for the cover");
    assertThat(mira.get("/feed.atom").body()).doesNotContain("Draft for the cover");
  }

  @Test
  void oldAddressesAndCollectionsTellNobodyWhatIsUnlisted() throws Exception {
    var seen = idOf(visitor.get("/").body(), "Night bus");
    var secret = idOf(mira.get("/users/jonas-k").body(), "Portrait, tall");
    var open = site.collect("jonas-k", Visibility.PUBLIC, secret, seen);
    var hidden = site.collect("jonas-k", Visibility.UNLISTED, seen);
    site.lead("u/old/m/1", new OldAddress(OldAddress.Kind.ITEM, seen));
    site.lead("u/old/m/2", new OldAddress(OldAddress.Kind.ITEM, secret));
    site.lead("u/old/collection/1", new OldAddress(OldAddress.Kind.COLLECTION, open.value()));
    site.lead("u/old/collection/2", new OldAddress(OldAddress.Kind.COLLECTION, hidden.value()));

    assertThat(visitor.get("/items/" + secret).statusCode()).isEqualTo(200);
    assertThat(visitor.get("/collections/" + hidden.value()).statusCode()).isEqualTo(200);
    try (var guest = new SampleBrowser(site).loggedInAs("guest")) {
      for (var stranger : List.of(visitor, guest)) {
        assertThat(stranger.get("/u/old/m/1").statusCode()).isEqualTo(301);
        assertThat(stranger.get("/u/old/m/2").statusCode()).isEqualTo(404);
        assertThat(stranger.get("/u/old/collection/1").statusCode()).isEqualTo(301);
        assertThat(stranger.get("/u/old/collection/2").statusCode()).isEqualTo(404);
        assertThat(stranger.get("/collections/" + open.value()).body())
            .contains(seen)
            .doesNotContain(secret);
        assertThat(stranger.get("/users/jonas-k/collections").body())
            .contains(open.value())
            .doesNotContain(hidden.value());
        assertThat(stranger.get("/collections/1").statusCode()).isEqualTo(404);
      }
    }
    try (var jonas = new SampleBrowser(site).loggedInAs("jonas-k")) {
      for (var told : List.of(jonas, mira)) {
        assertThat(told.get("/u/old/m/2").headers().firstValue("Location"))
            .hasValue("/items/" + secret);
        assertThat(told.get("/u/old/collection/2").headers().firstValue("Location"))
            .hasValue("/collections/" + hidden.value());
        assertThat(told.get("/collections/" + open.value()).body()).contains(seen, secret);
      }
    }
  }

  @Test
  void ownWorkInProgressStandsOnTheHomePage() throws Exception {
    assertThat(mira.get("/").body())
        .contains("Being prepared", "The long way home", "value=\"42\"", "no index (moov)");
    assertThat(visitor.get("/").body()).doesNotContain("Being prepared", "The long way home");
  }

  @Test
  void anItemThatIsPreparedShowsItsSteps() throws Exception {
    var page = mira.get("/items/" + idOf(mira.get("/").body(), "The long way home")).body();

    assertThat(page)
        .contains("Encode for streaming", "about 2 minutes left", "http-equiv=\"refresh\"")
        .contains("step-succeeded", "step-running");
  }

  @Test
  void anItemIsEditedWithoutScript() throws Exception {
    var id = idOf(visitor.get("/").body(), "Lighthouse before the storm");
    var answer =
        mira.post(
            "/items/" + id + "/edit",
            "title",
            "Lighthouse after the storm",
            "description",
            "Wet.",
            "tags",
            "sea, #light , ,sea",
            "visibility",
            "public");

    assertThat(answer.statusCode()).isEqualTo(303);
    var page = visitor.get("/items/" + id).body();
    assertThat(page).contains("Lighthouse after the storm", "/tags/sea", "/tags/light");
  }

  @Test
  void anEmptyTitleIsRefusedWithTheFormOpen() throws Exception {
    var id = idOf(visitor.get("/").body(), "Programme of the festival");
    var answer = mira.post("/items/" + id + "/edit", "title", "  ", "visibility", "public");

    assertThat(answer.statusCode()).isEqualTo(422);
    assertThat(answer.body()).contains("A title is needed.", "<details class=\"drawer\" open>");
  }

  @Test
  void onlyWhoMayEditsTrashesAndRestores() throws Exception {
    var id = idOf(visitor.get("/").body(), "Night bus");
    try (var guest = new SampleBrowser(site).loggedInAs("guest")) {
      assertThat(guest.post("/items/" + id + "/trash").statusCode()).isEqualTo(403);
      assertThat(guest.get("/items/" + id).body()).doesNotContain("Move to trash");
    }
    assertThat(mira.post("/items/" + id + "/trash").statusCode()).isEqualTo(303);
    assertThat(visitor.get("/items/" + id).statusCode()).isEqualTo(404);
    assertThat(mira.get("/trash").body()).contains("Night bus");
    assertThat(mira.post("/items/" + id + "/restore").statusCode()).isEqualTo(303);
    assertThat(visitor.get("/items/" + id).statusCode()).isEqualTo(200);
  }

  @Test
  void aFailedJobIsRetriedWithoutScript() throws Exception {
    var page = mira.get("/admin/jobs?state=failed").body();
    assertThat(page).contains("no index (moov)", "&lt;b&gt;Invalid data");
    var retry = Pattern.compile("/admin/jobs/(\\d+)/retry").matcher(page);
    assertThat(retry.find()).isTrue();

    var answer = mira.post(retry.group(), "back", "/admin/jobs?state=failed");

    assertThat(answer.statusCode()).isEqualTo(303);
    assertThat(answer.headers().firstValue("Location")).hasValue("/admin/jobs?state=failed");
    assertThat(mira.get("/admin/jobs?state=failed").body()).doesNotContain(retry.group());
    assertThat(mira.post("/admin/jobs/" + retry.group(1) + "/cancel").statusCode()).isEqualTo(303);
  }

  @Test
  void administrationIsForAdministrators() throws Exception {
    try (var guest = new SampleBrowser(site).loggedInAs("guest")) {
      for (var path : List.of("/admin/jobs", "/admin/status", "/admin/users")) {
        assertThat(visitor.get(path).statusCode()).isEqualTo(401);
        assertThat(guest.get(path).statusCode()).isEqualTo(403);
      }
      assertThat(guest.post("/admin/settings", "site-name", "Mine").statusCode()).isEqualTo(403);
    }
  }

  @Test
  void settingsAreCheckedBeforeAnyIsKept() throws Exception {
    var refused = mira.post("/admin/settings", "site-name", "Den", "attempts-max", "many");
    assertThat(refused.statusCode()).isEqualTo(422);
    assertThat(refused.body()).contains("must be a whole number", "value=\"Den\"");
    assertThat(visitor.get("/").body()).doesNotContain(">Den<");

    assertThat(mira.post("/admin/settings", "site-name", "Den").statusCode()).isEqualTo(303);
    assertThat(visitor.get("/").body()).contains(">Den<");
    mira.post("/admin/settings", "site-name", "");
    assertThat(visitor.get("/").body()).contains(">Contentgremlin<");
  }

  @Test
  void loggingInLeadsBackButNeverElsewhere() throws Exception {
    var there = visitor.get("/upload");
    assertThat(there.headers().firstValue("Location")).hasValue("/login?next=%2Fupload");
    for (var elsewhere : List.of("//evil.example/", "https://evil.example/", "/\\evil.example")) {
      assertThat(LoginPages.local(elsewhere)).isEqualTo("/");
    }
    try (var person = new SampleBrowser(site)) {
      var wrong = person.post("/login", "name", "guest", "password", "wrong", "next", "/upload");
      assertThat(wrong.statusCode()).isEqualTo(422);
      assertThat(wrong.body()).contains("not right", "value=\"guest\"", "value=\"/upload\"");
    }
  }

  @Test
  void aPageByAnOldNameLeadsToTheNewOne() throws Exception {
    var answer = visitor.get("/users/jonas");

    assertThat(answer.statusCode()).isEqualTo(303);
    assertThat(answer.headers().firstValue("Location")).hasValue("/users/jonas-k");
    assertThat(visitor.get("/users/nobody-at-all").statusCode()).isEqualTo(404);
  }

  @Test
  void aTokenForLittleMakesNoneForMore() throws Exception {
    var mira = site.accounts.findByName("mira").orElseThrow();
    var token = site.accounts.createToken(mira.id(), "reader", Set.of(Actor.Scope.READ), null);
    var request =
        HttpRequest.newBuilder(URI.create(site.address() + "/account/tokens"))
            .header("Authorization", "Bearer " + token.text())
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(HttpRequest.BodyPublishers.ofString("label=more&scope=admin&scope=edit"))
            .build();
    try (var client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
      var answer = client.send(request, HttpResponse.BodyHandlers.ofString());
      assertThat(answer.statusCode()).isEqualTo(403);
    }
    assertThat(site.accounts.tokens(mira.id()))
        .extracting(secret -> secret.label())
        .doesNotContain("more");
  }

  @Test
  void aTokenIsShownOnce() throws Exception {
    try (var guest = new SampleBrowser(site).loggedInAs("guest")) {
      var made = guest.post("/account/tokens", "label", "Backup <script>", "scope", "read");
      var token = Pattern.compile("<code class=\"secret\"[^>]*>([^<]+)<").matcher(made.body());

      assertThat(token.find()).isTrue();
      assertThat(site.accounts.byBearer(token.group(1))).isPresent();
      assertThat(guest.get("/account").body())
          .contains("Backup &lt;script&gt;")
          .doesNotContain(token.group(1));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/feed.atom",
        "/feed.atom?type=video",
        "/users/mira/feed.atom",
        "/tags/family/feed.atom",
        "/search/feed.atom?q=gremlins"
      })
  void feedsAreWellFormedAndComplete(String path) throws Exception {
    var answer = visitor.get(path);

    assertThat(answer.headers().firstValue("Content-Type").orElse(""))
        .startsWith("application/atom+xml");
    var feed =
        DocumentBuilderFactory.newDefaultNSInstance()
            .newDocumentBuilder()
            .parse(new ByteArrayInputStream(answer.body().getBytes(StandardCharsets.UTF_8)));
    var atom = "http://www.w3.org/2005/Atom";
    var entries = feed.getElementsByTagNameNS(atom, "entry");
    assertThat(entries.getLength()).isPositive();
    for (var name : List.of("id", "title", "updated")) {
      assertThat(feed.getElementsByTagNameNS(atom, name).getLength())
          .as(name)
          .isEqualTo(entries.getLength() + 1);
    }
    assertThat(answer.body()).contains("rel=\"enclosure\"", "rel=\"self\"");
  }

  @Test
  void assetsAreKeptForEverAndComeCompressed() throws Exception {
    var style =
        SampleBrowser.links(visitor.get("/").body()).stream()
            .filter(it -> it.endsWith(".css"))
            .findFirst()
            .orElseThrow();
    var answer = visitor.get(style);

    assertThat(answer.headers().firstValue("Cache-Control").orElse("")).contains("immutable");
    assertThat(visitor.get("/assets/..%2Fmanifest.json").statusCode()).isEqualTo(400);
    assertThat(visitor.get("/assets/manifest.json").statusCode()).isEqualTo(404);
  }

  @Test
  void problemsArePagesForPeople() throws Exception {
    var answer = visitor.get("/nowhere");

    assertThat(answer.statusCode()).isEqualTo(404);
    assertThat(answer.headers().firstValue("Content-Type").orElse("")).startsWith("text/html");
    assertThat(answer.body()).contains("Error 404", "href=\"/\"");
  }

  @Test
  void coloursAreRememberedWithoutScript() throws Exception {
    var answer = visitor.post("/theme", "theme", "dark", "back", "/tags/family");

    assertThat(answer.headers().firstValue("Location")).hasValue("/tags/family");
    assertThat(answer.headers().firstValue("Set-Cookie").orElse(""))
        .startsWith("gremlin_theme=dark;");
  }

  @Test
  void aFreshHomeTellsHowToBegin(@TempDir Path folder) throws Exception {
    try (var fresh = SampleSite.fresh(folder, 0);
        var person = new SampleBrowser(fresh)) {
      assertThat(person.get("/").body()).contains("Nobody lives here yet", "gremlin serve");
      var code = fresh.accounts.createSetupCode().orElseThrow();
      assertThat(person.get("/setup?code=" + code).body()).contains("value=\"" + code + "\"");

      var differs =
          person.post("/setup", "code", code, "name", "ada", "password", "a", "repeated", "b");
      assertThat(differs.statusCode()).isEqualTo(422);
      var done =
          person.post(
              "/setup",
              "code",
              code,
              "name",
              "ada",
              "password",
              SampleSite.PASSWORD,
              "repeated",
              SampleSite.PASSWORD);

      assertThat(done.headers().firstValue("Location")).hasValue("/upload");
      assertThat(person.get("/upload").body()).contains("Drop files anywhere");
      assertThat(person.get("/setup?code=" + code).statusCode()).isEqualTo(410);
    }
  }

  @Test
  void theInstallationIsForTheOneTimeLinkAndThenForAdministrators(@TempDir Path folder)
      throws Exception {
    try (var fresh = SampleSite.fresh(folder, 0);
        var person = new SampleBrowser(fresh);
        var stranger = new SampleBrowser(fresh)) {
      assertThat(stranger.get("/install").statusCode()).isEqualTo(401);
      assertThat(stranger.get("/install?code=wrong").statusCode()).isEqualTo(401);
      assertThat(stranger.post("/install", "code", "wrong").statusCode()).isEqualTo(401);
      var code = fresh.accounts.createSetupCode().orElseThrow();
      var before = person.get("/install?code=" + code);
      assertThat(before.body()).contains("Nothing was installed yet", "/setup?code=" + code);

      var done = person.post("/install", "code", code);
      assertThat(done.headers().firstValue("Location")).hasValue("/install?code=" + code);
      assertThat(person.get("/install?code=" + code).body())
          .contains("This machine", "sample: 4 processors", "Nothing here runs virtual machines.")
          .contains("/home/ada/Music")
          .doesNotContain("action=\"/admin/libraries\"");

      fresh.accounts.setUp(code, "ada", SampleSite.PASSWORD);
      assertThat(stranger.get("/install?code=" + code).statusCode()).isEqualTo(401);
      assertThat(stranger.post("/install", "code", code).statusCode()).isEqualTo(401);
      person.loggedInAs("ada");
      assertThat(person.post("/install").statusCode()).isEqualTo(303);
      assertThat(person.get("/install").body())
          .contains("Already done", "action=\"/admin/libraries\"");
      assertThat(person.get("/admin/machines").body())
          .contains("sample", "libx264", "Cannot load libcuda.so.1");
      assertThat(stranger.get("/admin/machines").statusCode()).isEqualTo(401);
      fresh.accounts.add("bob", Role.MODERATOR, SampleSite.PASSWORD);
      stranger.loggedInAs("bob");
      assertThat(stranger.get("/install").statusCode()).isEqualTo(403);
      assertThat(stranger.post("/install").statusCode()).isEqualTo(403);
      assertThat(stranger.get("/admin/machines").statusCode()).isEqualTo(403);
    }
  }

  @Test
  void machinesAreAdoptedAndChangedByAdministratorsAlone(@TempDir Path folder) throws Exception {
    try (var fresh = SampleSite.fresh(folder, 0);
        var person = new SampleBrowser(fresh);
        var stranger = new SampleBrowser(fresh)) {
      fresh.accounts.add("ada", Role.ADMINISTRATOR, SampleSite.PASSWORD);
      fresh.accounts.add("bob", Role.MODERATOR, SampleSite.PASSWORD);
      person.loggedInAs("ada");
      stranger.loggedInAs("bob");
      fresh
          .hypervisor
          .has("u1", "web <b>one</b>", Machine.State.RUNNING)
          .has("u2", "mail", Machine.State.OFF);
      assertThat(person.post("/install").statusCode()).isEqualTo(303);
      assertThat(person.post("/admin/machines/import").statusCode()).isEqualTo(303);
      var at = "/admin/machines/";
      for (var what : List.of("import", "adopt", "release", "start", "stop", "end", "suspend")) {
        assertThat(stranger.post(at + what, "machine", "hyper:u2").statusCode()).isEqualTo(403);
      }
      assertThat(person.post(at + "start", "machine", "hyper:u2").statusCode()).isEqualTo(409);
      assertThat(person.post(at + "start", "machine", "hyper:u9").statusCode()).isEqualTo(404);

      for (var id : List.of("hyper:u1", "hyper:u2")) {
        assertThat(person.post(at + "adopt", "machine", id).statusCode()).isEqualTo(303);
      }
      var page = person.get("/admin/machines").body();
      assertThat(page)
          .contains("web &lt;b&gt;one&lt;/b&gt;", "action=\"/admin/machines/suspend\"")
          .contains("machine-0\" data-machine=\"local\"", "machine-1\" data-machine=\"hyper:u1\"");
      assertThat(page.indexOf("data-machine=\"local\""))
          .isLessThan(page.indexOf("data-machine=\"hyper:u1\""));
      assertThat(person.post(at + "end", "machine", "hyper:u1").statusCode()).isEqualTo(422);
      assertThat(person.post(at + "end", "machine", "hyper:u1", "confirm", "true").statusCode())
          .isEqualTo(303);
      assertThat(person.get("/admin/machines").body()).contains("To be off.");

      fresh.hypervisor.fails("the socket is gone");
      var failed = person.post("/admin/machines/import");
      assertThat(failed.statusCode()).isEqualTo(502);
      assertThat(failed.body()).contains("the socket is gone");
    }
  }

  @Test
  void formsAreDecoded() {
    var form = Form.parse("a=1%2B1&b=x+y&c&scope=read&scope=edit");

    assertThat(form.text("a")).isEqualTo("1+1");
    assertThat(form.text("b")).isEqualTo("x y");
    assertThat(form.text("c")).isEmpty();
    assertThat(form.all("scope")).containsExactly("read", "edit");
  }

  @Test
  void sizesAndTimesReadWell() {
    assertThat(Texts.bytes(0)).isEqualTo("0 bytes");
    assertThat(Texts.bytes(999_999)).isEqualTo("1.0 MB");
    assertThat(Texts.bytes(1_440_000_000)).isEqualTo("1.4 GB");
    assertThat(Texts.clock(java.time.Duration.ofSeconds(3_723))).isEqualTo("1:02:03");
    assertThat(Texts.clock(java.time.Duration.ofSeconds(59))).isEqualTo("0:59");
  }

  @Test
  void whatXmlCannotHoldIsLeftOut() {
    assertThat(AtomFeed.escaped("a\0b\u0007<c>&\ud83d\ude00\ud800"))
        .isEqualTo("ab&lt;c&gt;&amp;\ud83d\ude00");
  }
}
