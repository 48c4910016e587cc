package contentgremlin.http.api;

import static org.assertj.core.api.Assertions.assertThat;

import contentgremlin.account.Account;
import contentgremlin.account.Actor;
import contentgremlin.account.Role;
import contentgremlin.community.Comment;
import contentgremlin.engine.Alerts;
import contentgremlin.engine.StopOrder;
import contentgremlin.engine.Sweep;
import contentgremlin.event.Alert;
import contentgremlin.http.Route;
import contentgremlin.item.Item;
import contentgremlin.item.MediaType;
import contentgremlin.item.Metadata;
import contentgremlin.item.Visibility;
import contentgremlin.job.Ending;
import contentgremlin.job.Job;
import contentgremlin.job.ProcessIdentity;
import contentgremlin.job.RetryPolicy;
import contentgremlin.library.Tags;
import contentgremlin.machine.Machine;
import contentgremlin.name.NameRules;
import contentgremlin.shelf.FilePlace;
import contentgremlin.shelf.ShelfStore;
import contentgremlin.shelf.Shelving;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Holds the API's document against the API: every operation is asked for, its answers are
/// validated by the document's own schemas, and neither side may have what the other lacks.
class OpenApiTest {
  private static final String UNKNOWN = "000000000000000000000000";

  @TempDir Path folder;
  private ApiServer server;
  private Described described;
  private final Set<String> driven = new TreeSet<>();
  private Account ada;
  private Item published;
  private Item failed;
  private Item processing;
  private Job running;
  private Job lost;

  @BeforeEach
  void open() throws Exception {
    server = new ApiServer(folder);
    ada = server.account("ada", Role.UPLOADER);
    fill();
    var document = server.get("/openapi.json", null);
    assertThat(document.status()).isEqualTo(200);
    assertThat(document.mediaType()).isEqualTo("application/json");
    described = new Described(document.json());
  }

  @AfterEach
  void close() {
    server.close();
  }

  private void fill() throws IOException {
    published = server.published("published", ada.id(), Visibility.PUBLIC);
    failed = server.item("failed", ada.id(), Visibility.PRIVATE, new Item.State.Failed("no video"));
    processing =
        server.item("processing", ada.id(), Visibility.PUBLIC, new Item.State.Processing());
    server.database.write(tables -> {
      tables
          .items()
          .putMetadata(
              published.id(),
              List.of(
                  new Metadata(
                      "titles", "title", "en", "A film", 100, "embedded", server.clock.instant()),
                  new Metadata(
                      "spatial", "gps", "", "1,2", 100, "embedded", server.clock.instant())));
      return null;
    });
    var now = server.clock.instant();
    var queued = server.job(processing);
    var claim = queued.claim("run", now.plusSeconds(60)).placed("local", "rendition/x/hls-1");
    var claimed = server.step(queued, claim);
    running = server.step(claimed, claimed.start(new ProcessIdentity("boot", 42, 4_242), now));
    var other = server.job(failed);
    var taken = server.step(other, other.claim("run", now.plusSeconds(60)));
    lost =
        server.step(
            taken,
            taken
                .start(null, now)
                .settle(
                    new Ending.Hopeless("no video"),
                    new RetryPolicy(1, Duration.ZERO, Duration.ZERO),
                    now));
  }

  @Test
  void the_document_is_sound() {
    assertThat(described.document().path("openapi").stringValue()).startsWith("3.1");
    assertThat(described.document().path("info").path("version").stringValue()).isEqualTo("1.2.3");
    assertThat(described.danglingReferences()).isEmpty();
    assertThat(described.unusedSchemas()).isEmpty();
    var names = new HashSet<String>();
    for (var name : described.operations()) {
      var operation = described.operation(name);
      assertThat(names.add(operation.path("operationId").stringValue())).as(name).isTrue();
      assertThat(operation.path("summary").stringValue()).as(name).isNotBlank();
      assertThat(operation.path("responses").isEmpty()).as(name).isFalse();
      assertThat(operation.path("security").isArray()).as(name).isTrue();
      declaresItsParameters(name);
    }
  }

  private void declaresItsParameters(String name) {
    var path = name.substring(name.indexOf(' ') + 1);
    var declared = new TreeSet<String>();
    described
        .document()
        .path("paths")
        .path(path)
        .path("parameters")
        .forEach(parameter -> declared.add(parameter.path("name").stringValue()));
    var inPath =
        Pattern.compile("\\{(\\w+)}")
            .matcher(path)
            .results()
            .map(match -> match.group(1))
            .collect(Collectors.toCollection(TreeSet::new));
    assertThat(declared).as(name).isEqualTo(inPath);
  }

  @Test
  void routes_and_operations_are_the_same() {
    var routes =
        server.routes.stream()
            .filter(route -> route.pattern().startsWith("/api/"))
            .map(OpenApiTest::name)
            .collect(Collectors.toCollection(TreeSet::new));
    // A route for GET answers HEAD, too.
    var operations =
        described.operations().stream()
            .filter(name -> !name.startsWith("HEAD "))
            .collect(Collectors.toCollection(TreeSet::new));
    assertThat(operations).isEqualTo(routes);
  }

  private static String name(Route route) {
    return route.method() + " " + route.pattern();
  }

  private ApiServer.Answer drive(
      String method,
      String pattern,
      String path,
      @Nullable String token,
      @Nullable String body,
      int status)
      throws IOException, InterruptedException {
    var answer = server.ask(method, path, token, body);
    var operation = method + " " + pattern;
    assertThat(answer.status()).as(operation + " " + answer.text()).isEqualTo(status);
    described.judge(operation, answer);
    driven.add(operation);
    return answer;
  }

  private ApiServer.Answer drive(
      String method, String path, @Nullable String token, @Nullable String body, int status)
      throws IOException, InterruptedException {
    return drive(method, path, path, token, body, status);
  }

  @Test
  void every_operation_answers_as_described() throws Exception {
    driveStatus();
    driveInstallation();
    driveMachines();
    driveCollection();
    driveBackup();
    driveShelves();
    driveItems();
    driveJobs();
    driveUsers();
    driveSession();
    driveTokens();
    driveSettings();
    driveUploads();
    driveWork();
    driveEvents();
    driveDemand();
    driveCollections();
    driveComments();
    driveImports();
    driveIntegrity();
    driveLibraries();
    driveStop();

    assertThat(driven).isEqualTo(described.operations());
  }

