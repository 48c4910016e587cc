package contentgremlin.engine.enrich;

import static contentgremlin.store.DatabaseTesting.digest;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import contentgremlin.disk.DiskVault;
import contentgremlin.engine.Pipeline;
import contentgremlin.engine.Runner;
import contentgremlin.engine.Sweeper;
import contentgremlin.enrich.Grabbed;
import contentgremlin.enrich.Grabber;
import contentgremlin.enrich.Outcome;
import contentgremlin.enrich.PictureStore.File;
import contentgremlin.enrich.PictureStore.Picture;
import contentgremlin.enrich.Profile;
import contentgremlin.enrich.Provider;
import contentgremlin.enrich.ProviderServer;
import contentgremlin.enrich.Rate;
import contentgremlin.enrich.Said;
import contentgremlin.enrich.Sources;
import contentgremlin.enrich.Stages;
import contentgremlin.enrich.Subject;
import contentgremlin.enrich.Wanted;
import contentgremlin.enrich.Wave;
import contentgremlin.event.Event;
import contentgremlin.event.Fact;
import contentgremlin.item.Item;
import contentgremlin.item.ItemId;
import contentgremlin.item.MediaFacts;
import contentgremlin.item.MediaType;
import contentgremlin.item.Source;
import contentgremlin.item.Visibility;
import contentgremlin.job.Job;
import contentgremlin.job.Lane;
import contentgremlin.job.NewJob;
import contentgremlin.job.Priority;
import contentgremlin.net.HttpFetcher;
import contentgremlin.process.ProcessSupervisor;
import contentgremlin.process.Programs;
import contentgremlin.sql.SqliteDatabase;
import contentgremlin.store.Database;
import contentgremlin.vault.Digest;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import javax.imageio.ImageIO;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Downloads with a real runner, real tools, and a provider on a real socket.
@NullUnmarked
class DownloadHandlerTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final String GRABBER = "pictures";

  private static final Provider PROVIDER =
      new Provider(
          "faraway",
          "Far Away",
          "https://faraway.invalid",
          new Rate(100, Duration.ofSeconds(1), 20),
          Provider.Key.NONE,
          Duration.ofDays(30),
          Duration.ofDays(3));

  private record Finder() implements Grabber {
    @Override
    public Profile profile() {
      return new Profile(
          GRABBER,
          1,
          "Pictures",
          "Finds pictures.",
          Set.of(MediaType.AUDIO),
          Wave.FIND,
          1,
          PROVIDER,
          Set.of(),
          List.of());
    }

    @Override
    public boolean appliesTo(Subject subject) {
      return true;
    }

    @Override
    public Grabbed grab(Subject subject, Sources sources) {
      return new Grabbed.Nothing();
    }
  }

  @TempDir Path home;
  private final AtomicReference<Duration> ahead = new AtomicReference<>(Duration.ZERO);
  private final InstantSource time = () -> InstantSource.system().instant().plus(ahead.get());
  private final ProviderServer server = ProviderServer.start();
  private final HttpFetcher fetcher = new HttpFetcher(() -> "Contentgremlin/1");
  private Database database;
  private DiskVault vault;
  private ProcessSupervisor supervisor;
  private Runner runner;

  @BeforeEach
  void open() {
    database = SqliteDatabase.open(home.resolve("db.sqlite"), "test", time);
    vault = new DiskVault(home.resolve("content"), time);
    supervisor =
        new ProcessSupervisor(Programs.in(Path.of(System.getProperty("contentgremlin.programs"))));
    start();
  }

  private void start() {
    var asker = new Asker(database, fetcher, this::setting, time);
    var handler =
        new DownloadHandler(
            database,
            vault,
            asker,
            id -> id.equals(GRABBER) ? Optional.of(new Finder()) : Optional.empty(),
            this::setting,
            time);
    runner = new Runner(database, supervisor, vault, List.of(handler), time, _ -> {});
    runner.start();
  }

  private String setting(String name) {
    return name.equals("faraway-address") ? server.address() : "";
  }

  @AfterEach
  void close() throws Exception {
    runner.stop(true);
    runner.close();
    fetcher.close();
    server.close();
    database.close();
  }

  private static byte[] picture(String format, int seed) throws Exception {
    var image = new BufferedImage(320, 200, BufferedImage.TYPE_INT_RGB);
    var random = new Random(seed);
    for (int x = 0; x < image.getWidth(); x++) {
      for (int y = 0; y < image.getHeight(); y++) {
        image.setRGB(x, y, random.nextInt(1 << 24));
      }
    }
    var out = new ByteArrayOutputStream();
    ImageIO.write(image, format, out);
    return out.toByteArray();
  }

  private ItemId song(String id) {
    var item =
        new Item(
            new ItemId(id),
            null,
            MediaType.AUDIO,
            "Song",
            "",
            List.of(),
            Visibility.PUBLIC,
            new Item.State.Published(time.instant()),
            new Source.Owned(digest(id.hashCode() & 0xffff), id + ".flac", 1_000, ""),
            MediaFacts.UNKNOWN,
            false,
            false,
            time.instant());
    database.write(tables -> {
      tables.items().add(item);
      return item;
    });
    return item.id();
  }

  private Wanted wanted(Wanted.Kind kind, String path, int priority) {
    return new Wanted(kind, server.address() + path, "", priority);
  }

  private void want(ItemId item, Wanted... wanted) {
    database.write(tables -> {
      tables.pictures().want(item, GRABBER, List.of(wanted), time.instant());
      return item;
    });
  }

  private Job queue(ItemId item) {
    var job =
        database.write(tables ->
            tables
                .jobs()
                .add(
                    new NewJob(
                        Stages.DOWNLOAD,
                        item,
                        null,
                        Lane.NETWORK,
                        NewJob.APART,
                        false,
                        Priority.of(Priority.BACKGROUND),
                        Map.of()),
                    time.instant()));
    runner.wake();
    return job;
  }

  private static void await(BooleanSupplier condition) {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("it took too long").isLessThan(end);
      LockSupport.parkNanos(5_000_000);
    }
  }

  private void download(ItemId item) {
    finish(queue(item));
  }

  private void finish(Job job) {
    await(() -> !now(job).isOpen());
    assertThat(now(job).state()).isInstanceOf(Job.State.Succeeded.class);
  }

  private Job now(Job job) {
    return database.read(tables -> tables.jobs().find(job.id())).orElseThrow();
  }

  private List<Picture> of(ItemId item) {
    return database.read(tables -> tables.pictures().of(item));
  }

  private Picture only(ItemId item) {
    return of(item).getFirst();
  }

  private Outcome outcome(ItemId item) {
    return database
        .read(tables -> tables.enrichment().outcome(item, Stages.DOWNLOAD))
        .orElseThrow();
  }

  private List<Fact> downloaded() {
    return database.read(tables -> tables.events().after(0, 1_000)).stream()
        .map(Event::fact)
        .filter(fact -> fact instanceof Fact.ItemDownloaded)
        .toList();
  }

  private boolean isListed(File file) {
    return database.read(tables -> tables.files().find(file.path())).isPresent();
  }

  private byte[] bytes(File file) throws Exception {
    return Files.readAllBytes(vault.path(file.path()));
  }

  private List<String> incoming() {
    var folder = home.resolve("content/incoming");
    if (!Files.exists(folder)) {
      return List.of();
    }
    try (var files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void one_download_serves_all_who_want_the_same() throws Exception {
    var bytes = picture("jpg", 1);
    server.on("/a.jpg", Said.bytes("image/jpeg", bytes));
    var first = song("first");
    var second = song("second");
    want(first, wanted(Wanted.Kind.COVER, "/a.jpg", 1));
    want(second, wanted(Wanted.Kind.BACKDROP, "/a.jpg", 1));

    var one = queue(first);
    var other = queue(second);
    finish(one);
    finish(other);

    var file = only(first).file();
    assertThat(only(second).file()).isEqualTo(file);
    assertThat(file.mediaType()).isEqualTo("image/jpeg");
    assertThat(List.of(file.width(), file.height())).containsExactly(320, 200);
    assertThat(bytes(file)).isEqualTo(bytes);
    assertThat(isListed(file)).isTrue();
    assertThat(downloaded())
        .containsExactlyInAnyOrder(
            new Fact.ItemDownloaded(first, "cover"), new Fact.ItemDownloaded(second, "backdrop"));
    assertThat(server.asked()).hasSize(1);
    await(() -> outcome(first).kind() == Outcome.Kind.DONE);
    await(() -> incoming().isEmpty());
  }

  @Test
  void what_broke_off_goes_on_where_it_was_even_after_a_restart() throws Exception {
    var bytes = picture("png", 2);
    assertThat(bytes.length).isGreaterThan(100_000);
    server.on("/a.png", Said.bytes("image/png", bytes).tagged("v").cutAfter(70_000));
    var item = song("one");
    want(item, wanted(Wanted.Kind.COVER, "/a.png", 1));

    download(item);
    var failed = only(item);
    var outcome = outcome(item);
    runner.stop(true);
    runner.close();
    start();
    server.on("/a.png", Said.bytes("image/png", bytes).tagged("v"));
    ahead.set(Duration.ofMinutes(10));
    download(item);

    assertThat(failed.reason()).contains("broke off");
    assertThat(outcome.kind()).isEqualTo(Outcome.Kind.FAILED);
    assertThat(outcome.until()).isEqualTo(failed.until());
    assertThat(server.asked().getLast().header("range")).matches("bytes=[1-9]\\d+-");
    assertThat(bytes(only(item).file())).isEqualTo(bytes);
  }

  @Test
  void what_has_changed_since_it_broke_off_comes_from_the_start() throws Exception {
    var old = picture("png", 3);
    var bytes = picture("png", 4);
    server.on("/a.png", Said.bytes("image/png", old).tagged("v1").cutAfter(70_000));
    var item = song("one");
    want(item, wanted(Wanted.Kind.COVER, "/a.png", 1));

    download(item);
    server.on("/a.png", Said.bytes("image/png", bytes).tagged("v2"));
    ahead.set(Duration.ofMinutes(10));
    download(item);

    assertThat(bytes(only(item).file())).isEqualTo(bytes);
  }

  @Test
  void what_is_no_picture_is_refused_for_good_and_does_not_keep_others_from_coming()
      throws Exception {
    var good = picture("jpg", 5);
    var half = Arrays.copyOf(picture("jpg", 6), 5_000);
    server.on("/page.jpg", Said.text("image/jpeg", "<html>no</html>"));
    server.on("/half.jpg", Said.bytes("image/jpeg", half));
    server.on("/huge.jpg", Said.bytes("image/jpeg", good).endlessly());
    server.on("/good.jpg", Said.bytes("image/jpeg", good));
    var item = song("one");
    want(
        item,
        wanted(Wanted.Kind.COVER, "/page.jpg", 9),
        wanted(Wanted.Kind.POSTER, "/half.jpg", 9),
        wanted(Wanted.Kind.LOGO, "/gone.jpg", 9),
        wanted(Wanted.Kind.BACKDROP, "/huge.jpg", 9),
        wanted(Wanted.Kind.COVER, "/good.jpg", 8));
    for (int i = 0; i < 3; i++) {
      download(item);
    }

    assertThat(of(item))
        .extracting(
            picture -> picture.wanted().address().replaceAll(".*/", "") + picture.isRefused())
        .containsExactlyInAnyOrder(
            "page.jpgtrue", "half.jpgtrue", "gone.jpgtrue", "huge.jpgtrue", "good.jpgfalse");
    List<Picture> due = database.read(tables -> tables.pictures().due(item, time.instant()));
    assertThat(due).isEmpty();
    assertThat(of(item).stream().filter(picture -> picture.file() != null))
        .extracting(picture -> picture.wanted().priority())
        .containsExactly(8);
    assertThat(server.asked()).hasSize(5);
    await(() -> incoming().isEmpty());
  }

  @Test
  void who_asks_for_a_pause_gets_it() throws Exception {
    server.on("/a.jpg", Said.later(503, "900"), Said.bytes("image/jpeg", picture("jpg", 7)));
    var item = song("one");
    want(item, wanted(Wanted.Kind.COVER, "/a.jpg", 1));

    download(item);
    var until = outcome(item).until();
    download(item);
    int asked = server.asked().size();
    ahead.set(Duration.ofMinutes(16));
    download(item);

    assertThat(until).isAfter(InstantSource.system().instant().plusSeconds(800));
    assertThat(asked).isEqualTo(1);
    assertThat(only(item).file()).isNotNull();
  }

  @Test
  void subtitles_are_read_before_they_are_believed() throws Exception {
    var text = "1\n00:00:01,000 --> 00:00:02,000\nGrüße\n";
    server.on("/a.srt", Said.bytes("application/x-subrip", text.getBytes(UTF_8)));
    server.on("/b.srt", Said.text("text/plain", "Not found"));
    var good = song("good");
    var bad = song("bad");
    want(good, wanted(Wanted.Kind.SUBTITLE, "/a.srt", 1));
    want(bad, wanted(Wanted.Kind.SUBTITLE, "/b.srt", 1));

    download(good);
    download(bad);

    assertThat(bytes(only(good).file())).isEqualTo(text.getBytes(UTF_8));
    assertThat(only(bad).isRefused()).isTrue();
    assertThat(only(bad).reason()).isEqualTo("what is there is no subtitle");
  }

  @Test
  void a_song_of_ours_without_a_cover_gets_the_one_that_was_found() throws Exception {
    server.on("/a.jpg", Said.bytes("image/jpeg", picture("jpg", 8)));
    var item = song("one");
    want(item, wanted(Wanted.Kind.COVER, "/a.jpg", 1));

    download(item);

    List<Job> jobs = database.read(tables -> tables.jobs().of(item));
    assertThat(jobs)
        .filteredOn(job -> job.kind().equals(Pipeline.COVER))
        .singleElement()
        .satisfies(job ->
            assertThat(job.input())
                .containsEntry(Pipeline.FOUND, only(item).file().path())
                .containsEntry(Pipeline.MARK, only(item).file().digest()));
  }

  private void sweep() throws Exception {
    try (var sweeper = new Sweeper(database, vault, supervisor, time)) {
      sweeper.sweepOnce();
      sweeper.sweepOnce();
    }
  }

  @Test
  void what_no_item_wants_any_more_goes_after_a_while_and_nothing_else_does() throws Exception {
    server.on("/a.jpg", Said.bytes("image/jpeg", picture("jpg", 9)));
    server.on("/b.jpg", Said.bytes("image/jpeg", picture("jpg", 10)));
    var going = song("going");
    var staying = song("staying");
    want(going, wanted(Wanted.Kind.COVER, "/a.jpg", 1));
    want(staying, wanted(Wanted.Kind.COVER, "/b.jpg", 1));
    download(going);
    download(staying);
    var gone = only(going).file();
    var kept = only(staying).file();
    database.write(tables -> {
      tables.items().remove(going);
      return going;
    });

    sweep();
    ahead.set(Duration.ofDays(6));
    sweep();
    var inGrace = Files.exists(vault.path(gone.path()));
    ahead.set(Duration.ofDays(30));
    sweep();

    assertThat(inGrace).isTrue();
    assertThat(vault.path(gone.path())).doesNotExist();
    assertThat(isListed(gone)).isFalse();
    assertThat(vault.path(kept.path())).exists();
    assertThat(isListed(kept)).isTrue();
    var needed = new Digest(kept.digest());
    assertThat(needed.hex()).isEqualTo(vault.digest(vault.path(kept.path())).hex());
  }
}
