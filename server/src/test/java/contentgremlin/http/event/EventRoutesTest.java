package contentgremlin.http.event;

import static org.assertj.core.api.Assertions.assertThat;

import contentgremlin.account.AccountId;
import contentgremlin.account.Role;
import contentgremlin.engine.EventHub;
import contentgremlin.event.Fact;
import contentgremlin.http.server.ItemServer;
import contentgremlin.http.server.RawClient;
import contentgremlin.item.Item;
import contentgremlin.item.ItemId;
import contentgremlin.item.Visibility;
import contentgremlin.job.JobId;
import contentgremlin.job.Progress;
import contentgremlin.store.DatabaseTesting;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EventRoutesTest {
  private static final ItemId FILM = new ItemId("film");
  private static final ItemId DIARY = new ItemId("diary");

  @TempDir private Path home;
  private ItemServer server;
  private EventHub hub;
  private AccountId owner;

  @BeforeEach
  void start() throws IOException {
    var made = new CompletableFuture<EventHub>();
    server =
        new ItemServer(
            home,
            (database, _) -> {
              var started = new EventHub(database).start();
              made.complete(started);
              return new EventRoutes(started, database, Duration.ofMillis(300)).routes();
            });
    hub = made.join();
    owner =
        server.database.write(tables ->
            tables.accounts().add("owner", Role.UPLOADER, -1, DatabaseTesting.NOON_KEPT).id());
    add(FILM, Visibility.PUBLIC);
    add(DIARY, Visibility.PRIVATE);
  }

  @AfterEach
  void stop() {
    hub.close();
    server.close();
  }

  private void add(ItemId id, Visibility visibility) {
    var item = DatabaseTesting.item(id.value(), owner, DatabaseTesting.NOON_KEPT);
    server.database.write(tables -> {
      tables.items().add(item.described(item.title(), "", List.of(), visibility));
      return "";
    });
  }

  private void tell(Fact... facts) {
    server.database.write(tables -> {
      for (var fact : facts) {
        tables.events().append(fact, DatabaseTesting.NOON_KEPT);
      }
      return "";
    });
  }

  /// Reads fields up to an empty line; comments have the name "".
  private static Map<String, String> message(RawClient client) throws IOException {
    while (true) {
      var fields = new TreeMap<String, String>();
      for (var line = data(client); !line.isEmpty(); line = data(client)) {
        int colon = line.indexOf(':');
        fields.put(line.substring(0, colon), line.substring(colon + 1).strip());
      }
      if (fields.containsKey("event")) {
        return fields;
      }
    }
  }

  /// Of the stream's lines, those that are not of the transfer coding.
  private static String data(RawClient client) throws IOException {
    var line = client.line();
    return line.matches("[0-9A-Fa-f]{1,4}") ? data(client) : line;
  }

  private RawClient listen(String query, String... headers) throws IOException {
    var client = server.connect();
    var lines = new ArrayList<>(List.of("GET /api/v1/events" + query + " HTTP/1.1", "Host: t"));
    lines.addAll(List.of(headers));
    client.head(lines.toArray(String[]::new));
    for (var line = client.line(); !line.isEmpty(); line = client.line()) {
      assertThat(line).doesNotContain("HTTP/1.1 4");
    }
    return client;
  }

  @Test
  void tellsWhatHappensWithItsNumber() throws IOException {
    tell(new Fact.ItemPublished(FILM));
    try (var client = listen("?lastEventId=0")) {
      assertThat(message(client))
          .containsEntry("event", "item.published")
          .containsEntry("id", "1")
          .containsEntry(
              "data",
              "{\"number\":1,\"at\":\"2026-06-01T12:00:00.123Z\",\"type\":\"item.published\",\"item\":\"film\"}");
    }
  }

  @Test
  void goesOnAfterTheLastNumber() throws IOException {
    tell(new Fact.ItemCreated(FILM), new Fact.ItemChanged(FILM), new Fact.ItemPublished(FILM));
    try (var client = listen("", "Last-Event-ID: 2")) {
      assertThat(message(client)).containsEntry("id", "3");
    }
  }

  @Test
  void tellsWhyOnlyThoseWhoMayChangeTheItem() throws IOException {
    tell(new Fact.ItemFailed(FILM, "broken \"bytes\"\nand more"));
    tell(new Fact.JobFailed(new JobId(5), FILM, "sprites", "no luck", false));
    try (var stranger = listen("?lastEventId=0");
        var self = listen("?lastEventId=0", "As: " + owner.value());
        var moderator = listen("?lastEventId=0", "As: moderator")) {
      for (var client : List.of(self, moderator)) {
        assertThat(message(client))
            .containsEntry("event", "item.failed")
            .extractingByKey("data")
            .asString()
            .contains("\"reason\":\"broken \\\"bytes\\\"\\nand more\"");
        assertThat(message(client).get("data")).contains("no luck");
      }
      assertThat(message(stranger).get("data")).doesNotContain("reason", "broken");
      assertThat(message(stranger).get("data")).doesNotContain("reason", "luck");
    }
  }

  @Test
  void tellsOnlyWhatTheListenerMaySee() throws IOException {
    tell(
        new Fact.ItemChanged(DIARY),
        new Fact.JobQueued(new JobId(1), DIARY, "probe"),
        new Fact.JobQueued(new JobId(2), null, "collect"),
        new Fact.ItemChanged(FILM));
    try (var stranger = listen("?lastEventId=0");
        var self = listen("?lastEventId=0", "As: " + owner.value());
        var moderator = listen("?lastEventId=0", "As: moderator")) {
      assertThat(message(stranger)).containsEntry("id", "4");
      assertThat(message(self)).containsEntry("id", "1");
      assertThat(message(self)).containsEntry("id", "2");
      assertThat(message(self)).containsEntry("id", "4");
      for (int i = 1; i <= 4; i++) {
        assertThat(message(moderator)).containsEntry("id", String.valueOf(i));
      }
    }
  }

  @Test
  void rightsThatChangeCountFromTheirEventOn() throws IOException {
    try (var stranger = listen("?lastEventId=0")) {
      tell(new Fact.ItemChanged(FILM));
      assertThat(message(stranger)).containsEntry("id", "1");
      hide();
      tell(new Fact.JobQueued(new JobId(1), FILM, "probe"), new Fact.ItemChanged(FILM));
      add(new ItemId("other"), Visibility.PUBLIC);
      tell(new Fact.ItemCreated(new ItemId("other")));
      assertThat(message(stranger)).containsEntry("event", "item.created");
    }
  }

  private void hide() {
    server.database.write(tables -> {
      var item = tables.items().find(FILM).orElseThrow();
      tables.items().update(item.described(item.title(), "", List.of(), Visibility.PRIVATE));
      tables.events().append(new Fact.ItemChanged(FILM), DatabaseTesting.NOON_KEPT);
      return "";
    });
  }

  @Test
  void whoSawAnItemLearnsThatItIsInTheTrash() throws IOException {
    server.database.write(tables -> {
      var item = tables.items().find(FILM).orElseThrow();
      tables
          .items()
          .update(item.becoming(new Item.State.Trashed(DatabaseTesting.NOON_KEPT, item.state())));
      return "";
    });
    tell(new Fact.ItemTrashed(FILM));
    try (var stranger = listen("?lastEventId=0")) {
      assertThat(message(stranger)).containsEntry("event", "item.trashed");
    }
  }

  @Test
  void filtersByItemAndType() throws IOException {
    tell(
        new Fact.ItemCreated(FILM),
        new Fact.JobFailed(new JobId(5), FILM, "transcode", "no luck", true),
        new Fact.ItemPublished(FILM));
    try (var jobs = listen("?lastEventId=0&type=job");
        var published = listen("?lastEventId=0&item=film&type=item.published")) {
      assertThat(message(jobs))
          .containsEntry("event", "job.failed")
          .extractingByKey("data")
          .asString()
          .contains("\"job\":5", "\"kind\":\"transcode\"", "\"again\":true");
      assertThat(message(published)).containsEntry("id", "3");
    }
  }

  @Test
  void tellsProgressWithoutANumber() throws IOException {
    try (var client = listen("")) {
      awaitListener();
      hub.publishProgress(
          new JobId(5),
          FILM,
          "transcode",
          new Progress(0.4, Duration.ofSeconds(3), 2.1, Duration.ofSeconds(12)));
      assertThat(message(client))
          .containsEntry("event", "job.progress")
          .doesNotContainKey("id")
          .containsEntry(
              "data",
              "{\"job\":5,\"item\":\"film\",\"kind\":\"transcode\",\"fraction\":0.4,\"speed\":2.1,\"remainingSeconds\":12}");
    }
  }

  private void awaitListener() {
    long deadline = System.nanoTime() + 60_000_000_000L;
    while (hub.listeners() == 0) {
      assertThat(System.nanoTime()).isLessThan(deadline);
      Thread.onSpinWait();
    }
  }

  @Test
  void aNumberOfAnotherTimeMeansToStartAfresh() throws IOException {
    tell(new Fact.ItemCreated(FILM));
    try (var client = listen("?lastEventId=1000")) {
      assertThat(message(client))
          .containsEntry("event", "resync")
          .containsEntry("data", "{\"newest\":1}");
    }
  }

  @Test
  void aQuietLineHasAHeartbeatThatMovesTheNumberOn() throws IOException {
    tell(new Fact.ItemChanged(DIARY));
    try (var stranger = listen("?lastEventId=0")) {
      var lines = new ArrayList<String>();
      while (!lines.contains("id: 1")) {
        lines.add(data(stranger));
      }
      assertThat(lines).contains(":").doesNotContain("event: item.changed");
    }
  }

  @Test
  void aNumberThatIsNoneIsRefused() throws IOException {
    try (var client = server.connect()) {
      assertThat(client.get("/api/v1/events", "Last-Event-ID: x").status()).isEqualTo(400);
    }
  }

  @Test
  void aThousandListenersHearOfOneEvent() throws IOException {
    var clients = new ArrayList<RawClient>();
    try {
      for (int i = 0; i < 1000; i++) {
        clients.add(listen("?lastEventId=0"));
      }
      tell(new Fact.ItemPublished(FILM));
      for (var client : clients) {
        assertThat(message(client)).containsEntry("id", "1");
      }
    } finally {
      for (var client : clients) {
        client.close();
      }
    }
  }
}