  @Test
  void not_even_an_administrator_may_have_the_server_write_anywhere() throws Exception {
    var administrator = server.token(server.account("root", Role.ADMINISTRATOR));
    var body = "{\"destination\":\"" + folder.resolve("backups") + "\"}";
    var answer = server.ask("POST", "/api/v1/backup", administrator, body);

    assertThat(answer.status()).isEqualTo(403);
    assertThat(folder.resolve("backups")).doesNotExist();
  }

  private void driveStatus() throws IOException, InterruptedException {
    drive("GET", "/api/v1/status", null, null, 200);
    var whole = drive("GET", "/api/v1/status", ApiServer.OPERATOR, null, 200).json();
    assertThat(whole.path("items").path("published").intValue()).isEqualTo(1);
    assertThat(whole.path("jobs").path("running").intValue()).isEqualTo(1);
    assertThat(whole.path("disk").path("free").longValue()).isPositive();
    assertThat(whole.path("setupNeeded").booleanValue()).isTrue();
    assertThat(whole.path("sweeps").size()).isEqualTo(Sweep.values().length);
    assertThat(whole.path("invariant").path("holds").booleanValue()).isFalse();
    assertThat(whole.path("invariant").path("bare").intValue()).isEqualTo(1);
    assertThat(whole.path("verified").path("files").intValue()).isPositive();
    drive("GET", "/api/v1/status", "no such token", null, 401);
  }

  private void driveLibraries() throws IOException, InterruptedException {
    var all = "/api/v1/libraries";
    var one = all + "/{name}";
    var scan = one + "/scan";
    var token = server.token(ada);
    var operator = ApiServer.OPERATOR;
    var root = Files.createDirectories(folder.resolve("music"));
    Files.writeString(root.resolve("song.mp3"), "song");
    var added = "{\"name\":\"my music\",\"path\":\"" + root + "\"}";
    drive("POST", all, token, added, 403);
    drive("POST", all, operator, "{\"name\":\"x\",\"path\":\"music\"}", 422);
    drive("POST", all, operator, added, 201);
    drive("POST", all, operator, added.replace("my music", "other"), 422);
    drive("GET", all, token, null, 403);
    var listed = drive("GET", all, operator, null, 200).json().path("libraries");
    assertThat(listed.get(0).path("files").intValue()).isEqualTo(1);
    var place = all + "/my%20music";
    drive("GET", one, place, operator, null, 200);
    drive("GET", one, all + "/none", operator, null, 404);
    var ordered = drive("POST", scan, place + "/scan", operator, "{\"confirm\":true}", 202).json();
    drive("POST", scan, place + "/scan", operator, "{\"path\":\"../x\"}", 422);
    var asking = place + "/scan?scan=" + ordered.path("scan").intValue();
    // It was compared, but nobody has read it.
    assertThat(drive("GET", scan, asking, operator, null, 200).json().path("done").booleanValue())
        .isFalse();
    drive("DELETE", one, place, token, null, 403);
    drive("DELETE", one, place, operator, null, 204);
    drive("DELETE", one, place, operator, null, 404);
    assertThat(root.resolve("song.mp3")).exists();
  }

  private void driveInstallation() throws IOException, InterruptedException {
    var at = "/api/v1/install";
    drive("GET", at, null, null, 401);
    drive("GET", at, server.token(ada), null, 403);
    drive("POST", at, null, "{}", 401);
    drive("POST", at, server.token(ada), "{}", 403);
    drive("POST", at, ApiServer.OPERATOR, "{\"code\":1}", 422);
    drive("GET", at, at + "?code=wrong", null, null, 401);
    var before = drive("GET", at, ApiServer.OPERATOR, null, 200).json();
    assertThat(before.path("steps")).isEmpty();
    var code = server.accounts.createSetupCode().orElseThrow();
    var report = drive("POST", at, null, "{\"code\":\"" + code + "\"}", 200).json();
    assertThat(report.path("steps").get(0).path("outcome").stringValue()).isEqualTo("done");
    drive("POST", at, at + "?code=" + code, null, "{}", 200);
    var again = drive("GET", at, at + "?code=" + code, null, null, 200).json();
    assertThat(again.path("steps").get(0).path("outcome").stringValue()).isEqualTo("already-done");
    assertThat(again.path("failed").booleanValue()).isFalse();
  }

  private void driveMachines() throws IOException, InterruptedException {
    var at = "/api/v1/machines";
    drive("GET", at, null, null, 401);
    drive("GET", at, server.token(ada), null, 403);
    var machine = drive("GET", at, ApiServer.OPERATOR, null, 200).json().path("machines").get(0);
    assertThat(machine.path("id").stringValue()).isEqualTo("local");
    assertThat(machine.path("encoders")).hasSize(2);
    var rest = drive("GET", at, at + "?after=local", ApiServer.OPERATOR, null, 200).json();
    assertThat(rest.path("machines")).isEmpty();
    driveOtherMachines(at);
  }

  private void driveOtherMachines(String at) throws IOException, InterruptedException {
    server
        .hypervisor
        .has("u1", "web one", Machine.State.OFF)
        .has("u2", "mail", Machine.State.RUNNING);
    var operator = ApiServer.OPERATOR;
    drive("POST", at + "/import", server.token(ada), null, 403);
    var asked = drive("POST", at + "/import", operator, null, 200).json().path("providers").get(0);
    assertThat(asked.path("changed").intValue()).isEqualTo(2);
    var one = at + "/{id}";
    drive("GET", one, at + "/hyper:u1", null, null, 401);
    drive("GET", one, at + "/nobody", operator, null, 404);
    assertThat(
            drive("GET", one, at + "/web%20one", operator, null, 200).json().path("id").asString())
        .isEqualTo("hyper:u1");
    var changes = List.of("adopt", "release", "start", "stop", "suspend", "resume");
    for (var change : changes) {
      drive("POST", one + "/" + change, at + "/hyper:u1/" + change, server.token(ada), null, 403);
      drive("POST", one + "/" + change, at + "/nobody/" + change, operator, null, 404);
      drive("POST", one + "/" + change, at + "/local/" + change, operator, null, 409);
    }
    for (var change : changes.subList(2, 6)) {
      var refused =
          drive("POST", one + "/" + change, at + "/hyper:u2/" + change, operator, null, 409);
      assertThat(refused.text()).contains("is not adopted");
    }
    for (var key : List.of("u1", "u2")) {
      drive("POST", one + "/adopt", at + "/hyper:" + key + "/adopt", operator, null, 200);
    }
    var started = drive("POST", one + "/start", at + "/hyper:u1/start", operator, null, 200);
    assertThat(started.json().path("wanted").asString()).isEqualTo("running");
    drive("POST", one + "/stop", at + "/hyper:u2/stop", operator, "{\"force\":1}", 422);
    drive("POST", one + "/stop", at + "/hyper:u2/stop", operator, "{\"force\":true}", 200);
    drive("POST", one + "/suspend", at + "/hyper:u2/suspend", operator, null, 200);
    drive("POST", one + "/resume", at + "/hyper:u2/resume", operator, null, 200);
    var left = drive("POST", one + "/release", at + "/hyper:u2/release", operator, null, 200);
    assertThat(left.json().has("wanted")).isFalse();
    server.hypervisor.has("u3", "mail", Machine.State.RUNNING);
    drive("POST", at + "/import", operator, null, 200);
    assertThat(drive("POST", one + "/adopt", at + "/mail/adopt", operator, null, 409).text())
        .contains("hyper:u2", "hyper:u3");
  }

