package contentgremlin.engine.library;

import static org.assertj.core.api.Assertions.assertThat;

import contentgremlin.event.Event;
import contentgremlin.event.Fact;
import contentgremlin.item.Item;
import contentgremlin.item.ItemQuery;
import contentgremlin.item.MediaFacts;
import contentgremlin.item.MediaType;
import contentgremlin.library.Codecs;
import contentgremlin.library.CoverResult;
import contentgremlin.library.ProbeOrder;
import contentgremlin.library.ProbeResult;
import contentgremlin.library.ProbedMedia;
import contentgremlin.library.Prober;
import contentgremlin.library.Tags;
import contentgremlin.shelf.Shelf;
import contentgremlin.shelf.ShelfQuery;
import contentgremlin.sql.SqliteDatabase;
import contentgremlin.watch.NativeTrees;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Files that are read while they wait to be written down.
class AheadTest {
  private static final Duration LIMIT = Duration.ofSeconds(60);

  @TempDir Path folder;
  private Path root;
  private Function<ProbeOrder, ProbeResult> reader = AheadTest::song;
  private SqliteDatabase database;
  private Probing probing;
  private Libraries libraries;

  @BeforeEach
  void open() throws IOException {
    root = Files.createDirectories(folder.resolve("music")).toRealPath();
    Files.createDirectories(folder.resolve("home"));
    database =
        SqliteDatabase.open(folder.resolve("home/db.sqlite"), "test", InstantSource.system());
    probing = new Probing(database, InstantSource.system(), () -> new Reader(reader), LIMIT);
    libraries =
        new Libraries(
            database,
            InstantSource.fixed(Instant.now()), // on which nothing has waited for long enough
            new NativeTrees(),
            (place, listener, _) -> new WalkingMonitor(place, listener),
            folder.resolve("home"),
            probing::wake,
            probing.ahead());
  }

  @AfterEach
  void close() {
    libraries.close();
    probing.close();
    database.close();
  }

  private void scan(Function<ProbeOrder, ProbeResult> answers) {
    reader = answers;
    probing.start();
    find();
  }

  private void find() {
    libraries.start();
    assertThat(libraries.add("music", root.toString(), null))
        .isInstanceOf(Libraries.Outcome.Done.class);
    libraries.scan("music", "", false);
  }

  /// Reads within the call.
  private record Reader(Function<ProbeOrder, ProbeResult> reading) implements Prober {
    @Override
    public int places() {
      return 1;
    }

    @Override
    public void probe(ProbeOrder order, Consumer<ProbeResult> done) {
      done.accept(reading.apply(order));
    }

    @Override
    public CoverResult cover(ProbeOrder order, Path target) {
      return new CoverResult.None();
    }

    @Override
    public void close() {}
  }

  private static ProbeResult song(ProbeOrder order) {
    var name = Path.of(order.path()).getFileName().toString();
    var tags =
        new Tags(
            Map.of(
                Tags.TITLE,
                List.of("Tagged " + name),
                Tags.ALBUM,
                List.of("One"),
                Tags.ARTIST,
                List.of("Ada")));
    return new ProbeResult.Read(
        order,
        new ProbedMedia(
            MediaType.AUDIO,
            new MediaFacts("audio/mpeg", Duration.ofSeconds(1), 0, 0),
            tags,
            new Codecs("audio/mpeg", "", "", "", "mp3"),
            null,
            null,
            0,
            "essence of " + name));
  }

  private void write(String... names) throws IOException {
    for (var name : names) {
      var file = root.resolve(name);
      Files.createDirectories(file.getParent());
      Files.writeString(file, name);
    }
  }

  private List<Item> items() {
    var query = new ItemQuery(new ItemQuery.Scope.Everything(), null, null, null, 200);
    return database.read(tables -> tables.items().list(query));
  }

  private List<Fact> facts() {
    return database.read(tables -> tables.events().after(0, 1_000)).stream()
        .map(Event::fact)
        .filter(fact -> fact.about() != null)
        .toList();
  }

  private long due() {
    return database.read(tables -> tables.libraries().countDue());
  }

