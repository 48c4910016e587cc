package contentgremlin.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import contentgremlin.acceptance.MediaPool.Media;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What other media servers are known to do wrong, each with where it was told.
///
/// Hung encoders (PeerTube 5683, 6950; Tdarr 418) are in [SupervisionTest]. What concerns
/// libraries, metadata, extensions and upgrades comes with those.
class RegressionTest {
  private static final Duration MAX = Duration.ofMinutes(4);
  private static final int LARGE_BYTES = 200 << 20;
  private static final long CHECKPOINT_BYTES = 64 << 20;

  @TempDir private Path folder;
  private final Random random = new Random(11);
  private Samples samples;
  private MediaPool media;
  private Ledger ledger;
  private Gremlin gremlin;
  private Api api;
  private PatientClient client;

  @BeforeEach
  void prepare() throws Exception {
    samples = new Samples(folder);
    media = new MediaPool(samples);
    ledger = new Ledger(folder.resolve("ledger"));
    use(new Gremlin(folder.resolve("home")));
  }

  private void use(Gremlin program) throws IOException {
    gremlin = program.serve();
    api = new Api(gremlin);
    client = new PatientClient(gremlin, ledger);
    api.set("disk-reserve", "0");
  }

  @AfterEach
  void stop() {
    gremlin.close();
    assertThat(ledger.faults()).as(ledger::faultsInWords).isEmpty();
  }

  /// GNU MediaGoblin: an error of the encoder ended in "processed".
  @Test
  void an_error_of_the_encoder_ends_in_failed_with_its_last_words() throws Exception {
    gremlin.stop();
    var script =
        """
        case "$*" in
          *libx264*) echo "the encoder broke down" >&2; exit 1 ;;
        esac
        exec "$real" "$@"
        """;
    use(new Gremlin(folder.resolve("home"), FakePackage.make(folder, script)));
    api.set("attempts-max", "1");
    var film = client.upload(media.film(random, 1), random);

    awaitState(film, "failed");

    assertThat(api.item(film).get("reason").asString()).contains("the encoder broke down");
    assertThat(status("/media/" + film + "/hls/master.m3u8")).isEqualTo(404);
    assertOriginal(film);
  }

  /// Tdarr 511: a broken output replaced the source, since the encoder had ended with 0.
  @Test
  void an_encoder_that_ends_well_with_half_its_output_publishes_nothing_and_leaves_the_original()
      throws Exception {
    gremlin.stop();
    var script =
        """
        "$real" "$@"
        code=$?
        case "$*" in
          *libx264*) find . -name '*.m4s' -exec truncate -s 1000 {} + ;;
        esac
        exit $code
        """;
    use(new Gremlin(folder.resolve("home"), FakePackage.make(folder, script)));
    api.set("attempts-max", "1");
    var film = client.upload(media.film(random, 1), random);

    awaitState(film, "failed");

    assertThat(api.item(film).get("reason").asString()).isNotBlank();
    assertThat(status("/media/" + film + "/hls/master.m3u8")).isEqualTo(404);
    assertOriginal(film);
  }

  /// GNU MediaGoblin: a worker's death left "processing" for ever. PeerTube 6006: stranded jobs.
  @Test
  void a_job_that_a_dead_runner_has_claimed_is_done_by_the_next_one() throws Exception {
    api.set("encoder-places", "1");
    var film = client.upload(media.longFilm(random, 1), random);
    gremlin.kill();
    try (var database = HomeDatabase.open(gremlin.home())) {
      database.change(
          """
          UPDATE job SET state = 'claimed', runner = 'somebody', lease_until = 4102444800000,
            not_before = NULL, started = NULL, boot_id = NULL, pid = NULL, start_ticks = NULL
          WHERE is_open = 1 AND state IN ('queued', 'running')
          """);
    }

    gremlin.serve();

    awaitState(film, "published");
  }

  /// PeerTube 4876: one bad file blocked all others.
  @Test
  void files_that_can_not_be_encoded_hold_up_nobody() throws Exception {
    api.set("encoder-places", "1");
    api.set("light-places", "1");
    var bad = new ArrayList<String>();
    for (int number = 0; number < 5; number++) {
      var whole = samples.film("whole-" + number + ".mp4", 4, 160, 120);
      var half = samples.truncated(whole, "half-" + number + ".mp4", 0.5 + number / 20.0);
      bad.add(client.upload(new Media("half.mp4", Files.readAllBytes(half), false, ""), random));
    }
    var good = client.upload(media.song(random, 1), random);

    awaitState(good, "published");
    for (var item : bad) {
      awaitState(item, "failed");
      assertThat(api.item(item).get("reason").asString()).isNotBlank();
    }
  }