  private void driveCollections() throws IOException, InterruptedException {
    var all = "/api/v1/collections";
    var one = all + "/{id}";
    var token = server.token(ada);
    var other = server.token(server.account("eve", Role.UPLOADER));
    var mine = failed.id().value();
    var seen = server.published("collected", ada.id(), Visibility.PUBLIC).id().value();
    drive("POST", all, null, "{\"title\":\"x\"}", 401);
    drive("POST", all, token, "{}", 422);
    drive("POST", all, token, "{\"title\":\"x\",\"items\":[\"" + UNKNOWN + "\"]}", 422);
    var body = "{\"title\":\"Best\",\"items\":[\"" + mine + "\",\"" + seen + "\"]}";
    var made = drive("POST", all, token, body, 201).json();
    var at = all + "/" + made.path("id").stringValue();
    assertThat(made.path("id").stringValue()).matches("[0-9a-z]{13}");
    assertThat(made.path("items")).hasSize(2);
    // What is private to its owner is in it for nobody else.
    var shown = drive("GET", one, at, null, null, 200).json().path("items");
    assertThat(shown).hasSize(1);
    assertThat(shown.get(0).path("item").path("id").stringValue()).isEqualTo(seen);
    assertThat(drive("GET", all, null, null, 200).json().path("collections")).hasSize(1);
    drive("GET", all, all + "?owner=me", null, null, 401);
    drive("GET", all, all + "?owner=me&limit=1", token, null, 200);
    var first = drive("GET", one, at + "?limit=1", token, null, 200).json();
    var rest = at + "?after=" + first.path("next").stringValue();
    assertThat(drive("GET", one, rest, token, null, 200).json().path("items")).hasSize(1);
    drive("GET", one, at + "?after=x", token, null, 400);
    drive("PATCH", one, at, other, "{\"title\":\"Worst\"}", 403);
    var order = "{\"title\":\"Better\",\"items\":[\"" + seen + "\",\"" + mine + "\"]}";
    var changed = drive("PATCH", one, at, token, order, 200).json();
    assertThat(changed.path("title").stringValue()).isEqualTo("Better");
    assertThat(changed.path("items").get(0).path("item").path("id").stringValue()).isEqualTo(seen);
    drive("PATCH", one, at, token, "{\"visibility\":\"secret\"}", 422);
    drive("PATCH", one, at, token, "{\"visibility\":\"private\"}", 200);
    drive("GET", one, at, other, null, 404);
    var item = one + "/items/{item}";
    drive("DELETE", item, at + "/items/" + mine, token, null, 200);
    drive("POST", one + "/items", at + "/items", token, "{\"item\":\"" + UNKNOWN + "\"}", 422);
    var put = "{\"item\":\"" + mine + "\",\"note\":\"again\"}";
    var again = drive("POST", one + "/items", at + "/items", token, put, 200).json();
    assertThat(again.path("items").get(1).path("note").stringValue()).isEqualTo("again");
    var tooMany = ("\"" + seen + "\",").repeat(1_000) + "\"" + seen + "\"";
    drive("PATCH", one, at, token, "{\"items\":[" + tooMany + "]}", 422);
    drive("DELETE", one, at, other, null, 404);
    drive("DELETE", one, at, token, null, 204);
    drive("GET", one, at, token, null, 404);
    drive("GET", one, all + "/1", token, null, 404);
    driveSecretsOfCollections(token, other, seen);
  }

  /// Nobody but its owner is told the address of what is only for those who know it.
  private void driveSecretsOfCollections(String token, String other, String seen)
      throws IOException, InterruptedException {
    var all = "/api/v1/collections";
    var one = all + "/{id}";
    var secret = server.published("unlisted", ada.id(), Visibility.UNLISTED).id().value();
    var body = "{\"title\":\"Two\",\"items\":[\"" + secret + "\",\"" + seen + "\"]}";
    var made = drive("POST", all, token, body, 201).json();
    var at = all + "/" + made.path("id").stringValue();
    assertThat(made.path("items")).hasSize(2);
    for (var stranger : new @Nullable String[] {null, other}) {
      assertThat(drive("GET", one, at, stranger, null, 200).text()).doesNotContain(secret);
      var page = drive("GET", one, at + "?limit=1", stranger, null, 200);
      assertThat(page.json().path("items").get(0).path("item").path("id").stringValue())
          .isEqualTo(seen);
    }
    var first = drive("GET", one, at + "?limit=1", token, null, 200).json();
    assertThat(first.path("items").get(0).path("item").path("id").stringValue()).isEqualTo(secret);
    assertThat(first.path("next").stringValue()).isEqualTo("1");
    drive("PATCH", one, at, token, "{\"visibility\":\"unlisted\"}", 200);
    server.clock.move(Duration.ofSeconds(1));
    var later = drive("POST", all, token, "{\"title\":\"Three\"}", 201).json();
    assertThat(drive("GET", all, null, null, 200).text()).doesNotContain("Two").contains("Three");
    var listed = drive("GET", all, all + "?owner=me&limit=1", token, null, 200).json();
    assertThat(listed.path("collections").get(0).path("id")).isEqualTo(later.path("id"));
    var next = all + "?owner=me&limit=1&after=" + listed.path("next").stringValue();
    assertThat(drive("GET", all, next, token, null, 200).text()).contains("Two");
    drive("GET", all, all + "?after=1", token, null, 400);
  }

