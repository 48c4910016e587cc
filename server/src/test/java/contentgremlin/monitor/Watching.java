package contentgremlin.monitor;

import contentgremlin.library.FileName;
import contentgremlin.library.FileStat;
import contentgremlin.library.FileStat.Kind;
import contentgremlin.library.Listing;
import contentgremlin.library.Tree;
import contentgremlin.library.Watchers;
import contentgremlin.watch.NativeTrees;
import contentgremlin.watch.Shell;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.TreeMap;

/// A real monitor of a real folder, and who listens to it.
final class Watching implements AutoCloseable {
  /// Quick ones, so that tests need not be patient.
  static final MonitorSettings QUICK =
      new MonitorSettings(
          Duration.ofMillis(300),
          Duration.ofMillis(200),
          Duration.ofMillis(300),
          Duration.ofSeconds(2),
          100_000);

  /// Quick ones, but for files that may still be written.
  static MonitorSettings settling(Duration settle) {
    return new MonitorSettings(
        settle, QUICK.presence(), QUICK.compareMin(), QUICK.compareMax(), QUICK.pendingMax());
  }

  final Path root;
  final Recorder recorder;
  final Monitor monitor;

  private Watching(Path root, MonitorSettings settings, Watchers watchers, InstantSource clock) {
    this.root = root;
    recorder = new Recorder(new NativeTrees().open(root.toString()));
    monitor =
        new Monitor(
            root.toString(),
            new NativeTrees(),
            watchers,
            settings,
            RootJudge.ofFirst(),
            clock,
            System::nanoTime);
  }

  static Watching start(Path root, Watchers watchers) throws InterruptedException {
    return start(root, QUICK, watchers);
  }

  /// Waits until the first listing is complete.
  static Watching start(Path root, MonitorSettings settings, Watchers watchers)
      throws InterruptedException {
    return start(root, settings, watchers, InstantSource.system());
  }

  /// @param clock on which a file is young or old
  static Watching start(Path root, MonitorSettings settings, Watchers watchers, InstantSource clock)
      throws InterruptedException {
    var watching = new Watching(root, settings, watchers, clock);
    watching.monitor.start(watching.recorder);
    watching.recorder.awaitListing("");
    return watching;
  }

  static Watching prepare(Path root, Watchers watchers) {
    return new Watching(root, QUICK, watchers, InstantSource.system());
  }

  void run(String script) throws Exception {
    Shell.run(root, script);
  }

  /// What a client must know in the end.
  Map<String, Long> disk() throws Exception {
    return disk(root);
  }

  static Map<String, Long> disk(Path root) throws Exception {
    var lines =
        Shell.run(
            root,
            "find . -mindepth 1 \\( -type f -o -type d \\) -printf '%y %s %P\\0' 2>/dev/null ||"
                + " true");
    var disk = new TreeMap<String, Long>();
    for (var line : lines.split("\0", -1)) {
      if (!line.isEmpty()) {
        var words = line.split(" ", 3);
        var path = FileName.decode(words[2].getBytes(StandardCharsets.ISO_8859_1));
        boolean isFolder = words[0].equals("d");
        if (!Paths.isIgnored(path)) {
          disk.put(isFolder ? path + "/" : path, isFolder ? 0 : Long.parseLong(words[1]));
        }
      }
    }
    return disk;
  }

  /// All that there is to know.
  Map<String, FileStat> truth() {
    var truth = new TreeMap<String, FileStat>();
    collect(new NativeTrees().open(root.toString()), "", truth);
    return truth;
  }

  private static void collect(Tree tree, String path, Map<String, FileStat> truth) {
    if (tree.list(path) instanceof Listing.Folder folder) {
      for (var found : folder.found()) {
        if (found.stat().kind() == Kind.FOLDER) {
          truth.put(path + found.name() + "/", FileStat.UNKNOWN);
          collect(tree, path + found.name() + "/", truth);
        } else if (found.stat().kind() == Kind.FILE) {
          truth.put(path + found.name(), found.stat());
        }
      }
    }
  }

  /// Waits until the client knows what is there.
  void awaitTruth() throws InterruptedException {
    // Looked at anew each time: what the test does may not be over yet.
    recorder.await("the truth", () -> recorder.model().equals(diskNow()));
  }

  private Map<String, Long> diskNow() {
    try {
      return disk();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    monitor.close();
  }
}
