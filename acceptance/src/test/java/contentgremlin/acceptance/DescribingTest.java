package contentgremlin.acceptance;

import static contentgremlin.acceptance.Catalogues.Catalogue.COVERART;
import static contentgremlin.acceptance.Catalogues.Catalogue.LRCLIB;
import static contentgremlin.acceptance.Catalogues.Catalogue.MUSICBRAINZ;
import static org.assertj.core.api.Assertions.assertThat;

import contentgremlin.acceptance.Catalogues.Asked;
import contentgremlin.acceptance.Catalogues.Catalogue;
import contentgremlin.acceptance.Catalogues.Manner;
import contentgremlin.acceptance.Catalogues.Moment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.FutureTask;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Describing a library of songs with catalogues on the network, which are slow, overloaded or
/// broken, and with a server that is killed in the middle of it.
@NullUnmarked
class DescribingTest {
  private static final Duration MAX = Duration.ofMinutes(4);
  private static final String ALL = "musicbrainz, coverart, lrclib";
  private static final List<String> TITLES =
      List.of("Harbour Lights", "Salt and Rope", "Ninth Wave", "Gull", "Empty Quay", "Foghorn");

  /// A server ends within this, whatever it waits for, if the machine has nothing else to do.
  private static final Duration END_PROMISED = Duration.ofSeconds(1);

  /// No machine is so busy that it takes longer, unless the server waits for somebody.
  private static final Duration END_MAX = Duration.ofSeconds(10);

  /// A quarter of an hour of sound: a tool is busy with it for some time.
  private static final int NOISE_SAMPLES = 15 * 60 * 8_000;

  /// The clocks of two processes need not run equally fast.
  private static final Duration CLOCKS = Duration.ofMillis(2);

  @TempDir private Path folder;
  private Path library;
  private Path home;
  private Catalogues catalogues;

  @BeforeEach
  void openCatalogues() throws IOException {
    library = Files.createDirectory(folder.toRealPath().resolve("library"));
    home = folder.resolve("home");
    catalogues = new Catalogues(TITLES);
  }

  @AfterEach
  void closeCatalogues() {
    catalogues.close();
  }

  private Path album() throws IOException {
    return Files.createDirectories(library.resolve("Low Tide"));
  }

  /// The first so many songs of the album.
  private void fill(int songs) throws IOException {
    var album = album();
    for (int number = 0; number < songs; number++) {
      song(album, number);
    }
  }

  private Path song(Path place, int number) {
    var tags = new HashMap<String, String>();
    tags.put("title", TITLES.get(number));
    tags.put("artist", "The Lanterns");
    tags.put("album", "Low Tide");
    tags.put("track", "" + (number + 1));
    return new Samples(folder).song(place.resolve(TITLES.get(number) + ".mp3"), tags);
  }

  private String id(Api api, int number) throws IOException {
    var path = library.resolve("Low Tide").resolve(TITLES.get(number) + ".mp3").toString();
    return new LibraryApi(api).ids("published").get(path);
  }

  @Test
  void only_those_are_asked_whom_an_administrator_has_named() throws Exception {
    int songs = 2;
    fill(songs);
    try (var gremlin = new Gremlin(home).serve()) {
      var api = new Api(gremlin);
      var descriptions = new Descriptions(api);
      for (var provider : Catalogue.values()) {
        gremlin.must("set", word(provider) + "-address", catalogues.address(provider));
      }
      gremlin.must("library", "add", "music", library.toString(), "--wait");
      descriptions.awaitOver(songs, MAX);
      assertThat(catalogues.log()).isEmpty();

      gremlin.must("set", "providers", "musicbrainz");
      awaitOutcome(api, songs, "musicbrainz", "done");
      descriptions.awaitOver(songs, MAX);
      assertThat(catalogues.log(COVERART)).isEmpty();
      assertThat(catalogues.log(LRCLIB)).isEmpty();

      gremlin.must("set", "providers", "none");
      gremlin.must("set", "grabbers-off", "musicbrainz, coverart, lrclib, sound, colours");
      int asked = catalogues.log().size();
      gremlin.kill();
      gremlin.serve();
      new Descriptions(api).awaitOver(songs, MAX);
      var first = id(api, 0);
      assertThat(descriptions.outcome(first, "musicbrainz")).isEqualTo("done");
      assertThat(api.item(first).path("title").asString()).isEqualTo(TITLES.getFirst());
      Api.must(api.get("/items/" + first));
      song(library, 2);
      gremlin.must("demand", library.resolve(TITLES.get(2) + ".mp3").toString());
      assertThat(catalogues.log()).hasSize(asked);
      assertNeverTooOften();
    }
  }