  private void driveComments() throws IOException, InterruptedException {
    var all = "/api/v1/items/{id}/comments";
    var at = "/api/v1/items/" + published.id().value() + "/comments";
    var eve = server.account("eva", Role.VIEWER);
    long said =
        server.database.write(tables ->
            tables
                .comments()
                .add(
                    new Comment(
                        0, published.id(), eve.id(), "Good!\nReally.", server.clock.instant()))
                .id());
    var listed = drive("GET", all, at, null, null, 200).json().path("comments");
    assertThat(listed.get(0).path("author").stringValue()).isEqualTo("eva");
    var hidden = "/api/v1/items/" + failed.id().value() + "/comments";
    drive("GET", all, hidden, null, null, 404);
    drive("GET", all, at + "?after=x", null, null, 400);
    drive("DELETE", all + "/{comment}", at + "/" + said, null, null, 401);
    drive("DELETE", all + "/{comment}", at + "/0", server.token(ada), null, 404);
    drive("DELETE", all + "/{comment}", at + "/" + said, server.token(eve), null, 204);
    drive("DELETE", all + "/{comment}", at + "/" + said, server.token(ada), null, 404);
  }

  private void driveImports() throws IOException, InterruptedException {
    var all = "/api/v1/imports";
    var one = all + "/{importer}";
    var at = all + "/quiet-all";
    var operator = ApiServer.OPERATOR;
    var none = "{\"database\":\"" + folder + "/none\",\"media\":\"" + folder + "\"}";
    drive("GET", all, null, null, 401);
    drive("GET", all, server.token(ada), null, 403);
    var importers = drive("GET", all, operator, null, 200).json().path("importers");
    assertThat(importers.get(0).path("options").size()).isEqualTo(2);
    drive("GET", one, at, operator, null, 404);
    drive("POST", one, at, server.token(ada), none, 403);
    var chief = server.token(server.account("chief", Role.ADMINISTRATOR));
    drive("POST", one, at, chief, none, 403);
    drive("POST", one, at, operator, "{\"database\":\"x\",\"media\":\"x\"}", 422);
    drive("POST", one, at, operator, "{\"media\":\"/\"}", 422);
    drive("POST", one, at, operator, "{\"database\":\"x\",\"other\":\"x\"}", 422);
    drive("POST", one, all + "/loud", operator, none, 404);
    drive("GET", one, all + "/loud", operator, null, 404);
    var run = drive("POST", one, at, operator, none, 200).json();
    assertThat(run.path("problem").stringValue()).contains("there is no such file");
    drive("GET", one, at, operator, null, 200);
    drive("GET", one + "/records", at + "/records", server.token(ada), null, 403);
    var told = drive("GET", one + "/records", at + "/records", operator, null, 200).json();
    assertThat(told.path("records").get(0).path("id").stringValue()).isEqualTo("one");
  }

  private void driveIntegrity() throws IOException, InterruptedException {
    var verify = "/api/v1/verify";
    var alerts = "/api/v1/alerts";
    var token = server.token(ada);
    drive("GET", verify, token, null, 403);
    drive("GET", verify, ApiServer.OPERATOR, null, 200);
    drive("POST", verify, token, "{}", 403);
    drive("POST", verify, ApiServer.OPERATOR, "{\"repair\":1}", 422);
    var begun = drive("POST", verify, ApiServer.OPERATOR, "{\"repair\":true}", 202).json();
    assertThat(begun.path("running").booleanValue()).isTrue();
    server.database.write(tables -> {
      Alerts.raise(
          tables,
          Alert.Kind.RENDITION_DAMAGED,
          published.id().value() + "/hls",
          "It is broken.",
          server.clock.instant());
      return null;
    });
    drive("GET", alerts, token, null, 403);
    drive("GET", alerts, alerts + "?state=lost", ApiServer.OPERATOR, null, 400);
    var standing = drive("GET", alerts, ApiServer.OPERATOR, null, 200).json().path("alerts");
    assertThat(standing.get(0).path("items").get(0).path("id").stringValue())
        .isEqualTo(published.id().value());
    var report = drive("GET", verify, ApiServer.OPERATOR, null, 200).json();
    assertThat(report.path("sound").booleanValue()).isFalse();
    server.database.write(tables -> {
      Alerts.resolve(
          tables,
          Alert.Kind.RENDITION_DAMAGED,
          published.id().value() + "/hls",
          server.clock.instant());
      return null;
    });
    var resolved =
        drive("GET", alerts, alerts + "?state=resolved", ApiServer.OPERATOR, null, 200).json();
    assertThat(resolved.path("alerts")).hasSize(1);
  }

  private void driveWork() throws IOException, InterruptedException {
    var root = "/api/v1/worker/leases";
    var one = root + "/{lease}";
    var refused = server.token(ada);
    var token = server.token(server.account("robot", Role.ADMINISTRATOR), Actor.Scope.WORK);
    var ask = "{\"protocol\":1,\"name\":\"ann\",\"space\":1000000,\"wait\":0}";
    drive("POST", root, null, ask, 401);
    drive("POST", root, refused, ask, 403);
    drive("POST", root, token, ask.replace("ann", "local"), 422);
    drive("POST", root, token, ask.replace("1,", "9,"), 426);
    assertThat(drive("POST", root, token, ask, 200).json()).isEmpty();
    var item = server.published("lent", ada.id(), Visibility.PRIVATE);
    var job = server.lendable(item);
    var lease =
        drive("POST", root, token, ask, 200).json().path("order").path("lease").stringValue();
    var place = root + "/" + lease;
    var over = root + "/" + "7-0123456789012345678901234";

    drive("POST", one + "/renew", place + "/renew", token, "{\"done\":500000}", 200);
    drive("POST", one + "/renew", over + "/renew", token, "{}", 409);
    drive("GET", one + "/input", place + "/input", token, null, 200);
    drive("GET", one + "/input/digest", place + "/input/digest", token, null, 200);
    drive("GET", one + "/input/digest", over + "/input/digest", token, null, 409);
    drive("GET", one + "/input", over + "/input", token, null, 409);
    drive("GET", one + "/input", root + "/x/input", token, null, 404);
    drive("GET", one + "/outputs", place + "/outputs", token, null, 422);
    driveOutputs(one + "/outputs", place + "/outputs", token);
    drive("POST", one + "/end", place + "/end", token, "{\"result\":\"good\"}", 422);
    drive("POST", one + "/end", place + "/end", token, "{\"result\":\"done\"}", 423);
    drive("POST", one + "/end", over + "/end", token, "{\"result\":\"done\"}", 409);
    drive(
        "POST", one + "/end", place + "/end", token, "{\"result\":\"killed\",\"log\":\"x\"}", 204);
    drive("POST", one + "/end", place + "/end", token, "{\"result\":\"overdue\"}", 409);

    server.lendable(item);
    var again =
        drive("POST", root, token, ask, 200).json().path("order").path("lease").stringValue();
    assertThat(again).doesNotStartWith(job.id().value() + "-");
    var back = root + "/" + again + "/return";
    drive("POST", one + "/return", back, token, "{}", 422);
    drive("POST", one + "/return", back, token, "{\"reason\":\"it stops\"}", 204);
    drive("POST", one + "/return", back, token, "{\"reason\":\"it stops\"}", 409);
  }

