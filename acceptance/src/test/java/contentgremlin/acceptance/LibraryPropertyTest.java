package contentgremlin.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import contentgremlin.acceptance.LibraryApi.Mirrored;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Whatever is done to the folders of libraries, with the server up, down or killed in the middle:
/// in the end the catalogue equals the disk, and each file is the item that it was.
///
/// One server has many small worlds at once, each with two libraries and somebody who works in them
/// at random. A world's life from the first comparison to the last one is a sequence.
@NullUnmarked
class LibraryPropertyTest {
  private static final int WORLDS = 12;
  private static final int WORLDS_SOAK = 40;
  private static final int SEQUENCES_SOAK = 1_000;
  private static final Duration NORMAL_MAX = Duration.ofSeconds(55);
  private static final Duration SETTLE_MAX = Duration.ofSeconds(90);
  private static final int PHASES = 5;
  private static final int ACTS_MAX = 30;
  private static final int PAUSE_MAX_MS = 40;
  private static final int KILL_MAX_MS = 600;
  private static final int FAULTS_MAX = 20;

  /// Of so many items, one has a note of somebody.
  private static final int NOTES = 4;

  private enum Mode {
    UP,
    DOWN,
    KILLED,
    KILLED_TWICE
  }

  @TempDir private Path folder;
  private final SplittableRandom dice = new SplittableRandom(Profile.seed());
  private final List<String> faults = new ArrayList<>();
  private final Map<Mode, Integer> tried = new TreeMap<>();
  private Gremlin gremlin;
  private Api api;
  private LibraryApi libraries;

  private record Player(World world, Hands hands, SplittableRandom pauses) {}

  @Test
  void the_catalogue_equals_the_disk_whatever_is_done_to_it() throws Exception {
    // 1,000 of them have never run without a complaint yet; a rare one would hold up everything.
    assumeTrue(Profile.isSoak(), () -> Profile.skipped("sequences of changes: only by a soak"));
    Profile.report("library sequences: -Dcontentgremlin.seed=" + Profile.seed());
    long began = System.nanoTime();
    long end = began + NORMAL_MAX.toNanos();
    int sequences = 0;
    gremlin = new Gremlin(folder.resolve("home")).serve();
    try (var _ = gremlin) {
      api = new Api(gremlin);
      libraries = new LibraryApi(api);
      do {
        sequences += round(sequences);
      } while (faults.isEmpty()
          && (Profile.isSoak() ? sequences < SEQUENCES_SOAK : System.nanoTime() < end));
    }
    Profile.report(
        "library sequences: %d in %d s, phases %s; faults found: %d"
            .formatted(
                sequences,
                Duration.ofNanos(System.nanoTime() - began).toSeconds(),
                tried,
                faults.size()));
    assertThat(faults.size()).as(String.join("\n", faults)).isZero();
  }

  /// @return how many sequences
  private int round(int number) throws Exception {
    var players = new ArrayList<Player>();
    int worlds = Profile.isSoak() ? WORLDS_SOAK : WORLDS;
    for (int i = 0; i < worlds; i++) {
      var name = "world" + (number + i);
      var world = new World(folder.toRealPath().resolve(name).toString(), name);
      var player = new Player(world, new Hands(world, dice.nextLong()), dice.split());
      play(player, 0);
      for (var library : World.LIBRARIES) {
        libraries.add(world.library(library), world.absolute(library));
      }
      players.add(player);
    }
    compare(players);
    for (int phase = 0; phase < PHASES && faults.isEmpty(); phase++) {
      phase(players, Mode.values()[dice.nextInt(Mode.values().length)]);
      compare(players);
    }
    if (!faults.isEmpty()) {
      return worlds; // whoever wants to know why finds everything as it was
    }
    for (var player : players) {
      for (var library : World.LIBRARIES) {
        libraries.remove(player.world().library(library));
      }
      checkDisk(player.world());
    }
    return worlds;
  }

  private void phase(List<Player> players, Mode mode) throws Exception {
    tried.merge(mode, 1, Integer::sum);
    players.forEach(player -> player.world().note(mode.name()));
    switch (mode) {
      case UP -> playAll(players, () -> null);
      case DOWN -> {
        gremlin.stop();
        players.forEach(player -> play(player, 0));
        gremlin.serve();
      }
      case KILLED -> {
        playAll(players, this::killSoon);
        gremlin.serve();
      }
      case KILLED_TWICE -> {
        playAll(players, this::killSoon);
        gremlin.serve();
        // Some of it is being compared already when it is over again.
        playAll(players, this::killSoon);
        gremlin.serve();
      }
    }
  }

  private Void killSoon() throws InterruptedException {
    Thread.sleep(dice.nextInt(KILL_MAX_MS));
    gremlin.kill();
    return null;
  }