  private static String word(Catalogue provider) {
    return provider.name().toLowerCase(java.util.Locale.ROOT);
  }

  private void awaitOutcome(Api api, int songs, String stage, String outcome) {
    var descriptions = new Descriptions(api);
    Await.untilTrue(
        "all to be " + outcome + " by " + stage,
        MAX,
        () -> {
          for (int number = 0; number < songs; number++) {
            if (!descriptions.outcome(id(api, number), stage).equals(outcome)) {
              return false;
            }
          }
          return true;
        });
  }

  @Test
  void nothing_is_fetched_twice_however_often_the_server_is_killed() throws Exception {
    int songs = 4;
    fill(songs);
    try (var gremlin = new Gremlin(home).serve()) {
      var api = new Api(gremlin);
      var descriptions = new Descriptions(api);
      descriptions.ask(catalogues, ALL);
      gremlin.must("library", "add", "music", library.toString());
      for (var stage : List.of("item.parsed", "item.grabbed")) {
        descriptions.awaitEvent(stage);
        again(gremlin);
      }
      for (var moment : Moment.values()) {
        try (var hold = catalogues.holdAt(moment, MUSICBRAINZ)) {
          hold.await();
          again(gremlin);
        }
      }
      try (var hold = catalogues.holdAt(Moment.SENT, LRCLIB)) {
        hold.await();
        again(gremlin);
      }
      descriptions.awaitEvent("item.ended");
      again(gremlin);
      var dice = new SplittableRandom(Profile.seed());
      for (int kill = 0; kill < Profile.kills(2); kill++) {
        int after = catalogues.log().size() + dice.nextInt(3);
        Await.untilTrue(
            "one more to be asked",
            MAX,
            () -> catalogues.log().size() > after || descriptions.isOver(songs));
        again(gremlin);
      }
      descriptions.awaitOver(songs, MAX);
      for (int number = 0; number < songs; number++) {
        var item = id(api, number);
        for (var stage : List.of("musicbrainz", "coverart", "lrclib", "sound", "ending")) {
          assertThat(descriptions.outcome(item, stage)).as(stage).isEqualTo("done");
        }
        // Whoever comes after another song of the album finds the cover here already.
        assertThat(descriptions.outcome(item, "download")).isIn("done", "");
      }
      assertThat(catalogues.log(COVERART)).anyMatch(asked -> asked.target().endsWith(".jpg"));
      assertNothingTwice();
      assertNeverTooOften();
    }
    try (var database = HomeDatabase.open(home)) {
      assertThat(database.complaints()).isEmpty();
    }
  }

  /// Killed and started again.
  private void again(Gremlin gremlin) {
    gremlin.kill();
    catalogues.nextRun();
    gremlin.serve();
  }

  /// What was answered as a whole is not asked again, unless the server was killed before it could
  /// keep that: this can be the last answer of a run only, since there is one at a time.
  private void assertNothingTwice() {
    for (var provider : Catalogue.values()) {
      var kept = new HashSet<String>();
      var log = catalogues.log(provider);
      for (int i = 0; i < log.size(); i++) {
        var asked = log.get(i);
        assertThat(kept).as("%s in %s", asked, log).doesNotContain(asked.target());
        boolean wasLast = i + 1 == log.size() || log.get(i + 1).run() != asked.run();
        if (asked.isAnswered() && !wasLast) {
          kept.add(asked.target());
        }
      }
    }
  }