  private void driveOutputs(String pattern, String place, String token)
      throws IOException, InterruptedException {
    var bearer = List.of("Authorization", "Bearer " + token);
    var list = "%064x 3 out/copy%n".formatted(1);
    judge("POST", pattern, place, "x", bearer, 422, "Content-Type", "text/plain");
    judge("POST", pattern, place, list, bearer, 200, "Content-Type", "text/plain");
    judge("GET", pattern, place, null, bearer, 200);
    judge("HEAD", pattern, place, null, bearer, 200);
    var stream = "application/offset+octet-stream";
    judge("PATCH", pattern, place, "ab", bearer, 412);
    judge(
        "PATCH", pattern, place, "ab", bearer, 415, "Tus-Resumable", "1.0.0", "Upload-Offset", "0");
    var tus = new ArrayList<>(bearer);
    tus.addAll(List.of("Tus-Resumable", "1.0.0", "Content-Type", stream));
    judge("PATCH", pattern, place, "ab", tus, 400);
    judge("PATCH", pattern, place, "ab", tus, 423, "Upload-Offset", "1");
    judge("PATCH", pattern, place, "ab", tus, 204, "Upload-Offset", "0");
  }

  private void judge(
      String method,
      String pattern,
      String path,
      @Nullable String body,
      List<String> headers,
      int status,
      String... more)
      throws IOException, InterruptedException {
    var all = new ArrayList<>(headers);
    all.addAll(List.of(more));
    var answer = server.send(method, path, body, all.toArray(String[]::new));
    assertThat(answer.status()).as(method + " " + answer.text()).isEqualTo(status);
    described.judge(method + " " + pattern, answer);
    driven.add(method + " " + pattern);
  }

  private void driveCollection() throws IOException, InterruptedException {
    var collect = "/api/v1/collect";
    var token = server.token(ada);
    drive("GET", collect, ApiServer.OPERATOR, null, 404);
    drive("POST", collect, null, "{}", 401);
    drive("POST", collect, token, "{}", 403);
    drive("GET", collect, token, null, 403);
    drive("POST", collect, ApiServer.OPERATOR, "{\"dryRun\":1}", 422);
    var done = drive("POST", collect, ApiServer.OPERATOR, "{\"dryRun\":true}", 200).json();
    assertThat(done.path("result").path("actions").size()).isEqualTo(Sweep.values().length);
    assertThat(done.path("result").path("held").stringValue()).contains("new");
    drive("GET", collect, ApiServer.OPERATOR, null, 200);
  }

  private void driveStop() throws IOException, InterruptedException {
    var at = "/api/v1/stop";
    drive("POST", at, ApiServer.OPERATOR, "{\"now\":true,\"work\":\"end\"}", 202);
    drive("POST", at, ApiServer.OPERATOR, "{}", 202);
    assertThat(server.stops)
        .containsExactly(new StopOrder(true, StopOrder.Work.END), StopOrder.PLAIN);
    drive("POST", at, ApiServer.OPERATOR, "{\"now\":1}", 422);
    drive("POST", at, ApiServer.OPERATOR, "{\"work\":\"break\"}", 422);
    drive("POST", at, ApiServer.OPERATOR, "{", 400);
    drive("POST", at, null, "{}", 401);
    drive("POST", at, server.token(server.account("boss", Role.ADMINISTRATOR)), "{}", 403);
    assertThat(server.stops).hasSize(2);
  }

  private void driveBackup() throws IOException, InterruptedException {
    var backup = "/api/v1/backup";
    var destination = folder.resolveSibling(folder.getFileName() + "-backups");
    drive("GET", backup, ApiServer.OPERATOR, null, 404);
    drive("GET", backup, server.token(ada), null, 403);
    drive("POST", backup, null, "{}", 401);
    drive("POST", backup, ApiServer.OPERATOR, "{\"destination\":\"here\"}", 422);
    var body = "{\"destination\":\"" + destination + "\",\"keep\":3}";
    var done = drive("POST", backup, ApiServer.OPERATOR, body, 200).json();
    assertThat(done.path("result").path("files").intValue()).isZero();
    // The originals here are not what their rows tell of.
    assertThat(done.path("result").path("problems").size()).isEqualTo(3);
    drive("GET", backup, ApiServer.OPERATOR, null, 200);
  }

  private void stand(String id, MediaType type, String path, Map<String, List<String>> tags)
      throws IOException {
    var item = server.published(id, null, Visibility.PUBLIC);
    int slash = path.lastIndexOf('/') + 1;
    var place = new FilePlace(7, 6, path.substring(0, slash), path.substring(slash));
    var now = server.clock.instant();
    var standing =
        Shelving.place(NameRules.DEFAULT, type, place, new Tags(tags), null, now).standing();
    server.database.write(tables -> {
      tables.shelves().put(List.of(new ShelfStore.Placed(item.id(), standing)));
      return null;
    });
  }

  private long only(String list, String name) throws IOException, InterruptedException {
    return server.get(list, null).json().path(name).get(0).path("id").longValue();
  }

  private void driveShelves() throws IOException, InterruptedException {
    for (var title : List.of("A", "B")) {
      var tags =
          Map.of(
              "album", List.of(title),
              "artist", List.of("Ann"),
              "composer", List.of("Ben"),
              "genre", List.of("Rock"),
              "date", List.of("1999"));
      stand("one" + title, MediaType.AUDIO, "Ann/" + title + "/1-01 x.mp3", tags);
      stand("two" + title, MediaType.AUDIO, "Ann/" + title + "/1-02 x.mp3", tags);
      stand("show" + title, MediaType.VIDEO, "Show " + title + " (2009)/S01E01-E02.mkv", Map.of());
      stand("more" + title, MediaType.VIDEO, "Show " + title + " (2009)/S01E03.mkv", Map.of());
      stand("photo" + title, MediaType.IMAGE, "202" + title.length() + "-07-13.jpg", Map.of());
    }
    stand("older", MediaType.IMAGE, "1999-12-31.jpg", Map.of());
    driveAlbums();
    driveSeries();
    drivePhotos();
  }

  private void drivePaged(String pattern, String path, String sign)
      throws IOException, InterruptedException {
    var page = drive("GET", pattern, path + sign + "limit=1", null, null, 200).json();
    var next = page.path("next").stringValue();
    var rest = drive("GET", pattern, path + sign + "after=" + next, null, null, 200).json();
    assertThat(rest.has("next")).isFalse();
    drive("GET", pattern, path + sign + "after=x", null, null, 400);
  }

