package contentgremlin.engine.library;

import static org.assertj.core.api.Assertions.assertThat;

import contentgremlin.event.Alert;
import contentgremlin.item.Item;
import contentgremlin.item.ItemId;
import contentgremlin.item.ItemQuery;
import contentgremlin.item.MediaFacts;
import contentgremlin.item.Source;
import contentgremlin.library.Codecs;
import contentgremlin.library.ProbeOrder;
import contentgremlin.library.ProbeResult;
import contentgremlin.library.ProbedMedia;
import contentgremlin.library.Tags;
import contentgremlin.sql.SqliteDatabase;
import contentgremlin.store.Database;
import contentgremlin.watch.NativeTrees;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;

/// A home with libraries that are compared when a test says so.
final class Shelf implements AutoCloseable {
  final Path root;
  final Database database;
  private final AtomicReference<Duration> ahead = new AtomicReference<>(Duration.ZERO);
  private final InstantSource clock = () -> InstantSource.system().instant().plus(ahead.get());
  private final Map<String, WalkingMonitor> monitors = new HashMap<>();
  private final Path folder;
  private final NativeTrees trees = new NativeTrees();

  /// What happens right after somebody has looked at this path, in whichever library; once.
  final Map<String, WalkingMonitor.Happening> afterLook = new ConcurrentHashMap<>();

  Libraries libraries;

  Shelf(Path folder) throws IOException {
    this.folder = folder;
    this.root = Files.createDirectories(folder.resolve("music")).toRealPath();
    Files.createDirectories(folder.resolve("home"));
    this.database = SqliteDatabase.open(folder.resolve("home/db.sqlite"), "test", clock);
    this.libraries = start();
    assertThat(libraries.add("music", root.toString(), null))
        .isInstanceOf(Libraries.Outcome.Done.class);
  }

  private Libraries start() {
    var made =
        new Libraries(
            database,
            clock,
            root -> new WalkingMonitor.Interrupted(trees.open(root), new HashMap<>(), afterLook),
            (place, listener, _) -> {
              var monitor = new WalkingMonitor(place, listener);
              monitors.put(place, monitor);
              return monitor;
            },
            folder.resolve("home"),
            () -> {},
            new Ahead());
    made.start();
    return made;
  }

  /// As after a kill: nothing is left but the database.
  void restart() {
    libraries.close();
    monitors.clear();
    libraries = start();
  }

  /// As if a helper had read it and found this.
  void read(String path, String essence) {
    var item = item(path);
    var entry = database.read(tables -> tables.libraries().entryOf(item.id())).orElseThrow();
    var order =
        new ProbeOrder(entry.id(), root + "/" + path, entry.stat().size(), entry.stat().modified());
    var media =
        new ProbedMedia(
            item.type(), MediaFacts.UNKNOWN, Tags.NONE, Codecs.NONE, null, null, 0, essence);
    database.write(tables -> {
      Readings.write(tables, List.of(new ProbeResult.Read(order, media)), now());
      return order;
    });
  }

  void move(Duration by) {
    ahead.updateAndGet(by::plus);
  }

  WalkingMonitor monitor() {
    return monitor(root);
  }

  WalkingMonitor monitor(Path place) {
    var monitor = monitors.get(place.toString());
    if (monitor == null) {
      throw new AssertionError("nobody watches " + place);
    }
    return monitor;
  }

  void scan() {
    libraries.scan("music", "", false);
  }

  void confirm() {
    libraries.scan("music", "", true);
  }

  Path write(String path, String text) throws IOException {
    return write(root.resolve(path), text);
  }

  Path write(Path file, String text) throws IOException {
    Files.createDirectories(file.getParent());
    return Files.writeString(file, text);
  }

  void delete(String path) throws IOException {
    try (var all = Files.walk(root.resolve(path))) {
      for (var one : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(one);
      }
    }
  }

  void rename(String from, String to) throws IOException {
    Files.createDirectories(root.resolve(to).getParent());
    Files.move(root.resolve(from), root.resolve(to));
  }

  List<Item> items() {
    var all = new ArrayList<Item>();
    var query = new ItemQuery(new ItemQuery.Scope.Everything(), null, null, null, 200);
    all.addAll(database.read(tables -> tables.items().list(query)));
    return all;
  }

  /// State by path.
  Map<String, String> states() {
    var states = new TreeMap<String, String>();
    for (var item : items()) {
      states.merge(path(item), item.state().word(), (one, other) -> one + "+" + other);
    }
    return states;
  }

  String path(Item item) {
    return root.relativize(Path.of(((Source.Mirrored) item.source()).path())).toString();
  }

  Item item(String path) {
    var found = items().stream().filter(item -> path(item).equals(path)).toList();
    assertThat(found).as(path).hasSize(1);
    return found.getFirst();
  }

  Item item(ItemId id) {
    return database.read(tables -> tables.items().find(id)).orElseThrow();
  }

  List<Alert.Kind> alerts() {
    return database.read(tables -> tables.alerts().standing(0, 100)).stream()
        .map(Alert::kind)
        .toList();
  }

  Instant now() {
    return clock.instant();
  }

  @Override
  public void close() {
    libraries.close();
    database.close();
  }
}
