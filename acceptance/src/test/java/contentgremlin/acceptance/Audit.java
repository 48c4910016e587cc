package contentgremlin.acceptance;

import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Compares what was acknowledged with what is there. What differs is written into the ledger.
final class Audit {
  private static final Duration IDLE_MAX = Duration.ofMinutes(10);
  private static final Duration TIDY_MAX = Duration.ofMinutes(2);

  private final Gremlin gremlin;
  private final Api api;
  private final Ledger ledger;

  Audit(Gremlin gremlin, Api api, Ledger ledger) {
    this.gremlin = gremlin;
    this.api = api;
    this.ledger = ledger;
  }

  /// After every restart: is anything gone?
  void quick() throws IOException {
    var known = Set.copyOf(ledger.items.keySet());
    var users = Set.copyOf(ledger.users);
    var there = new HashSet<String>();
    try (var database = HomeDatabase.open(gremlin.home())) {
      there.addAll(database.column("SELECT id FROM item"));
      missing("item", known, there);
      missing("user", users, Set.copyOf(database.column("SELECT name FROM account_name")));
    }
  }

  private void missing(String what, Set<String> known, Set<String> there) {
    known.stream()
        .filter(one -> !there.contains(one))
        .forEach(one -> ledger.fault(what + " " + one + " was acknowledged and is gone"));
  }

  /// The number that the last event has.
  static long newestEvent(Path home) {
    try (var database = HomeDatabase.open(home)) {
      return database.number("SELECT max(number) FROM event");
    }
  }

  void awaitIdle() {
    Await.untilTrue("all jobs to come to an end", IDLE_MAX, () -> api.openJobs() == 0);
  }

  /// While the server runs and nothing is left to do.
  void whole() throws IOException {
    quick();
    for (var item : ledger.items.values()) {
      check(item);
    }
    for (var address : ledger.uploads.keySet()) {
      ledger.fault("upload " + address + " was given up by the test itself");
    }
    for (var address : ledger.dropped) {
      var answer = api.send("HEAD", address, BodyPublishers.noBody(), "Tus-Resumable", "1.0.0");
      if (answer.status() != 404) {
        ledger.fault("the dropped upload " + address + " answers " + answer.status());
      }
    }
    for (var token : ledger.tokens) {
      var body = BodyPublishers.noBody();
      int status = api.sendAs(token, "GET", "/api/v1/me", body).status();
      if (status != 200) {
        ledger.fault("a token that was made answers " + status);
      }
    }
  }

  private void check(Ledger.Item expected) throws IOException {
    var id = expected.id();
    var answer = api.get("/api/v1/items/" + id);
    if (answer.status() != 200) {
      ledger.fault("item " + id + " answers " + answer);
      return;
    }
    var item = answer.json();
    var state = item.get("state").asString();
    checkState(expected, state, item.path("reason").asString(""));
    var titles = ledger.titles.get(id);
    if (titles != null && !titles.contains(item.get("title").asString())) {
      ledger.fault(id + " is called " + item.get("title") + " instead of " + titles);
    }
    var bytes = api.bytes("/media/" + id + "/original");
    if (!MediaPool.digest(bytes, bytes.length).equals(expected.digest())) {
      ledger.fault("the original of " + id + " has other bytes than were sent");
    }
  }

  private void checkState(Ledger.Item expected, String state, String reason) {
    var id = expected.id() + " (" + expected.media().name() + ")";
    var trashed = expected.trashed();
    if (trashed != null && trashed != state.equals("trashed")) {
      ledger.fault("item " + id + " is " + state + ", though in the trash: " + trashed);
    }
    if (state.equals("trashed")) {
      return;
    }
    if (state.equals("failed") && reason.isBlank()) {
      ledger.fault("item " + id + " failed without a reason");
    }
    boolean wasCancelled = state.equals("failed") && reason.contains("cancelled");
    var wanted = expected.media().good() ? "published" : "failed";
    if (!state.equals(wanted) && !wasCancelled) {
      ledger.fault("item " + id + " is " + state + " (" + reason + ") instead of " + wanted);
    }
  }

  /// Of a stopped server: its database and its files.
  void stopped() throws IOException {
    try (var database = HomeDatabase.open(gremlin.home())) {
      database.complaints().forEach(it -> ledger.fault("the database: " + it));
      nothingTwice(database);
      events(database);
      files(database);
      renditions(database);
      for (var item :
          database.column(
              """
              SELECT id FROM item WHERE state = 'processing' OR state = 'failed' AND reason = ''
              """)) {
        ledger.fault("item " + item + " is neither published nor failed with a reason");
      }
    }
  }

  private void nothingTwice(HomeDatabase database) {
    for (var row :
        database.rows(
            """
            SELECT job, count(*) FROM event WHERE type = 'job.succeeded' GROUP BY job
            HAVING count(*) > 1
            """)) {
      ledger.fault("job " + row.get(0) + " succeeded " + row.get(1) + " times");
    }
    for (var row :
        database.rows(
            """
            SELECT job, attempt, count(*) FROM event WHERE type = 'job.started'
            GROUP BY job, attempt HAVING count(*) > 1
            """)) {
      ledger.fault("attempt " + row.get(1) + " of job " + row.get(0) + " was started twice");
    }
    for (var row :
        database.rows(
            """
            SELECT item, kind, count(*) FROM job WHERE state = 'succeeded' GROUP BY item, kind
            HAVING count(*) > 1
            """)) {
      ledger.fault("item " + row.get(0) + " had " + row.get(1) + " done " + row.get(2) + " times");
    }
    for (var row :
        database.rows(
            "SELECT source_upload, count(*) FROM item WHERE source_upload <> '' GROUP BY 1"
                + " HAVING count(*) > 1")) {
      ledger.fault("upload " + row.get(0) + " became " + row.get(1) + " items");
    }
  }