  private void assertNeverTooOften() {
    for (var provider : Catalogue.values()) {
      var log = catalogues.log(provider);
      for (int i = 1; i < log.size(); i++) {
        var apart = Duration.ofNanos(log.get(i).nanos() - log.get(i - 1).nanos());
        assertThat(apart)
            .as("between %s and %s", log.get(i - 1), log.get(i))
            .isGreaterThan(provider.interval().minus(CLOCKS));
      }
    }
  }

  @Test
  void troubles_of_a_provider_are_never_taken_for_its_answers() throws Exception {
    // In an order in which nobody closes the provider to those who come after.
    var troubles =
        List.of(Manner.CUT, Manner.HUGE, Manner.OVERLOADED, Manner.TRICKLE, Manner.TOO_OFTEN);
    catalogues.treat(asked -> manner(troubles, asked));
    int songs = troubles.size();
    var album = album();
    try (var gremlin = new Gremlin(home).serve()) {
      var api = new Api(gremlin);
      var descriptions = new Descriptions(api);
      descriptions.ask(catalogues, "musicbrainz");
      gremlin.must("library", "add", "music", library.toString());
      for (int number = 0; number < songs; number++) {
        song(album, number);
        awaitFailure(api, number);
        var stage = descriptions.stages(id(api, number)).get("musicbrainz");
        assertThat(stage.path("outcome").asString()).as("%s", stage).isEqualTo("failed");
        assertThat(stage.path("reason").asString()).contains("MusicBrainz");
        assertThat(Instant.parse(stage.path("until").asString()))
            .isAfter(Instant.parse(stage.path("at").asString()));
      }

      catalogues.treat(_ -> Manner.FAIR);
      for (int number = 0; number < songs; number++) {
        Api.must(api.post("/api/v1/items/" + id(api, number) + "/reprocess"));
      }
      awaitOutcome(api, songs, "musicbrainz", "done");
      descriptions.awaitOver(songs, MAX);
      assertNothingTwice();
      assertNeverTooOften();
    }
  }

  private static Manner manner(List<Manner> troubles, Asked asked) {
    for (int number = 0; number < troubles.size(); number++) {
      if (isFor(number, asked)) {
        return troubles.get(number);
      }
    }
    return Manner.FAIR;
  }

  private static boolean isFor(int number, Asked asked) {
    return asked.target().contains(TITLES.get(number));
  }

  private void awaitFailure(Api api, int number) {
    var descriptions = new Descriptions(api);
    Await.untilTrue(
        TITLES.get(number) + " to have been asked for in vain",
        MAX,
        () ->
            catalogues.log().stream().anyMatch(asked -> isFor(number, asked))
                && descriptions.outcome(id(api, number), "musicbrainz").equals("failed"));
  }

  @Test
  void who_wants_to_be_left_alone_is_asked_again_after_that_by_itself() throws Exception {
    fill(1);
    catalogues.treat(_ -> catalogues.log().size() < 2 ? Manner.TOO_OFTEN : Manner.FAIR);
    try (var gremlin = new Gremlin(home).serve()) {
      var api = new Api(gremlin);
      new Descriptions(api).ask(catalogues, "musicbrainz");
      gremlin.must("library", "add", "music", library.toString(), "--wait");
      awaitOutcome(api, 1, "musicbrainz", "done");
      var log = catalogues.log();
      assertThat(Duration.ofNanos(log.get(1).nanos() - log.get(0).nanos()))
          .isGreaterThan(Duration.ofSeconds(2).minus(CLOCKS));
      new Descriptions(api).awaitOver(1, MAX);
    }
  }