  private void driveAlbums() throws IOException, InterruptedException {
    var albums = "/api/v1/albums";
    drivePaged(albums, albums, "?");
    drivePaged(albums, albums + "?genre=rock", "&");
    drivePaged(albums, albums + "?year=1999", "&");
    drive("GET", albums, albums + "?year=1999&genre=rock", null, null, 400);
    drive("GET", albums, albums + "?year=x", null, null, 400);
    drivePaged(albums + "/{id}", albums + "/" + only(albums, "albums"), "?");
    drive("GET", albums + "/{id}", albums + "/" + UNKNOWN, null, null, 404);

    var artists = "/api/v1/artists";
    drive("GET", artists, null, null, 200);
    drive("GET", artists, artists + "?limit=0", null, null, 400);
    drive("GET", artists + "/{id}", artists + "/" + only(artists, "artists"), null, null, 200);
    drive("GET", artists + "/{id}", artists + "/0", null, null, 404);
    drive("GET", "/api/v1/genres", null, null, 200);
    drive("GET", "/api/v1/years", null, null, 200);
  }

  private void driveSeries() throws IOException, InterruptedException {
    var series = "/api/v1/series";
    drivePaged(series, series, "?");
    var one = series + "/" + only(series, "series");
    drive("GET", series + "/{id}", one, null, null, 200);
    drive("GET", series + "/{id}", series + "/x", null, null, 404);
    var season = series + "/{id}/seasons/{season}";
    drivePaged(season, one + "/seasons/1", "?");
    drive("GET", season, one + "/seasons/2", null, null, 404);
  }

  private void drivePhotos() throws IOException, InterruptedException {
    var photos = "/api/v1/photos";
    drivePaged(photos, photos, "?");
    drivePaged(photos + "/{month}", photos + "/2021-07", "?");
    drive("GET", photos + "/{month}", photos + "/2021-08", null, null, 404);
  }

  private void driveItems() throws IOException, InterruptedException {
    var list = "/api/v1/items";
    drive("GET", list, null, null, 200);
    var page = drive("GET", list, list + "?limit=1", ApiServer.OPERATOR, null, 200).json();
    var next = page.path("next").stringValue();
    drive("GET", list, list + "?limit=1&after=" + next, ApiServer.OPERATOR, null, 200);
    drive("GET", list, list + "?q=gremlin&type=video&state=failed", ApiServer.OPERATOR, null, 200);
    drive("GET", list, list + "?limit=0", null, null, 400);
    drive("GET", list, list + "?after=x", null, null, 400);
    drive("GET", list, list + "?state=trashed", null, null, 401);

    var one = list + "/{id}";
    var at = list + "/published";
    drive("GET", one, at, null, null, 200);
    drive("GET", one, list + "/" + UNKNOWN, null, null, 404);
    drive("GET", one, list + "/failed", ApiServer.OPERATOR, null, 200);
    drive("GET", one + "/metadata", at + "/metadata", ApiServer.OPERATOR, null, 200);
    drive("GET", one + "/metadata", list + "/failed/metadata", null, null, 404);

    var patch =
        "{\"title\":\"T\",\"description\":null,\"tags\":[\"a\",\"b\"],\"visibility\":\"unlisted\"}";
    assertThat(described.takes("PATCH " + one, ApiServer.JSON.readTree(patch))).isTrue();
    drive("PATCH", one, at, ApiServer.OPERATOR, patch, 200);
    drive("PATCH", one, at, ApiServer.OPERATOR, "{", 400);
    drive("PATCH", one, at, null, patch, 401);
    drive("PATCH", one, at, server.token(server.account("other", Role.VIEWER)), patch, 403);
    drive("PATCH", one, list + "/" + UNKNOWN, ApiServer.OPERATOR, patch, 404);
    drive("PATCH", one, at, ApiServer.OPERATOR, "{\"title\":\"" + "x".repeat(70_000) + "\"}", 413);
    drive("PATCH", one, at, ApiServer.OPERATOR, "{\"titel\":\"x\"}", 422);
    drive("DELETE", one, at, ApiServer.OPERATOR, null, 200);
    drive("DELETE", one, at, null, null, 404);
    drive("POST", one + "/restore", at + "/restore", ApiServer.OPERATOR, null, 200);
    drive("POST", one + "/restore", at + "/restore", ApiServer.OPERATOR, null, 409);
    drive("POST", one + "/demand", at + "/demand", ApiServer.OPERATOR, null, 202);
    drive("POST", one + "/demand", at + "/demand", null, null, 401);
    drive("POST", one + "/reprocess", at + "/reprocess", ApiServer.OPERATOR, null, 202);
    drive("POST", one + "/reprocess", at + "/reprocess", ApiServer.OPERATOR, null, 409);
  }

  private void driveJobs() throws IOException, InterruptedException {
    var list = "/api/v1/jobs";
    drive("GET", list, ApiServer.OPERATOR, null, 200);
    var page = drive("GET", list, list + "?limit=1", ApiServer.OPERATOR, null, 200).json();
    var next = page.path("next").stringValue();
    drive("GET", list, list + "?before=" + next, ApiServer.OPERATOR, null, 200);
    drive("GET", list, list + "?state=open&item=processing", server.token(ada), null, 200);
    drive("GET", list, list + "?state=x", ApiServer.OPERATOR, null, 400);
    drive("GET", list, null, null, 401);
    drive("GET", list, server.token(ada), null, 403);
    drive("GET", list, list + "?item=nothing", ApiServer.OPERATOR, null, 404);

    var one = list + "/{id}";
    var at = list + "/" + running.id().value();
    var view = drive("GET", one, at, ApiServer.OPERATOR, null, 200).json();
    assertThat(view.path("process").path("pid").intValue()).isEqualTo(42);
    assertThat(view.path("progress").doubleValue()).isEqualTo(0.4);
    assertThat(view.path("remainingSeconds").doubleValue()).isEqualTo(12.5);
    drive("GET", one, at, null, null, 401);
    drive("GET", one, list + "/99999", ApiServer.OPERATOR, null, 404);
    drive("GET", one, list + "/x", ApiServer.OPERATOR, null, 404);
    drive("GET", one + "/log", at + "/log", ApiServer.OPERATOR, null, 200);
    drive("POST", one + "/retry", at + "/retry", ApiServer.OPERATOR, null, 409);
    var again = list + "/" + lost.id().value() + "/retry";
    drive("POST", one + "/retry", again, ApiServer.OPERATOR, null, 202);
    drive("POST", one + "/cancel", at + "/cancel", ApiServer.OPERATOR, null, 202);
    drive("POST", one + "/cancel", at + "/cancel", ApiServer.OPERATOR, null, 409);
    drive("POST", one + "/cancel", at + "/cancel", null, null, 401);
  }

