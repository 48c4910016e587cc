package contentgremlin.http.page;

import contentgremlin.account.AccountId;
import contentgremlin.disk.DiskVault;
import contentgremlin.engine.Pipeline;
import contentgremlin.event.Fact;
import contentgremlin.item.Item;
import contentgremlin.item.ItemId;
import contentgremlin.item.MediaFacts;
import contentgremlin.item.MediaType;
import contentgremlin.item.Metadata;
import contentgremlin.item.Rendition;
import contentgremlin.item.Source;
import contentgremlin.item.Visibility;
import contentgremlin.job.Ending;
import contentgremlin.job.Job;
import contentgremlin.job.JobId;
import contentgremlin.job.Lane;
import contentgremlin.job.NewJob;
import contentgremlin.job.Priority;
import contentgremlin.job.RetryPolicy;
import contentgremlin.store.Database;
import contentgremlin.vault.Digest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/// Fills a home with items of every sort and state, and titles that are hard to show.
final class SampleHome {
  static final String HTML_TITLE = "<script>alert('gremlin')</script> & \"friends\"";
  static final String LONG_TITLE =
      "The complete and unabridged recording of the summer concert in the old tram depot, with both"
          + " encores, the speech of the mayor and"
          + " Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft";
  static final String ARABIC_TITLE = "رحلة إلى جبال الأطلس في الشتاء";

  private final Database database;
  private final DiskVault vault;
  private final Path home;
  private Instant now;
  private int count;

  SampleHome(Database database, DiskVault vault, Path home, Instant start) {
    this.database = database;
    this.vault = vault;
    this.home = home;
    this.now = start;
  }

  void fill(AccountId mira, AccountId jonas) throws IOException {
    for (int more = 0; more < 34; more++) {
      picture(jonas, "Contact sheet, frame " + (34 - more), Visibility.PUBLIC, 1200, 800);
    }
    document(mira, "Programme of the festival");
    video(jonas, ARABIC_TITLE, "يوميات السفر: https://example.org/atlas.", List.of("سفر", "جبال"));
    video(
        mira,
        HTML_TITLE,
        "<img src=x onerror=alert(1)>\nSecond line.",
        List.of("<b>bold</b>", "a&b"));
    picture(mira, "Lighthouse before the storm", Visibility.PUBLIC, 1600, 1067);
    song(jonas, "Night bus", true);
    picture(jonas, "Portrait, tall", Visibility.UNLISTED, 800, 1200);
    video(mira, LONG_TITLE, "Recorded with two cameras and a lot of luck.", manyTags());
    song(mira, "Tape hiss and other hobbies", false);
    picture(mira, "Draft for the cover", Visibility.PRIVATE, 1000, 1000);
    video(mira, "Gremlins at breakfast", description(), List.of("family", "kitchen", "slow tv"));
    trashed(mira, "An old draft");
    failed(mira, "Holiday 2019.mp4");
    processing(mira, "The long way home");
  }

  private static String description() {
    return """
    Nobody fed them after midnight, so this is rather calm.

    Shot on the kitchen table. The toaster is described at https://example.org/toaster?model=3 (it survived).\
    """;
  }

  private static List<String> manyTags() {
    return List.of(
        "concert",
        "tram depot",
        "summer",
        "brass",
        "encore",
        "mayor",
        "2024",
        "live recording",
        "two cameras",
        "stereo",
        "a rather long tag that somebody typed without thinking",
        "city",
        "evening",
        "open air",
        "friends");
  }

  private ItemId nextId() {
    count++;
    return new ItemId("sample%07d".formatted(count));
  }

  private Item item(AccountId owner, MediaType type, String title, Item.State state) {
    now = now.plus(Duration.ofMinutes(7));
    return new Item(
        nextId(),
        owner,
        type,
        title,
        "",
        List.of(),
        Visibility.PUBLIC,
        state,
        new Source.Owned(
            Digest.of(new byte[32]), "original-" + count + extension(type), 48_230_112, ""),
        MediaFacts.UNKNOWN,
        false,
        false,
        now);
  }

  private static String extension(MediaType type) {
    return switch (type) {
      case VIDEO -> ".mp4";
      case AUDIO -> ".flac";
      case IMAGE -> ".jpg";
      case DOCUMENT -> ".pdf";
    };
  }

  private Item published(AccountId owner, MediaType type, String title) {
    return item(owner, type, title, new Item.State.Published(now));
  }

  private void add(Item item) {
    database.write(tables -> {
      tables.items().add(item);
      tables.events().append(new Fact.ItemCreated(item.id()), now);
      return true;
    });
  }

  private void video(AccountId owner, String title, String description, List<String> tags)
      throws IOException {
    var item =
        published(owner, MediaType.VIDEO, title)
            .probed(
                MediaType.VIDEO, new MediaFacts("video/mp4", Duration.ofSeconds(754), 1920, 1080))
            .described(title, description, tags, Visibility.PUBLIC);
    add(item);
    poster(item, 1280, 720);
    database.write(tables -> {
      tables
          .items()
          .putMetadata(
              item.id(),
              List.of(
                  fact("technical", "video_codec", "h264"),
                  fact("technical", "frame_rate", "25"),
                  fact("technical", "encoder", "Lavf62.3.100"),
                  fact("temporal", "creation-time", "2024-07-06T20:15:00Z")));
      return true;
    });
  }

  private Metadata fact(String group, String key, String value) {
    return new Metadata(group, key, "", value, Metadata.PRIORITY_EMBEDDED, "embedded", now);
  }