  @Test
  void whoever_is_demanded_overtakes_those_who_wait() throws Exception {
    fill(TITLES.size() - 1);
    var outside = song(Files.createDirectory(folder.resolve("outside")), TITLES.size() - 1);
    try (var gremlin = new Gremlin(home).serve()) {
      var api = new Api(gremlin);
      var descriptions = new Descriptions(api);
      descriptions.ask(catalogues, "musicbrainz");
      var demand = new FutureTask<>(() -> gremlin.must("demand", outside.toString()));
      int before;
      try (var hold = catalogues.holdAt(Moment.ASKED, MUSICBRAINZ)) {
        gremlin.must("library", "add", "music", library.toString(), "--wait");
        hold.await();
        Thread.ofVirtual().start(demand);
        awaitInLine(api);
        before = catalogues.log(MUSICBRAINZ).size();
      }
      var ran = demand.get();
      assertThat(ran.out().lines().toList())
          .startsWith("PARSED")
          .contains("GRABBED musicbrainz", "GRABBED sound")
          .endsWith("ENDED");
      var log = catalogues.log(MUSICBRAINZ);
      assertThat(log.subList(0, before)).noneMatch(asked -> isFor(TITLES.size() - 1, asked));
      assertThat(isFor(TITLES.size() - 1, log.get(before))).as("%s", log).isTrue();
      var external = external(api);
      assertThat(descriptions.outcome(external, "musicbrainz")).isEqualTo("done");
      gremlin.must("collect", "--now");
      assertThat(api.state(external)).isEqualTo("published");
      assertThat(outside).exists();
      descriptions.awaitOver(TITLES.size(), MAX);
      assertNothingTwice();
      assertNeverTooOften();
    }
  }

  /// Whoever is at work waits for nothing but its turn, and gets there long before the next one.
  private static void awaitInLine(Api api) {
    Await.untilTrue(
        "the demanded song to be in line",
        MAX,
        () -> {
          var external = findExternal(api);
          var job = external.isEmpty() ? null : api.job(external.get(), "grab-musicbrainz");
          return job != null && job.path("state").asString("").equals("running");
        });
  }

  private static String external(Api api) throws IOException {
    return findExternal(api).orElseThrow(() -> new AssertionError("there is no external item"));
  }

  private static Optional<String> findExternal(Api api) throws IOException {
    for (var item : Api.must(api.get("/api/v1/items?limit=200")).json().path("items")) {
      if (item.path("source").asString("").equals("external")) {
        return Optional.of(item.path("id").asString());
      }
    }
    return Optional.empty();
  }

  @Test
  void a_server_ends_soon_whomever_it_waits_for() throws Exception {
    int songs = 0;
    var album = album();
    try (var gremlin = new Gremlin(home).serve()) {
      var api = new Api(gremlin);
      var descriptions = new Descriptions(api);
      descriptions.ask(catalogues, "musicbrainz");
      gremlin.must("library", "add", "music", library.toString(), "--wait");
      for (boolean isSignal : new boolean[] {false, true}) {
        catalogues.treat(_ -> Manner.SILENT);
        int before = catalogues.log().size();
        song(album, songs++); // there is something to be asked for, every time
        Files.write(
            library.resolve("noise " + isSignal + ".wav"),
            Sounds.of(new SplittableRandom(Profile.seed()), NOISE_SAMPLES));
        Await.untilTrue("somebody to be waited for", MAX, () -> catalogues.log().size() > before);
        long start = System.nanoTime();
        if (isSignal) {
          gremlin.stop();
        } else {
          Api.must(api.sendJson("POST", "/api/v1/stop", Map.of("now", true, "work", "leave")));
          Await.untilTrue("the server to end", MAX, () -> !gremlin.isAlive());
        }
        var took = Duration.ofNanos(System.nanoTime() - start);
        Profile.report(
            "ended within %d ms while it waited; promised are %d ms on a quiet machine"
                .formatted(took.toMillis(), END_PROMISED.toMillis()));
        assertThat(took).isLessThan(END_MAX);
        catalogues.treat(_ -> Manner.FAIR);
        catalogues.nextRun();
        gremlin.serve();
        int fetched = before + 2;
        Await.untilTrue("more to be fetched", MAX, () -> catalogues.log().size() >= fetched);
      }
      awaitOutcome(api, songs, "musicbrainz", "done");
      assertNothingTwice();
      assertNeverTooOften();
    }
  }
}