  private void driveUsers() throws IOException, InterruptedException {
    var list = "/api/v1/users";
    var body =
        "{\"name\":\"bob\",\"role\":\"administrator\",\"password\":\"correct"
            + " horse\",\"quota\":1000}";
    assertThat(described.takes("POST " + list, ApiServer.JSON.readTree(body))).isTrue();
    drive("POST", list, ApiServer.OPERATOR, body, 201);
    drive("POST", list, ApiServer.OPERATOR, body, 422);
    drive("POST", list, server.token(ada), body, 403);
    drive("POST", list, null, body, 401);
    drive("GET", list, list + "?limit=1", ApiServer.OPERATOR, null, 200);
    drive("GET", list, list + "?after=1", ApiServer.OPERATOR, null, 200);
    drive("GET", list, server.token(ada), null, 403);
    drive("GET", "/api/v1/me", null, null, 401);
    drive("GET", "/api/v1/me", ApiServer.OPERATOR, null, 200);
    drive("GET", "/api/v1/me", server.token(ada), null, 200);

    var one = list + "/{name}";
    drive("GET", one, list + "/bob", ApiServer.OPERATOR, null, 200);
    drive("GET", one, list + "/bob", null, null, 200);
    drive("GET", one, list + "/nobody", null, null, 404);
    drive("PATCH", one, list + "/bob", ApiServer.OPERATOR, "{\"name\":\"rob\",\"quota\":-1}", 200);
    drive("GET", one, list + "/bob", null, null, 308);
    drive("PATCH", one, list + "/rob", ApiServer.OPERATOR, "{\"role\":\"viewer\"}", 409);
    var told = "{\"about\":\"I sing.\",\"email\":\"a@x.example\"}";
    var described = drive("PATCH", one, list + "/ada", server.token(ada), told, 200).json();
    assertThat(described.path("profile").path("email").stringValue()).isEqualTo("a@x.example");
    var shown = drive("GET", one, list + "/ada", null, null, 200).json().path("profile");
    assertThat(shown.path("about").stringValue()).isEqualTo("I sing.");
    assertThat(shown.has("email")).isFalse();
    var script = "{\"website\":\"javascript:alert(1)\"}";
    drive("PATCH", one, list + "/ada", server.token(ada), script, 422);
    var silent = "{\"about\":null,\"email\":null}";
    var after = drive("PATCH", one, list + "/ada", server.token(ada), silent, 200).json();
    assertThat(after.has("profile")).isFalse();
    drive("PATCH", one, list + "/rob", ApiServer.OPERATOR, "{\"role\":\"king\"}", 422);
    drive("PATCH", one, list + "/rob", server.token(ada), "{\"role\":\"viewer\"}", 403);
    drive("DELETE", one, list + "/rob", ApiServer.OPERATOR, null, 409);
    drive("DELETE", one, list + "/other", ApiServer.OPERATOR, null, 204);
    drive("DELETE", one, list + "/other", ApiServer.OPERATOR, null, 404);
  }

  private void driveSession() throws IOException, InterruptedException {
    var at = "/api/v1/session";
    drive("POST", at, null, "{\"name\":\"rob\",\"password\":\"correct horse\"}", 200);
    drive("POST", at, null, "{\"name\":\"rob\",\"password\":\"wrong horse\"}", 401);
    drive("POST", at, null, "{\"name\":\"rob\"}", 422);
    for (int i = 0; i < 9; i++) {
      drive("POST", at, null, "{\"name\":\"rob\",\"password\":\"wrong horse\"}", 401);
    }
    var slow = drive("POST", at, null, "{\"name\":\"rob\",\"password\":\"wrong horse\"}", 429);
    assertThat(slow.headers().firstValue("Retry-After")).contains("30");
    drive("DELETE", at, null, null, 204);
  }

  private void driveTokens() throws IOException, InterruptedException {
    var list = "/api/v1/tokens";
    var body = "{\"label\":\"robot\",\"scopes\":[\"read\"],\"lifetime\":\"P30D\"}";
    assertThat(described.takes("POST " + list, ApiServer.JSON.readTree(body))).isTrue();
    var made = drive("POST", list, server.token(ada), body, 201).json();
    assertThat(made.path("token").stringValue()).startsWith("gremlin_");
    drive("POST", list, made.path("token").stringValue(), body, 403);
    drive("POST", list, null, body, 401);
    drive("POST", list, ApiServer.OPERATOR, "{\"label\":\"x\",\"lifetime\":\"a while\"}", 422);
    drive("GET", list, server.token(ada), null, 200);
    var one = list + "/{id}";
    var at = list + "/" + made.path("id").longValue();
    drive("DELETE", one, at, ApiServer.OPERATOR, null, 404);
    drive("DELETE", one, at, server.token(ada), null, 204);
    drive("DELETE", one, list + "/x", server.token(ada), null, 404);
  }

  private void driveSettings() throws IOException, InterruptedException {
    var list = "/api/v1/settings";
    drive("GET", list, ApiServer.OPERATOR, null, 200);
    drive("GET", list, server.token(ada), null, 403);
    var one = list + "/{name}";
    drive("GET", one, list + "/site-name", ApiServer.OPERATOR, null, 200);
    drive("GET", one, list + "/nothing", ApiServer.OPERATOR, null, 404);
    drive("PUT", one, list + "/site-name", ApiServer.OPERATOR, "{\"value\":\"Attic\"}", 200);
    drive("PUT", one, list + "/light-places", ApiServer.OPERATOR, "{\"value\":\"0\"}", 422);
    drive("PUT", one, list + "/site-name", null, "{\"value\":\"Attic\"}", 401);
    drive("DELETE", one, list + "/site-name", ApiServer.OPERATOR, null, 200);
  }

  private ApiServer.Answer driveUpload(
      String method, String path, int status, @Nullable String body, String... headers)
      throws IOException, InterruptedException {
    var pattern = "/api/v1/uploads" + (path.isEmpty() ? "" : "/{upload}");
    var all = new ArrayList<>(List.of("Authorization", "Bearer " + server.token(ada)));
    all.addAll(List.of("Tus-Resumable", "1.0.0"));
    all.addAll(List.of(headers));
    var address = "/api/v1/uploads" + path;
    var answer = server.send(method, address, body, all.toArray(String[]::new));
    var operation = method + " " + pattern;
    assertThat(answer.status()).as(operation + " " + answer.text()).isEqualTo(status);
    described.judge(operation, answer);
    driven.add(operation);
    return answer;
  }

