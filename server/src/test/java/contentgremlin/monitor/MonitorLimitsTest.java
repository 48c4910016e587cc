package contentgremlin.monitor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import contentgremlin.library.Change;
import contentgremlin.library.Listing;
import contentgremlin.library.Signal;
import contentgremlin.library.WatchState.Means;
import contentgremlin.library.Watcher.Watched;
import contentgremlin.watch.NativeWatchers;
import contentgremlin.watch.Shell;
import contentgremlin.watch.TestTree;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Where the system sets limits: in a process of its own, which may have less than this one. Needs
/// user namespaces.
class MonitorLimitsTest {
  private static final String AS_IT_SHOULD_BE = "as it should be";
  private static final String AS_NOBODY = "setpriv --reuid=65534 --regid=65534 --clear-groups ";

  private Path root;

  @BeforeEach
  void make() throws Exception {
    root = TestTree.make();
  }

  @AfterEach
  void remove() throws Exception {
    TestTree.remove(root);
  }

  /// @param prepare run in a user namespace of its own before the scene
  private void play(String prepare, Class<?> scene) throws Exception {
    assumeTrue(may("unshare -Ur true"), "needs user namespaces");
    var script = "unshare -Ur bash -ec '%s; exec %s'".formatted(prepare, java(scene));
    assertThat(Shell.run(Path.of("/"), script)).contains(AS_IT_SHOULD_BE);
  }

  private String java(Class<?> scene) {
    var java = Path.of(System.getProperty("java.home"), "bin", "java");
    return "%s --enable-native-access=ALL-UNNAMED -cp %s:%s %s %s"
        .formatted(
            java, home(Monitor.class), home(scene), scene.getName().replace("$", "\\$"), root);
  }

  private static Path home(Class<?> type) {
    return Path.of(type.getProtectionDomain().getCodeSource().getLocation().getPath());
  }

  /// The scenes have nothing but the monitor.
  private static void check(boolean held, Object otherwise) {
    if (!held) {
      throw new AssertionError(otherwise);
    }
  }

  private static boolean may(String command) {
    try {
      Shell.run(Path.of("/"), command);
      return true;
    } catch (IOException _) {
      return false;
    }
  }

  @Test
  void converges_with_three_watches() throws Exception {
    play("echo 3 > /proc/sys/user/max_inotify_watches", ThreeWatches.class);
  }

  static final class ThreeWatches {
    private ThreeWatches() {}

    public static void main(String[] arguments) throws Exception {
      var root = Path.of(arguments[0]);
      Shell.run(root, "mkdir -p a/b/c d/e f; touch -d '1 hour ago' a/b/c/1 d/e/2 f/3");
      try (var watching = Watching.start(root, new NativeWatchers())) {
        watching.recorder.awaitState(state -> state.unwatchedCount() > 0);
        var state = watching.monitor.state();
        check(state.means() == Means.INOTIFY, state);
        check(state.used() == 3 && state.allowed() == 3 && state.unwatchedCount() == 4, state);
        watching.run("echo 44 > f/4; rm d/e/2; mv a/b/c a/g; mkdir -p h/i; echo 5 > h/i/5");
        watching.awaitTruth();
        watching.run("rm -r a d f");
        watching.awaitTruth();
        watching.run("echo 66 > h/i/6");
        watching.awaitTruth();
        watching.recorder.await(
            "all is watched again", () -> watching.monitor.state().unwatchedCount() == 0);
      }
      System.out.println(AS_IT_SHOULD_BE);
    }
  }

  @Test
  void compares_where_nothing_can_be_watched() throws Exception {
    play("echo 0 > /proc/sys/user/max_inotify_instances", NoWatches.class);
  }

  static final class NoWatches {
    private NoWatches() {}

    public static void main(String[] arguments) throws Exception {
      var root = Path.of(arguments[0]);
      Shell.run(root, "mkdir -p a/b; touch -d '1 hour ago' a/b/1");
      try (var watching = Watching.start(root, new NativeWatchers())) {
        watching.recorder.awaitState(state -> state.unwatchedCount() == 3);
        check(watching.monitor.state().means() == Means.COMPARING, watching.monitor.state());
        watching.run("echo 44 > a/4; rm a/b/1; mkdir c; echo 5 > c/5");
        watching.awaitTruth();
      }
      System.out.println(AS_IT_SHOULD_BE);
    }
  }

  @Test
  void says_when_the_queue_of_the_system_ran_over() throws Exception {
    int max =
        Integer.parseInt(Shell.run(root, "cat /proc/sys/fs/inotify/max_queued_events").strip());
    try (var watcher = NativeWatchers.ofFolders().open(root.toString())) {
      // Nobody reads meanwhile.
      assertThat(watcher.watch("")).isEqualTo(Watched.YES);
      Shell.run(
          root, "python3 -c 'for i in range(%d): open(str(i), \"w\").close()'".formatted(max));
      var lost = false;
      for (int i = 0; i < 1000 && !lost; i++) {
        lost = watcher.await(10_000_000).stream().anyMatch(Signal.Lost.class::isInstance);
      }
      assertThat(lost).isTrue();
    }
  }

  @Test
  void what_was_lost_is_listed_again() throws Exception {
    Shell.run(root, "mkdir -p a/b; touch -d '1 hour ago' a/b/1");
    var lossy = new Lossy[1];
    try (var watching =
        Watching.start(
            root,
            path -> {
              lossy[0] = new Lossy(NativeWatchers.ofFolders().open(path));
              return lossy[0];
            })) {
      lossy[0].loseAll();
      watching.run("echo 22 > a/b/2; rm a/b/1; mkdir -p c/d; echo 3 > c/d/3; mv a e");
      lossy[0].say("a/");
      lossy[0].say("");
      watching.awaitTruth();

      assertThat(watching.recorder.changes()).anyMatch(Change.Overflow.class::isInstance);
    }
  }

  /// Needs to be another one than root, whom nothing is closed to.
  @Test
  void a_folder_that_may_not_be_read_keeps_what_is_known_of_it() throws Exception {
    Shell.run(root, "mkdir -p open shut; touch -d '1 hour ago' open/1 shut/2; chmod -R a+rwX .");
    assumeTrue(
        may(AS_NOBODY + "test -r %s -a -r %s".formatted(home(Monitor.class), home(Shell.class))),
        "needs setpriv, and classes that others may read");
    assertThat(Shell.run(root, AS_NOBODY + java(ShutFolder.class))).contains(AS_IT_SHOULD_BE);
  }

  static final class ShutFolder {
    private ShutFolder() {}

    public static void main(String[] arguments) throws Exception {
      var root = Path.of(arguments[0]);
      Shell.run(root, "mkdir mine; echo 3 > mine/3; touch -d '1 hour ago' mine/3");
      try (var watching = Watching.start(root, new NativeWatchers())) {
        check(watching.monitor.state().means() == Means.INOTIFY, watching.monitor.state());
        watching.run("chmod 0 mine");
        watching.recorder.await(
            "unreadable",
            () ->
                watching.recorder.listed().stream()
                    .anyMatch(listing ->
                        listing instanceof Listing.Unreadable(var path, var reason)
                            && path.equals("mine/")
                            && reason.startsWith("EACCES")));
        check(watching.recorder.model().containsKey("mine/3"), watching.recorder.model());
        watching.run("chmod 700 mine; echo 44 > mine/4");
        watching.awaitTruth();
        watching.recorder.await("watched", () -> watching.monitor.state().unwatchedCount() == 0);
      }
      System.out.println(AS_IT_SHOULD_BE);
    }
  }
}
