package contentgremlin.app;

import static contentgremlin.app.ExtendedServer.jar;
import static contentgremlin.app.ExtendedServer.until;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Extensions that do their worst, in a real server that goes on.
class HostileExtensionsTest {
  private static final String NOTHING = "public Parts start(Host host) { return Parts.none(); }";

  /// Goes on when it is interrupted; and costs nothing, since it can't be ended.
  private static final String HANGS =
      "while (true) { try { Thread.sleep(600_000); } catch (InterruptedException e) { } }";

  /// Offers these parts.
  private static String offering(String parts) {
    return "public Parts start(Host host) { return Parts.none()%s; }".formatted(parts);
  }

  private static String fragment(String slot, String body) {
    return offering(
        """
        .with(new Fragment() {
          public String slot() { return "%s"; }
          public List<Block> show(Optional<Item> item) throws Exception { %s }
        })
        """
            .formatted(slot, body));
  }

  private static String handler(String kind, String body) {
    return """
    .with(new JobHandler() {
      public String kind() { return "%s"; }
      public Ending run(Work work) throws Exception { %s }
    })
    """
        .formatted(kind, body);
  }

  private static String listener(String type, String body) {
    return """
    .with(new Listener() {
      public Set<String> types() { return Set.of("%s"); }
      public void on(Event event) throws Exception { %s }
    })
    """
        .formatted(type, body);
  }

  private static String grabber(String id, String body) {
    return """
    .with(new Grabber() {
      public Profile profile() {
        return new Profile("%s", 1, "It", "Says.", Set.of("audio"), Profile.LOCAL, 200, List.of(), Set.of(), Set.of());
      }
      public Answer grab(Subject subject, Sources sources) throws Exception { %s }
    })
    """
        .formatted(id, body);
  }

  @TempDir Path folder;
  private ExtendedServer server;

  @BeforeEach
  void make() {
    server = new ExtendedServer(folder.resolve("home"));
  }

  @AfterEach
  void close() {
    server.close();
  }

  private void failed(String id, String... why) throws Exception {
    assertThat(server.state(id)).isEqualTo("failed");
    assertThat(server.reason(id)).contains(List.of(why));
    assertThat(server.page("/").statusCode()).isEqualTo(200);
  }

  private void fails(String id, String... why) throws Exception {
    until(() ->
        server.state(id).equals("failed")
                && List.of(why).stream()
                    .allMatch(word -> {
                      try {
                        return server.reason(id).contains(word);
                      } catch (Exception e) {
                        throw new AssertionError(e);
                      }
                    })
            ? id
            : null);
  }

  @Test
  void none_that_throws_or_lies_while_it_is_loaded_keeps_the_others_from_working()
      throws Exception {
    server
        .with("aa", "public It() { throw new IllegalStateException(\"no \\n way\"); }" + NOTHING)
        .with("bb", "static { Object o = null; o.hashCode(); }" + NOTHING)
        .with(
            "cc",
            "public Parts start(Host host) throws Exception { throw new Exception(\"later\"); }")
        .with("dd", "public Parts start(Host host) { return null; }")
        .with("ee", "public Parts start(Host host) { return start(host); }")
        .with("ff", offering(handler("other-kind", "return null;")))
        .with("gg", offering(grabber("nfo", "return null;")))
        .with(
            "hh",
            offering(
                ".with(new Setting(\"hh-x\", \"\", \"\", false)).with(new Setting(\"hh-x\", \"\","
                    + " \"\", false))"))
        .with("ii", fragment("nowhere", "return List.of();"))
        .with("zz", NOTHING);
    jar("jj", NOTHING).file("schema/1.sql", "DROP TABLE item;").in(server.extensions(), "jj.jar");
    jar("kk", NOTHING)
        .file(
            "schema/1.sql",
            "CREATE TABLE x_kk_a (id {identity});\nINSERT INTO x_kk_a (nothing) VALUES (1);")
        .in(server.extensions(), "kk.jar");
    server.start();

    failed("aa", "load", "no way");
    failed("bb", "NullPointerException");
    failed("cc", "start", "later");
    failed("dd", "start");
    failed("ee", "StackOverflowError");
    failed("ff", "ff-");
    failed("gg", "two grabbers called nfo");
    failed("hh", "twice");
    failed("ii", "nowhere");
    failed("jj", "none of its own");
    failed("kk", "tables could not be made");
    assertThat(server.extension("kk").path("tables").size()).isZero();
    assertThat(server.state("zz")).isEqualTo("enabled");
    assertThat(server.page("/").statusCode()).isEqualTo(200);
  }