  /// GNU MediaGoblin: encoding again began with the smallest rendition.
  @Test
  void making_renditions_again_begins_with_the_original_and_loses_no_quality() throws Exception {
    var file = samples.film("film.mp4", 3, 640, 360);
    var film = gremlin.must("add", "--wait", "--json", file.toString()).json().get(0);
    var id = film.get("id").asString();
    var before = segments(id);

    assertThat(api.post("/api/v1/items/" + id + "/reprocess").status()).isEqualTo(202);
    awaitDone(id);

    assertThat(segments(id)).as("segments, byte by byte").isEqualTo(before);
  }

  /// GNU MediaGoblin: its collector deleted every entry that was not processed after a day.
  @Test
  void what_is_not_processed_after_a_week_is_still_there_and_goes_on() throws Exception {
    var half = client.create(media.song(random, 1));
    var film = client.upload(media.longFilm(random, 2), random);
    gremlin.kill();
    gremlin.endTools(); // what they write would be of today
    var weekAgo = Instant.now().minus(Duration.ofDays(6));
    try (var database = HomeDatabase.open(gremlin.home())) {
      long at = weekAgo.toEpochMilli();
      database.change("UPDATE item SET created = " + at);
      database.change("UPDATE item_tag SET created = " + at);
      database.change("UPDATE job SET created = " + at);
      database.change("UPDATE upload SET created = " + at);
    }
    try (var all = Files.walk(gremlin.home().resolve("content"))) {
      for (var path : all.toList()) {
        Files.setLastModifiedTime(path, FileTime.from(weekAgo));
      }
    }

    gremlin.serve();

    awaitState(film, "published");
    assertThat(api.send("HEAD", half, BodyPublishers.noBody(), "Tus-Resumable", "1.0.0").status())
        .isEqualTo(200);
  }

  /// GNU MediaGoblin: a quota was checked after the file was stored.
  @Test
  void what_exceeds_a_quota_is_refused_before_a_byte_is_stored() throws Exception {
    gremlin.must("user", "add", "mira", "--role", "uploader", "--password=correct horse battery");
    Api.must(api.sendJson("PATCH", "/api/v1/users/mira", Map.of("quota", 100_000)));
    var login = Map.of("name", "mira", "password", "correct horse battery");
    var session = Api.must(api.sendJson("POST", "/api/v1/session", login));
    var cookie = session.header("Set-Cookie").orElseThrow().split(";", -1)[0];

    var answer =
        api.sendAnonymously(
            "POST",
            "/api/v1/uploads",
            "Cookie",
            cookie,
            "Origin",
            gremlin.address(),
            "Tus-Resumable",
            "1.0.0",
            "Upload-Length",
            "1000000");

    assertThat(answer.status()).as(answer.toString()).isEqualTo(413);
    var incoming = gremlin.home().resolve("content/incoming");
    assertThat(Files.exists(incoming) && !list(incoming).isEmpty()).isFalse();
  }

  /// immich 6143, 22385: large uploads began again from zero.
  @Test
  void a_large_upload_in_one_request_goes_on_behind_what_was_forced_when_the_server_died()
      throws Exception {
    var address = create(LARGE_BYTES);
    long sent = LARGE_BYTES * 3L / 4;
    var piece = new SlowPiece(sent);
    var request = Thread.ofPlatform().daemon().start(() -> patch(address, piece));
    Await.untilTrue("most of it to be sent", MAX, piece::isThrough);
    gremlin.kill();
    request.join();

    gremlin.serve();
    var head = api.send("HEAD", address, BodyPublishers.noBody(), "Tus-Resumable", "1.0.0");

    long offset = Long.parseLong(head.header("Upload-Offset").orElseThrow());
    assertThat(offset).isGreaterThanOrEqualTo(CHECKPOINT_BYTES).isLessThanOrEqualTo(LARGE_BYTES);
  }

  /// audiobookshelf 1362: half-copied files were imported.
  @Test
  void half_an_upload_is_no_item_not_even_after_a_restart() throws Exception {
    var song = media.song(random, 1);
    var address = create(song.bytes().length);
    var half = BodyPublishers.ofByteArray(song.bytes(), 0, song.bytes().length / 2);
    api.send(
        "PATCH",
        address,
        half,
        "Tus-Resumable",
        "1.0.0",
        "Upload-Offset",
        "0",
        "Content-Type",
        "application/offset+octet-stream");
    gremlin.kill();
    gremlin.serve();

    assertThat(api.get("/api/v1/items").json().get("items")).isEmpty();
    assertThat(api.openJobs()).isZero();
  }