  private static void await(BooleanSupplier isSo) throws InterruptedException {
    for (long end = System.nanoTime() + LIMIT.toNanos(); !isSo.getAsBoolean(); ) {
      assertThat(System.nanoTime()).as("it should have come about by now").isLessThan(end);
      Thread.sleep(5);
    }
  }

  @Test
  void what_was_read_in_time_comes_into_being_with_all_that_is_known_of_it() throws Exception {
    write("a/1.mp3", "a/2.mp3", "a/2.lrc", "a/cover.jpg");
    scan(AheadTest::song);
    await(() -> items().size() == 2 && due() == 0);
    assertThat(items())
        .extracting(Item::title)
        .containsExactlyInAnyOrder("Tagged 1.mp3", "Tagged 2.mp3");
    assertThat(items()).allMatch(item -> item.facts().isPlayable());
    assertThat(facts()).hasSize(2).allMatch(fact -> fact instanceof Fact.ItemCreated);
    var albums =
        database.read(tables ->
            tables
                .shelves()
                .list(
                    new ShelfQuery(
                        Shelf.Kind.ALBUM, true, new ShelfQuery.Narrowing.None(), null, 10)));
    assertThat(albums).singleElement().matches(album -> album.title().equals("One"));
    assertThat(albums.getFirst().total()).isEqualTo(2);
    var found = database.read(tables -> tables.items().search("tagged", null, true, 0, 10));
    assertThat(found).hasSize(2);
    var second =
        items().stream().filter(item -> item.title().endsWith("2.mp3")).findFirst().orElseThrow();
    var beside = database.read(tables -> tables.libraries().sidecarsOf(second.id()));
    assertThat(beside).extracting(entry -> entry.name()).containsExactly("2.lrc");
    var said = database.read(tables -> tables.items().metadata(second.id()));
    assertThat(said).extracting(value -> value.value()).contains("One", "Ada", "mp3");
    long undescribed = database.read(tables -> tables.enrichment().countDue());
    assertThat(undescribed).isEqualTo(2);
  }

  @Test
  void so_does_what_is_in_a_second_library() throws Exception {
    write("a/1.mp3");
    scan(AheadTest::song);
    await(() -> items().size() == 1 && due() == 0);
    var more = Files.createDirectories(folder.resolve("more")).toRealPath();
    Files.createDirectories(more.resolve("b"));
    Files.writeString(more.resolve("b/2.mp3"), "2");

    libraries.add("more", more.toString(), null);
    libraries.scan("more", "", false);

    await(() -> items().size() == 2 && due() == 0);
    assertThat(items()).allMatch(item -> item.title().startsWith("Tagged"));
    assertThat(facts()).hasSize(2).allMatch(fact -> fact instanceof Fact.ItemCreated);
  }

  @Test
  void what_can_not_be_read_is_there_all_the_same_and_says_why() throws Exception {
    write("a/1.mp3", "a/2.mp3");
    scan(order ->
        order.path().endsWith("1.mp3")
            ? new ProbeResult.Unreadable(order, "It is damaged.")
            : song(order));
    await(() -> items().size() == 2 && due() == 0);
    assertThat(items())
        .filteredOn(item -> item.state() instanceof Item.State.Failed)
        .singleElement()
        .matches(item -> item.state().equals(new Item.State.Failed("It is damaged.")));
  }

  @Test
  void all_of_many_folders_is_found_once() throws Exception {
    for (int album = 0; album < 130; album++) {
      write("%03d/1.mp3".formatted(album));
    }
    scan(AheadTest::song);
    await(() -> items().size() == 130 && due() == 0);
    libraries.scan("music", "", false);
    assertThat(items()).hasSize(130);
    assertThat(probing.ahead().isBusy()).isFalse();
  }

  @Test
  void without_anybody_who_reads_files_are_due() throws Exception {
    write("a/1.mp3");
    find();
    assertThat(items()).singleElement().matches(item -> item.title().equals("1"));
    assertThat(due()).isEqualTo(1);
    probing.start();
    await(() -> due() == 0);
    assertThat(items()).singleElement().matches(item -> item.title().equals("Tagged 1.mp3"));
  }
}