  @Test
  void who_hangs_in_its_constructor_is_left_behind_and_not_tried_again() throws Exception {
    var tries = folder.resolve("tries");
    var note =
        """
        java.nio.file.Files.writeString(
            java.nio.file.Path.of("%s"), "once\\n",
            java.nio.file.StandardOpenOption.CREATE, java.nio.file.StandardOpenOption.APPEND);
        """
            .formatted(tries);
    server
        .with("aa", "public It() throws Exception { " + note + HANGS + " }" + NOTHING)
        .with("zz", NOTHING);
    server.start();
    failed("aa", "did not", "within 10 seconds");
    assertThat(server.state("zz")).isEqualTo("enabled");
    server.stop();

    server.start();

    assertThat(tries).hasContent("once");
    failed("aa", "within 10 seconds");
  }

  @Test
  void another_jar_in_its_place_is_tried() throws Exception {
    server.with("aa", "public It() { throw new IllegalStateException(); }" + NOTHING).start();
    failed("aa", "load");
    server.stop();

    server.with("aa", NOTHING).start();

    assertThat(server.state("aa")).isEqualTo("enabled");
    assertThat(server.reason("aa")).isEmpty();
  }

  @Test
  void a_page_goes_on_without_a_fragment_that_throws_or_hangs() throws Exception {
    server
        .with("aa", fragment("home", "throw new IllegalStateException(\"ouch\");"))
        .with("bb", fragment("footer", HANGS))
        .with(
            "cc",
            fragment(
                "footer",
                "return List.of(new Block.Heading(\"<script>alert(1)</script>\"), new"
                    + " Block.Paragraph(List.of(new Span.Link(\"evil\", \"javascript:alert(1)\"),"
                    + " new Span.Link(\"also\", \"//evil.example/\"), new Span.Link(\"fine\","
                    + " \"https://example.org/?a=\\\"&b\"))));"))
        .with(
            "dd",
            fragment(
                "footer",
                "return Collections.nCopies(1_000_000,"
                    + " Block.Paragraph.of(\"x\".repeat(100_000)));"));
    server.start();

    var page = server.page("/").body();

    assertThat(page)
        .contains("&lt;script&gt;alert(1)&lt;/script&gt;", "https://example.org/?a=&#34;&amp;b")
        .doesNotContain("javascript:", "//evil.example", "<script>alert");
    assertThat(page.length()).isLessThan(200_000);
    fails("aa", "show a part of a page", "ouch");
    fails("bb", "within 2 seconds");
    assertThat(server.page("/").body()).contains("fine");
    assertThat(server.state("cc")).isEqualTo("enabled");
  }

  @Test
  void jobs_that_fail_are_tried_again_and_parked_when_the_extension_is_off() throws Exception {
    // It is switched off after a few failures, and then it hears of no item any more.
    var go = folder.resolve("go");
    var work =
        """
        while (!java.nio.file.Files.exists(java.nio.file.Path.of("%s"))) Thread.sleep(20);
        throw new IllegalStateException("each time");
        """
            .formatted(go);
    server.with(
        "aa",
        offering(
            listener("item.published", "host.order(\"aa-work\", event.item(), Map.of());")
                + handler("aa-work", work)));
    server.start();
    var ids =
        List.of(server.upload("one.wav"), server.upload("two.wav"), server.upload("three.wav"));
    until(() -> count("running") + count("claimed") + count("queued") == 3 ? ids : null);
    Files.createFile(go);

    fails("aa", "do a job", "each time");
    until(() -> count("parked") + count("queued") == 3 && count("running") == 0 ? ids : null);
    assertThat(server.page("/items/" + ids.getFirst()).statusCode()).isEqualTo(200);

    server.with(
        "aa",
        offering(
            handler(
                "aa-work",
                "return new Ending.Done(List.of(Statement.of(\"miscellaneous\", \"done\","
                    + " \"yes\")));")));
    assertThat(server.change("aa", "enable").path("state").asString()).isEqualTo("enabled");
    for (var id : ids) {
      until(() ->
          server.json("/api/v1/items/" + id + "/metadata").toString().contains("\"done\"")
              ? id
              : null);
    }
  }

