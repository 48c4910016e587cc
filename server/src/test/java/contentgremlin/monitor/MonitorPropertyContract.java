package contentgremlin.monitor;

import contentgremlin.library.FileStat;
import contentgremlin.library.Watchers;
import contentgremlin.watch.TestTree;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Whatever happens to a tree: who believes listings and changes alone, knows in the end what is
/// there. `-Dcontentgremlin.sequences=N` tries more, `-Dcontentgremlin.seed=N` others.
abstract class MonitorPropertyContract {
  /// What the tree is watched by.
  abstract Watchers watchers();

  private static final int SEQUENCES = Integer.getInteger("contentgremlin.sequences", 5);
  private static final long SEED = Long.getLong("contentgremlin.seed", 5);
  private static final int STEPS = 120;

  private Path root;
  private Path outside;

  @BeforeEach
  void make() throws Exception {
    root = TestTree.make();
    outside = TestTree.make();
  }

  @AfterEach
  void remove() throws Exception {
    TestTree.remove(root);
    TestTree.remove(outside);
  }

  @Test
  void what_is_told_equals_the_disk() throws Exception {
    try (var watching = Watching.start(root, watchers())) {
      play(watching, 0);
    }
  }

  @Test
  void what_is_told_equals_the_disk_though_nothing_is_kept() throws Exception {
    var quick = Watching.QUICK;
    var forgetful =
        new MonitorSettings(
            quick.settle(), quick.presence(), quick.compareMin(), quick.compareMax(), 3);
    try (var watching = Watching.start(root, forgetful, watchers())) {
      play(watching, 1);
    }
  }

  @Test
  void what_is_told_equals_the_disk_though_nothing_can_be_watched() throws Exception {
    var impatient =
        new MonitorSettings(
            Duration.ofMillis(50),
            Duration.ofMillis(200),
            Duration.ofMillis(50),
            Duration.ofMillis(200),
            100_000);
    Watchers nobody = root -> new FewWatches(watchers().open(root), 0);
    try (var watching = Watching.start(root, impatient, nobody)) {
      play(watching, 2);
    }
  }

  @Test
  void what_is_told_equals_the_disk_with_three_watches() throws Exception {
    Watchers few = root -> new FewWatches(watchers().open(root), 3);
    try (var watching = Watching.start(root, Watching.QUICK, few)) {
      play(watching, 3);
    }
  }

  private void play(Watching watching, int variant) throws Exception {
    var dice = new SplittableRandom(SEED);
    for (int sequence = 0; sequence < SEQUENCES; sequence++) {
      long seed = dice.nextLong() + variant;
      var hands = new RandomHands(root, outside, seed);
      var pauses = new SplittableRandom(seed);
      for (int step = 0; step < STEPS; step++) {
        hands.act();
        if (pauses.nextInt(10) == 0) {
          Thread.sleep(pauses.nextInt(8)); // so that listings fall in between
        }
      }
      awaitTruth(watching, seed, hands);
    }
  }

  private static void awaitTruth(Watching watching, long seed, RandomHands hands) throws Exception {
    try {
      watching.recorder.await(
          "the truth", () -> lines(watching.recorder.files()).equals(lines(watching.truth())));
    } catch (AssertionError e) {
      var wrong = new TreeSet<>(lines(watching.recorder.files()));
      var right = new TreeSet<>(lines(watching.truth()));
      var missing = new TreeSet<>(right);
      missing.removeAll(wrong);
      wrong.removeAll(right);
      var tail = hands.done().subList(Math.max(0, hands.done().size() - 150), hands.done().size());
      throw new AssertionError(
          "seed %d: unknown %s, wrong %s, listed %s, after%n%s%n%s"
              .formatted(
                  seed,
                  missing,
                  wrong,
                  watching.recorder.listings(),
                  String.join("\n", tail),
                  watching.recorder.changes()),
          e);
    }
  }

  /// How many names a file has beside is told under none of them.
  private static Set<String> lines(Map<String, FileStat> files) {
    var lines = new TreeSet<String>();
    files.forEach((path, stat) ->
        lines.add("%s %d %d %d".formatted(path, stat.inode(), stat.size(), stat.modified())));
    return lines;
  }
}