  /// immich 29487: silent corruption, and a check that said it had seen everything after 0 files.
  @Test
  void a_flipped_bit_is_found_and_named_and_the_check_says_how_much_it_looked_at()
      throws Exception {
    var song = client.upload(media.song(random, 1), random);
    awaitDone(song);
    var whole = gremlin.run("verify");
    assertThat(whole.exit()).as(whole.out() + whole.error()).isZero();
    var rendition = aFileBelow("rendition/" + song);
    flipBit(rendition);

    var damaged = gremlin.run("verify");
    assertThat(damaged.exit()).as(damaged.out() + damaged.error()).isEqualTo(1);
    assertThat(damaged.out() + damaged.error()).contains(song);

    var repaired = gremlin.run("verify", "--repair");
    awaitDone(song);
    Await.untilTrue("nothing to be damaged", MAX, () -> gremlin.run("verify").exit() == 0);
    assertThat(repaired.exit()).as(repaired.out() + repaired.error()).isZero();
    try (var database = HomeDatabase.open(gremlin.home())) {
      assertThat(database.number("SELECT count(*) FROM stored_file WHERE verified = 0")).isZero();
    }
  }

  /// jellyfin 11589: "database is locked" under load.
  @Test
  void many_who_write_and_read_at_the_same_time_never_hear_that_the_database_is_locked()
      throws Exception {
    var item = client.upload(media.photo(random, 1), random);
    var calls = new ArrayList<Callable<Integer>>();
    for (int number = 0; number < 400; number++) {
      var title = Map.of("title", "Title " + number);
      calls.add(() -> api.sendJson("PATCH", "/api/v1/items/" + item, title).status());
      calls.add(() -> api.get("/api/v1/items?limit=200").status());
    }
    try (var threads = Executors.newFixedThreadPool(24);
        var other = HomeDatabase.open(gremlin.home())) {
      var answers = threads.invokeAll(calls);
      other.rows("SELECT * FROM item"); // a reader from outside, as a backup would be
      for (var answer : answers) {
        assertThat(answer.get()).isEqualTo(200);
      }
    }
    assertThat(gremlin.log()).doesNotContainIgnoringCase("locked").doesNotContain("SQLITE_BUSY");
  }

  // ---- Helpers ----

  private void awaitState(String item, String state) {
    Await.untilTrue(item + " to be " + state, MAX, () -> api.state(item).equals(state));
  }

  private void awaitDone(String item) {
    Await.untilTrue(
        item + " to be published and left alone",
        MAX,
        () -> api.state(item).equals("published") && api.openJobs() == 0);
  }

  private void assertOriginal(String item) throws IOException {
    var bytes = api.bytes("/media/" + item + "/original");
    var sent = Objects.requireNonNull(ledger.items.get(item));
    assertThat(MediaPool.digest(bytes, bytes.length)).isEqualTo(sent.digest());
  }

  private int status(String path) throws IOException {
    return api.get(path).status();
  }

  /// Digests of all segments, by name.
  private Map<String, String> segments(String item) throws IOException {
    var found = new TreeMap<String, String>();
    try (var database = HomeDatabase.open(gremlin.home())) {
      for (var row :
          database.rows(
              """
              SELECT path, stored_file.digest FROM stored_file
              JOIN rendition ON rendition.id = stored_file.rendition
              WHERE rendition.item = '%s' AND path LIKE '%%.m4s'
              """
                  .formatted(item))) {
        found.put(row.get(0).replaceAll("hls-\\d+", "hls"), row.get(1));
      }
    }
    assertThat(found).isNotEmpty();
    return found;
  }

  private String create(long length) throws IOException {
    var answer =
        api.send(
            "POST",
            "/api/v1/uploads",
            BodyPublishers.noBody(),
            "Tus-Resumable",
            "1.0.0",
            "Upload-Length",
            "" + length);
    return Api.must(answer).header("Location").orElseThrow();
  }

  private void patch(String address, SlowPiece piece) {
    try {
      var body = BodyPublishers.ofInputStream(() -> piece);
      api.send(
          "PATCH",
          address,
          BodyPublishers.fromPublisher(body, LARGE_BYTES),
          "Tus-Resumable",
          "1.0.0",
          "Upload-Offset",
          "0",
          "Content-Type",
          "application/offset+octet-stream");
    } catch (IOException e) {
      ledger.note("as expected: " + e);
    }
  }

  private Path aFileBelow(String place) throws IOException {
    try (var all = Files.walk(gremlin.home().resolve("content").resolve(place))) {
      return all.filter(path -> path.toString().endsWith(".m4a")).findFirst().orElseThrow();
    }
  }

  private static void flipBit(Path file) throws IOException {
    var bytes = Files.readAllBytes(file);
    bytes[bytes.length / 2] ^= 1;
    Mounts.run("chmod", "u+w", file.toString());
    Files.write(file, bytes);
  }

  private static List<Path> list(Path place) throws IOException {
    try (var entries = Files.list(place)) {
      return entries.toList();
    }
  }
}