  private long count(String state) throws Exception {
    return server
        .json("/api/v1/jobs?limit=200")
        .path("jobs")
        .valueStream()
        .filter(job -> job.path("kind").asString().equals("aa-work"))
        .filter(job -> job.path("state").asString().equals(state))
        .count();
  }

  @Test
  void jobs_of_one_that_was_disabled_wait_for_it_also_over_a_restart() throws Exception {
    server
        .with(
            "aa",
            offering(
                listener("item.published", "host.order(\"aa-work\", event.item(), Map.of());")
                    + handler("aa-work", "Thread.sleep(600_000); return null;")
                    + grabber(
                        "aa-says",
                        "return new Answer.Found(List.of(Statement.of(\"technical\", \"said\","
                            + " \"it\")), List.of());")))
        .start();
    var id = server.upload("one.wav");
    until(() -> count("running") == 1 ? id : null);

    assertThat(server.change("aa", "disable").path("state").asString()).isEqualTo("disabled");
    server.stop();
    Files.delete(server.extensions().resolve("aa.jar"));
    server.start();

    until(() -> count("parked") == 1 ? id : null);
    assertThat(server.state("aa")).isEqualTo("missing");
    server.stop();
    server.with("aa", offering(handler("aa-work", "return new Ending.Done(List.of());"))).start();
    assertThat(server.state("aa")).isEqualTo("disabled");
    assertThat(count("parked")).isOne();
    server.change("aa", "enable");
    until(() -> count("succeeded") == 1 ? id : null);
  }

  @Test
  void a_listener_that_throws_is_switched_off_and_hears_the_rest_when_it_is_back()
      throws Exception {
    server.with("aa", offering(listener("item.created", "throw new Error(\"deaf\");"))).start();
    server.upload("one.wav");
    fails("aa", "hear of an event", "deaf");
    server.upload("two.wav");

    jar(
            "aa",
            offering(
                listener(
                        "item.created",
                        "host.tables().write(List.of(Tables.Sql.of(\"INSERT INTO x_aa_heard (item)"
                            + " VALUES (?) ON CONFLICT (item) DO NOTHING\", event.item())));")
                    + ".with(new Fragment() { public String slot() { return FOOTER; } public"
                    + " List<Block> show(Optional<Item> item) { return"
                    + " List.of(Block.Paragraph.of(\"heard \" +"
                    + " host.tables().read(Tables.Sql.of(\"SELECT count(*) AS n FROM"
                    + " x_aa_heard\")).getFirst().number(\"n\"))); } })"))
        .file("schema/1.sql", "CREATE TABLE x_aa_heard (item {key} PRIMARY KEY);")
        .in(server.extensions(), "aa.jar");
    server.change("aa", "enable");

    until(() -> server.page("/").body().contains("heard 2") ? "yes" : null);
  }

  @Test
  void a_fragment_does_not_tell_where_it_was_to_who_may_not_know() throws Exception {
    server
        .with(
            "aa",
            offering(
                listener("item.published", "host.order(\"aa-work\", event.item(), Map.of());")
                    + handler(
                        "aa-work",
                        "return new Ending.Done(List.of(Statement.of(\"spatial\", \"place\","
                            + " \"Secret Lake\")));")
                    + """
                    .with(new Fragment() {
                      public String slot() { return "item"; }
                      public List<Block> show(Optional<Item> item) {
                        return List.of(Block.Paragraph.of("it was at " + item.get().value("spatial", "place")));
                      }
                    })
                    """))
        .start();
    var id = server.upload("one.wav");

    until(() ->
        server.send("GET", "/items/" + id, "").body().contains("it was at Secret Lake")
            ? id
            : null);

    assertThat(server.page("/items/" + id).body())
        .contains("it was at")
        .doesNotContain("Secret Lake");
  }