  private void driveUploads() throws IOException, InterruptedException {
    var type = "Content-Type";
    var octets = "application/offset+octet-stream";
    driveUpload("OPTIONS", "", 204, null);
    // filename: a.txt
    var made =
        driveUpload(
            "POST", "", 201, null, "Upload-Length", "5", "Upload-Metadata", "filename YS50eHQ=");
    var at = made.headers().firstValue("Location").orElseThrow().replace("/api/v1/uploads", "");
    driveUpload("POST", "", 400, null);
    driveUpload("GET", "", 200, null);
    driveUpload("OPTIONS", at, 204, null);
    driveUpload("PATCH", at, 204, "abc", type, octets, "Upload-Offset", "0");
    driveUpload("PATCH", at, 409, "abc", type, octets, "Upload-Offset", "0");
    driveUpload("PATCH", at, 415, "abc", "Upload-Offset", "3");
    var head = driveUpload("HEAD", at, 200, null);
    assertThat(head.headers().firstValue("Upload-Offset")).contains("3");
    assertThat(driveUpload("GET", at, 200, null).text()).isEqualTo("abc");
    driveUpload("HEAD", "/00000000000000000000000000", 404, null);
    driveUpload("GET", "/00000000000000000000000000", 404, null);
    var last =
        driveUpload(
            "POST",
            at,
            204,
            "de",
            type,
            octets,
            "Upload-Offset",
            "3",
            "X-HTTP-Method-Override",
            "PATCH");
    var item = last.headers().firstValue("Gremlin-Item").orElseThrow();
    drive("GET", "/api/v1/items/{id}", "/api/v1/items/" + item, ApiServer.OPERATOR, null, 200);
    var other = driveUpload("POST", "", 201, null, "Upload-Length", "5");
    var second = other.headers().firstValue("Location").orElseThrow();
    driveUpload("DELETE", second.replace("/api/v1/uploads", ""), 204, null);
    drive("GET", "/api/v1/uploads", null, null, 401);
  }

  private void driveEvents() throws IOException, InterruptedException {
    var at = "/api/v1/events";
    var answer =
        server.listen(
            at, "data:", "Last-Event-ID", "0", "Authorization", "Bearer " + ApiServer.OPERATOR);
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.text()).contains("event: item.");
    described.judge("GET " + at, answer);
    driven.add("GET " + at);
    described.judge("GET " + at, server.send("GET", at, null, "Last-Event-ID", "x"));
  }

  /// Of an item that nothing is at work on; nobody here finds out anything.
  private void driveDemand() throws IOException, InterruptedException {
    var at = "/api/v1/demand";
    var body = "{\"item\":\"" + published.id().value() + "\"}";
    var answer =
        server.listenTo(
            "POST", at, body, "event: DEMANDED", "Authorization", "Bearer " + ApiServer.OPERATOR);
    assertThat(answer.status()).isEqualTo(200);
    described.judge("POST " + at, answer);
    driven.add("POST " + at);
    drive("POST", at, ApiServer.OPERATOR, "{\"item\":\"" + UNKNOWN + "\"}", 404);
    drive("POST", at, ApiServer.OPERATOR, "{\"path\":\"/no/such/file.mp3\"}", 409);
    drive("POST", at, ApiServer.OPERATOR, "{\"path\":\"relative.mp3\"}", 409);
    drive("POST", at, null, "{\"path\":\"/etc/passwd\"}", 403);
    drive("POST", at, ApiServer.OPERATOR, "{}", 422);
    drive("GET", "/api/v1/grabbers", ApiServer.OPERATOR, null, 200);
    drive("GET", "/api/v1/grabbers", null, null, 401);
    driveExtensions();
    driveStatements();
  }

  private void driveExtensions() throws IOException, InterruptedException {
    var operator = ApiServer.OPERATOR;
    var all = "/api/v1/extensions";
    var one = all + "/{id}";
    var quiet = all + "/quiet";
    assertThat(drive("GET", all, operator, null, 200).json().path("extensions").size())
        .isEqualTo(2);
    drive("GET", all, null, null, 401);
    drive("GET", one, quiet, operator, null, 200);
    drive("GET", one, all + "/loud", operator, null, 404);
    drive("POST", one + "/drop-data", quiet + "/drop-data", operator, "{\"confirm\":true}", 409);
    var off = drive("POST", one + "/disable", quiet + "/disable", operator, "{}", 200).json();
    assertThat(off.path("state").stringValue()).isEqualTo("disabled");
    drive("POST", one + "/disable", all + "/loud/disable", operator, "{}", 404);
    drive("POST", one + "/drop-data", quiet + "/drop-data", operator, "{}", 422);
    drive("POST", one + "/drop-data", quiet + "/drop-data", operator, "{\"confirm\":true}", 200);
    server.extensions.holdWhile(() -> true);
    drive("POST", one + "/enable", quiet + "/enable", operator, "{}", 409);
    server.extensions.holdWhile(() -> false);
    var on = drive("POST", one + "/enable", quiet + "/enable", operator, "{}", 200).json();
    assertThat(on.path("state").stringValue()).isEqualTo("enabled");
    assertThat(on.path("tables").size()).isOne();
    drive("POST", one + "/enable", quiet + "/enable", null, "{}", 401);
  }

  private void driveStatements() throws IOException, InterruptedException {
    var operator = ApiServer.OPERATOR;
    var item = "/api/v1/items/" + published.id().value();
    var statement = "/api/v1/items/{id}/metadata/{group}/{key}";
    var title = item + "/metadata/titles/title";
    drive("PUT", statement, title, operator, "{\"value\":\"Better\"}", 204);
    assertThat(server.get(item, operator).json().path("title").stringValue()).isEqualTo("Better");
    drive("PUT", statement, title, null, "{\"value\":\"Better\"}", 401);
    drive("PUT", statement, item + "/metadata/nonsense/title", operator, "{\"value\":\"x\"}", 422);
    drive("DELETE", statement, title, operator, null, 204);
    assertThat(server.get(item, operator).json().path("title").stringValue()).isEqualTo("A film");
    var description = "/api/v1/items/{id}/description";
    drive("GET", description, item + "/description", operator, null, 200);
    drive("GET", description, item + "/description", null, null, 401);
    var choice = "/api/v1/items/{id}/choices/{grabber}";
    drive("PUT", choice, item + "/choices/tmdb", operator, "{\"key\":\"603\"}", 204);
    drive("DELETE", choice, item + "/choices/tmdb", operator, null, 204);
    drive("DELETE", choice, item + "/choices/tmdb", null, null, 401);
  }
}