  /// What was heard must be kept as it was heard, and nothing may have been passed over.
  private void events(HomeDatabase database) {
    var kept =
        database.rows("SELECT number, type FROM event").stream()
            .collect(Collectors.toMap(row -> Long.valueOf(row.get(0)), row -> row.get(1)));
    long last = ledger.events.keySet().stream().mapToLong(it -> it).max().orElse(0);
    for (var heard : ledger.events.entrySet()) {
      var type = kept.get(heard.getKey());
      if (type == null || !heard.getValue().contains("\"type\":\"" + type + "\"")) {
        ledger.fault("event " + heard.getKey() + " was " + heard.getValue() + " and is " + type);
      }
    }
    kept.keySet().stream()
        .filter(number -> number <= last && !ledger.events.containsKey(number))
        .forEach(number -> ledger.fault("event " + number + " was never heard"));
  }

  /// Every row has its file.
  private void files(HomeDatabase database) throws IOException {
    var content = gremlin.home().resolve("content");
    for (var row : database.rows("SELECT path, size, digest FROM stored_file")) {
      check(content.resolve(row.get(0)), Long.parseLong(row.get(1)), row.get(2));
    }
  }

  private void check(Path file, long size, String digest) throws IOException {
    try {
      var bytes = Files.readAllBytes(file);
      if (bytes.length != size || !MediaPool.digest(bytes, bytes.length).equals(digest)) {
        ledger.fault(file + " is not what was stored");
      }
    } catch (NoSuchFileException _) {
      ledger.fault(file + " is gone");
    }
  }

  private void renditions(HomeDatabase database) {
    var kinds =
        database.rows("SELECT item, kind FROM rendition ORDER BY item, kind").stream()
            .collect(
                Collectors.groupingBy(
                    List::getFirst,
                    Collectors.mapping(row -> row.get(1), Collectors.joining(" "))));
    var published = Set.copyOf(database.column("SELECT id FROM item WHERE state = 'published'"));
    var meddled = Set.copyOf(database.column("SELECT item FROM job WHERE state = 'cancelled'"));
    for (var item : ledger.items.values()) {
      var wanted = item.media().kinds();
      var found = kinds.getOrDefault(item.id(), "");
      if (published.contains(item.id()) && !meddled.contains(item.id()) && !found.equals(wanted)) {
        ledger.fault("item " + item.id() + " has " + found + " instead of " + wanted);
      }
    }
  }

  /// Makes leftovers old enough to be swept; called while the server is stopped.
  void age() throws IOException {
    var content = gremlin.home().resolve("content");
    var old = FileTime.from(Instant.now().minus(Duration.ofDays(30)));
    try (var all = Files.walk(content)) {
      for (var path : all.toList()) {
        Files.setLastModifiedTime(path, old);
      }
    }
  }

  /// After the sweep of a start, and a collection that waits for no grace: nothing lies about that
  /// nobody needs.
  void awaitTidy() throws IOException {
    gremlin.must("collect", "--now");
    try {
      Await.untilTrue("the sweeper", TIDY_MAX, () -> leftovers().isEmpty());
    } catch (AssertionError _) {
      leftovers().forEach((path, why) -> ledger.fault(path + " lies about: " + why));
    }
  }

  /// Attempts of closed jobs, uploads that are neither unfinished nor an item's only bytes, and
  /// finished files that no row knows.
  Map<String, String> leftovers() throws IOException {
    var content = gremlin.home().resolve("content");
    try (var database = HomeDatabase.open(gremlin.home())) {
      var wanted = new HashSet<>(database.column("SELECT id FROM job WHERE is_open = 1"));
      wanted.addAll(database.column("SELECT id FROM job WHERE state = 'failed'"));
      var uploads = new HashSet<>(database.column("SELECT id FROM upload WHERE item IS NULL"));
      uploads.addAll(database.column("SELECT source_upload FROM item WHERE source = 'owned'"));
      var left = new TreeMap<String, String>();
      names(content.resolve("job")).stream()
          .filter(name -> !wanted.contains(name))
          .forEach(name -> left.put("job/" + name, "its job is closed"));
      names(content.resolve("incoming")).stream()
          .filter(name -> !uploads.contains(name))
          .forEach(name -> left.put("incoming/" + name, "it is complete, or forgotten"));
      var known = Set.copyOf(database.column("SELECT path FROM stored_file"));
      for (var folder : List.of("original", "rendition")) {
        filesBelow(content.resolve(folder)).stream()
            .map(file -> content.relativize(file).toString())
            .filter(path -> !known.contains(path))
            .forEach(path -> left.put(path, "nothing knows of it"));
      }
      return left;
    }
  }

  private static List<String> names(Path folder) throws IOException {
    try (var entries = Files.list(folder)) {
      return entries.map(path -> path.getFileName().toString()).sorted().toList();
    } catch (NoSuchFileException _) {
      return List.of();
    }
  }

  private static List<Path> filesBelow(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> all = Files.walk(folder)) {
      return all.filter(Files::isRegularFile).toList();
    }
  }
}