  /// Joins without a condition, as one does who forgot it.
  private static void forgetful(ExtendedServer server) throws Exception {
    var rows =
        "for (int i = 0; i < 1_000; i++) rows.add(Tables.Sql.of(\"INSERT INTO x_aa_n (n) VALUES"
            + " (?)\", i));";
    var join =
        "UPDATE x_aa_n SET n = (SELECT count(*) FROM x_aa_n a, x_aa_n b, x_aa_n c, x_aa_n d WHERE"
            + " a.n + b.n + c.n + d.n >= 0)";
    jar(
            "aa",
            offering(
                listener(
                    "item.created",
                    "var rows = new ArrayList<Tables.Sql>(); "
                        + rows
                        + " host.tables().write(rows); host.tables().write(List.of(Tables.Sql.of(\""
                        + join
                        + "\")));")))
        .file("schema/1.sql", "CREATE TABLE x_aa_n (id {identity}, n BIGINT NOT NULL);")
        .in(server.extensions(), "aa.jar");
    server.start();
    server.upload("one.wav");

    server.upload("two.wav");

    until(() -> server.state("aa").equals("failed") ? "yes" : null);
    assertThat(server.reason("aa")).contains("hear of an event", "longer than 5 seconds");
    server.upload("three.wav");
    assertThat(server.change("aa", "enable").path("state").asString()).isEqualTo("enabled");
    long begun = System.nanoTime();
    server.stop();
    assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(30));
  }

  @Test
  void a_join_without_a_condition_holds_nobody_up_for_long() throws Exception {
    forgetful(server);
  }

  @Test
  void nor_does_it_on_postgresql() throws Exception {
    try (var other =
        new ExtendedServer(folder.resolve("other"), contentgremlin.sql.TestPostgres.create())) {
      forgetful(other);
    }
  }

  @Test
  void data_stays_until_it_is_dropped() throws Exception {
    var body = NOTHING;
    jar("aa", body)
        .file(
            "schema/1.sql",
            "CREATE TABLE x_aa_kept (id {identity});\nINSERT INTO x_aa_kept (id) VALUES (7);")
        .file("schema/2.sql", "ALTER TABLE x_aa_kept ADD COLUMN more TEXT NOT NULL DEFAULT 'm';")
        .in(server.extensions(), "aa.jar");
    server.start();
    assertThat(server.extension("aa").path("tables").size()).isOne();
    assertThat(
            server
                .send("POST", "/api/v1/extensions/aa/drop-data", "{\"confirm\":true}")
                .statusCode())
        .isEqualTo(409);
    server.stop();

    jar("aa", body)
        .file("schema/1.sql", "CREATE TABLE x_aa_kept (id {identity});")
        .in(server.extensions(), "aa.jar");
    server.start();
    failed("aa", "schema 2", "knows those up to 1");
    server.stop();

    Files.delete(server.extensions().resolve("aa.jar"));
    server.start();
    assertThat(server.state("aa")).isEqualTo("missing");
    assertThat(server.extension("aa").path("tables").size()).isOne();
    assertThat(server.send("POST", "/api/v1/extensions/aa/drop-data", "{}").statusCode())
        .isEqualTo(422);
    server.change("aa", "drop-data");
    assertThat(server.json("/api/v1/extensions").path("extensions").size()).isZero();
  }

  @Test
  void a_server_that_died_while_it_loaded_one_leaves_it_alone() throws Exception {
    server.with("aa", NOTHING).start();
    server.stop();
    try (var database =
        contentgremlin.sql.SqliteDatabase.open(
            server.home.resolve("db.sqlite"), "test", java.time.InstantSource.system())) {
      var digest =
          new contentgremlin.jar.JarShelf(folder, server.extensions()).look().getFirst()
                  instanceof contentgremlin.extend.Shelf.Found.Usable usable
              ? usable.digest()
              : "";
      database.write(tables -> {
        tables.settings().put("extension-loading", "aa " + digest);
        return digest;
      });
    }

    server.start();

    failed("aa", "the server ended while it was being loaded");
    assertThat(server.change("aa", "enable").path("state").asString()).isEqualTo("enabled");
    server.stop();
    server.start();
    assertThat(server.state("aa")).isEqualTo("enabled");
  }
}