  private void song(AccountId owner, String title, boolean hasCover) throws IOException {
    var item =
        published(owner, MediaType.AUDIO, title)
            .probed(MediaType.AUDIO, new MediaFacts("audio/flac", Duration.ofSeconds(223), 0, 0))
            .described(title, "Recorded at home.", List.of("music", "tape"), Visibility.PUBLIC);
    add(item);
    if (hasCover) {
      poster(item, 800, 800);
    }
    rendition(
        item,
        Rendition.Kind.WAVEFORM,
        folder -> Files.writeString(folder.resolve("peaks.json"), peaks()));
    rendition(
        item,
        Rendition.Kind.AUDIO,
        folder -> Files.write(folder.resolve("audio.m4a"), new byte[64]));
  }

  private String peaks() {
    var random = new Random(count);
    var text = new StringBuilder("{\"peaks\":[");
    for (int i = 0; i < 800; i++) {
      double shape =
          0.35 + 0.3 * Math.sin(i / 90.0) * Math.sin(i / 17.0) + 0.3 * random.nextDouble();
      text.append(i == 0 ? "" : ",").append((int) (255 * Math.clamp(shape, 0.02, 1)));
    }
    return text.append("],\"duration\":223}").toString();
  }

  private void picture(AccountId owner, String title, Visibility visibility, int width, int height)
      throws IOException {
    var item =
        published(owner, MediaType.IMAGE, title)
            .probed(MediaType.IMAGE, new MediaFacts("image/jpeg", Duration.ZERO, width, height))
            .described(title, "", List.of("photo"), visibility);
    add(item);
    int seed = count;
    rendition(
        item,
        Rendition.Kind.IMAGE,
        folder -> {
          SampleArt.paint(folder.resolve(width / 2 + ".jpg"), width / 2, height / 2, seed);
          SampleArt.paint(folder.resolve(width + ".jpg"), width, height, seed);
        });
    poster(item, 480, 480 * height / width);
  }

  private void document(AccountId owner, String title) {
    add(
        published(owner, MediaType.DOCUMENT, title)
            .probed(MediaType.DOCUMENT, new MediaFacts("application/pdf", Duration.ZERO, 0, 0)));
  }

  private void trashed(AccountId owner, String title) {
    add(
        item(
            owner,
            MediaType.VIDEO,
            title,
            new Item.State.Trashed(now, new Item.State.Published(now))));
  }

  private void failed(AccountId owner, String title) {
    var item =
        item(
            owner,
            MediaType.VIDEO,
            title,
            new Item.State.Failed("The file ends in the middle: no index (moov) was found."));
    add(item);
    var probe = job(item, Pipeline.PROBE, 0, true);
    end(probe, new Ending.Hopeless("The file ends in the middle: no index (moov) was found."));
    job(item, Pipeline.KEEP, 2, false);
  }

  private void processing(AccountId owner, String title) {
    var item =
        item(owner, MediaType.VIDEO, title, new Item.State.Processing())
            .probed(
                MediaType.VIDEO,
                new MediaFacts("video/quicktime", Duration.ofSeconds(320), 1080, 1920));
    add(item);
    end(job(item, Pipeline.PROBE, 0, true), new Ending.Done());
    run(job(item, Pipeline.TRANSCODE, 1, true));
    end(job(item, Pipeline.POSTER, 1, true), new Ending.Done());
    job(item, Pipeline.SPRITES, 1, false);
    job(item, Pipeline.KEEP, 2, false);
  }

  private Job job(Item item, String kind, int stage, boolean blocking) {
    var wanted =
        new NewJob(
            kind,
            item.id(),
            item.owner(),
            Lane.LIGHT,
            stage,
            blocking,
            Priority.of(Priority.PUBLISHING),
            Map.of());
    return database.write(tables -> tables.jobs().add(wanted, now));
  }

  private Job run(Job job) {
    var claimed = job.claim("sample", now.plus(Duration.ofHours(1)));
    var running = claimed.start(null, now);
    return database.write(tables -> {
      tables.jobs().replace(job, claimed, now);
      tables.jobs().replace(claimed, running, now);
      return running;
    });
  }

  private void end(Job job, Ending ending) {
    var running = run(job);
    var ended = running.settle(ending, new RetryPolicy(1, Duration.ZERO, Duration.ZERO), now);
    database.write(tables -> tables.jobs().replace(running, ended, now));
  }

  private void poster(Item item, int width, int height) throws IOException {
    int seed = count;
    rendition(
        item,
        Rendition.Kind.POSTER,
        folder -> {
          SampleArt.paint(folder.resolve("poster.jpg"), width, height, seed);
          SampleArt.paint(folder.resolve("thumbnail.jpg"), 480, 480 * height / width, seed);
        });
  }

  private interface Painter {
    void paint(Path folder) throws IOException;
  }

  private void rendition(Item item, Rendition.Kind kind, Painter painter) throws IOException {
    var folder = Files.createTempDirectory(home, "made-");
    painter.paint(folder);
    var job = new JobId(1000L + count);
    var files =
        vault.publish(folder, Rendition.folder(item.id(), kind, job), SampleHome::mediaType);
    database.write(tables ->
        tables.items().putRendition(new Rendition(item.id(), kind, job, now, Map.of(), files)));
  }

  private static String mediaType(String path) {
    @Nullable String type = path.endsWith(".jpg") ? "image/jpeg" : null;
    return type != null ? type : path.endsWith(".json") ? "application/json" : "audio/mp4";
  }
}