  /// Everybody at once, and something else meanwhile.
  private static void playAll(List<Player> players, Callable<Void> meanwhile) throws Exception {
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var tasks = new ArrayList<Callable<Void>>();
      for (var player : players) {
        tasks.add(() -> {
          play(player, PAUSE_MAX_MS);
          return null;
        });
      }
      tasks.add(meanwhile);
      for (var done : threads.invokeAll(tasks)) {
        done.get();
      }
    }
  }

  private static void play(Player player, int pauseMs) {
    try {
      int acts = 1 + player.pauses().nextInt(ACTS_MAX);
      for (int act = 0; act < acts; act++) {
        player.hands().act();
        if (pauseMs > 0 && player.pauses().nextInt(3) == 0) {
          Thread.sleep(player.pauses().nextInt(pauseMs));
        }
      }
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  // ---- Comparing ----

  private void compare(List<Player> players) throws IOException {
    var worlds = players.stream().map(Player::world).toList();
    var wanted = new TreeSet<String>();
    for (var world : worlds) {
      world.shown().keySet().forEach(path -> wanted.add(world.absolute(path)));
    }
    try {
      Await.untilTrue(
          "the catalogue", SETTLE_MAX, () -> wanted.equals(there()) && libraries.isIdle());
    } catch (AssertionError _) {
      tellDifference(worlds, wanted);
      return;
    }
    var items = libraries.items();
    for (var world : worlds) {
      check(world, items);
    }
  }

  /// Paths of items that can be had; one that is shown twice stands there twice.
  private Set<String> there() throws IOException {
    var paths = new TreeSet<String>();
    for (var item : libraries.items()) {
      if (item.isThere() && !paths.add(item.path())) {
        paths.add(item.path() + " twice");
      }
      if (item.state().equals("offline")) {
        paths.add(item.path() + " offline");
      }
    }
    return paths;
  }

  private void tellDifference(List<World> worlds, Set<String> wanted) throws IOException {
    var there = there();
    for (var world : worlds) {
      var missing = new TreeSet<>(wanted);
      missing.removeAll(there);
      missing.removeIf(path -> !path.startsWith(world.root + "/"));
      var wrong = new TreeSet<>(there);
      wrong.removeAll(wanted);
      wrong.removeIf(path -> !path.startsWith(world.root + "/"));
      if (!missing.isEmpty() || !wrong.isEmpty()) {
        fault(world, "not shown: %s; shown though not there: %s".formatted(missing, wrong));
      }
    }
  }

  private void check(World world, List<Mirrored> items) throws IOException {
    var byPath = new HashMap<String, Mirrored>();
    var byId = new HashMap<String, Mirrored>();
    for (var item : items) {
      byId.put(item.id(), item);
      if (item.isThere()) {
        byPath.put(item.path(), item);
      }
    }
    var taken = new HashMap<String, Thing>();
    world
        .shown()
        .forEach((path, thing) -> {
          var item = byPath.get(world.absolute(path));
          check(world, path, thing, item);
          taken.put(item.id(), thing);
        });
    checkKept(world, byId.keySet(), taken);
    world.shown().forEach((path, thing) -> learn(path, thing, byPath.get(world.absolute(path))));
    world.compared();
    annotate(world);
  }

  private void check(World world, String path, Thing thing, Mirrored item) {
    if (world.keepsItem(thing) && !item.id().equals(thing.item)) {
      fault(world, "%s %s was item %s, is %s".formatted(path, thing, thing.item, item.id()));
    } else if (!thing.isVague
        && item.id().equals(thing.item)
        && !item.description().equals(thing.note)) {
      fault(world, "%s lost its note: %s".formatted(path, item));
    }
    world
        .inherits(path, thing)
        .filter(before -> !before.equals(item.id()))
        .ifPresent(before ->
            fault(
                world, "%s %s replaced item %s, is %s".formatted(path, thing, before, item.id())));
    if (item.state().equals("failed")) {
      fault(world, "%s %s failed".formatted(path, thing));
    }
  }

  /// Items of files that are gone stay for a while.
  private void checkKept(World world, Set<String> ids, Map<String, Thing> taken) {
    for (var thing : world.things()) {
      var id = thing.item;
      if (world.leavesItem(thing) && !ids.contains(id)) {
        fault(
            world,
            "item %s of %s (%s, then %s) is lost".formatted(id, thing, thing.known, thing.places));
      }
      if (id != null && (!ids.contains(id) || taken.getOrDefault(id, thing) != thing)) {
        thing.item = null;
      }
    }
  }

  private static void learn(String path, Thing thing, Mirrored item) {
    thing.item = item.id();
    thing.note = item.description();
    thing.known = path;
  }

  private void annotate(World world) throws IOException {
    for (var thing : new HashSet<>(world.shown().values())) {
      if (!thing.isVague && thing.note.isEmpty() && dice.nextInt(NOTES) == 0) {
        thing.note = "note of " + thing;
        libraries.describe(thing.item, thing.note);
      }
    }
  }

  /// Nobody but us did anything there.
  private void checkDisk(World world) throws IOException {
    long files;
    try (var walk = Files.walk(Path.of(world.root))) {
      files = walk.count();
    }
    assertThat(files).isEqualTo(1 + world.paths(_ -> true).size());
  }

  /// Of all that a fault speaks of.
  private static String lives(World world, String what) {
    var lives = new StringBuilder();
    for (var thing : world.things()) {
      boolean isMeant =
          what.contains(thing + " ")
              || (thing.item != null && what.contains(thing.item))
              || thing.life.stream()
                  .anyMatch(event -> event.startsWith("= ") && what.contains(event.substring(2)));
      if (isMeant) {
        lives.append("%s with %s: %s%n".formatted(thing, thing.twins, thing.life));
      }
    }
    return lives.toString();
  }

  private void fault(World world, String what) {
    if (faults.size() < FAULTS_MAX) {
      faults.add(
          "%s: %s, after%n  %s%n%s"
              .formatted(world.name, what, String.join("\n  ", world.done()), lives(world, what)));
    }
  }
}
