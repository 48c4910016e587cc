package contentgremlin.monitor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import contentgremlin.library.Change;
import contentgremlin.library.Listing;
import contentgremlin.library.Watchers;
import contentgremlin.watch.LoopDisk;
import contentgremlin.watch.Shell;
import contentgremlin.watch.TestTree;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Real disks that come and go; needs root and a loop device.
abstract class MonitorMountContract {
  /// What the tree is watched by.
  abstract Watchers watchers();

  private static final String FILES =
      "mkdir -p music/deep; echo 1 > music/a; echo 22 > music/deep/b; touch -d '1 hour ago' music/a"
          + " music/deep/b";

  private Path place;

  @BeforeEach
  void make() throws Exception {
    assumeTrue(Shell.mayMount(), "needs root and a loop device");
    place = TestTree.make();
  }

  @AfterEach
  void remove() throws Exception {
    if (place != null) {
      TestTree.remove(place);
    }
  }

  private static boolean isOffline(Recorder recorder, String path) {
    return recorder.changes().stream()
        .anyMatch(change -> change instanceof Change.Offline(var at, var _) && at.equals(path));
  }

  @Test
  void a_root_that_is_unmounted_takes_nothing_with_it_and_comes_back() throws Exception {
    try (var disk = new LoopDisk(place, "disk", "")) {
      Shell.run(disk.folder(), FILES);
      try (var watching = Watching.start(disk.folder(), watchers())) {
        var before = watching.recorder.model();
        disk.unmount();
        watching.recorder.await("offline", () -> isOffline(watching.recorder, ""));
        watching.monitor.list("");
        watching.monitor.list("music/");
        assertThat(watching.monitor.tree().list("")).isInstanceOf(Listing.Unreadable.class);
        assertThat(watching.monitor.tree().list("music/")).isInstanceOf(Listing.Unreadable.class);
        assertThat(watching.recorder.changes()).noneMatch(Change.Deleted.class::isInstance);
        watching.recorder.clear();
        disk.mount();
        watching.recorder.awaitChange(new Change.Back(""));
        watching.recorder.awaitListing(""); // what is gone before that is not told of by itself
        assertThat(watching.recorder.model()).isEqualTo(before);

        watching.run("rm music/a; echo 333 > music/c");
        watching.awaitTruth();
        assertThat(watching.recorder.changes())
            .filteredOn(Change.Deleted.class::isInstance)
            .containsExactly(new Change.Deleted("music/a"));
      }
    }
  }

  @Test
  void what_happened_while_it_was_away_is_found_when_it_is_back() throws Exception {
    try (var disk = new LoopDisk(place, "disk", "")) {
      Shell.run(disk.folder(), FILES);
      try (var watching = Watching.start(disk.folder(), watchers())) {
        disk.unmount();
        watching.recorder.await("offline", () -> isOffline(watching.recorder, ""));
        Shell.run(
            place,
            "mkdir else; mount -o loop disk.img else; rm else/music/a; echo 4 > else/d; umount"
                + " else");
        disk.mount();
        watching.recorder.awaitChange(new Change.Back(""));
        watching.awaitTruth();
        assertThat(watching.recorder.model())
            .containsOnlyKeys("d", "music/", "music/deep/", "music/deep/b");
      }
    }
  }

  @Test
  void a_root_that_is_not_mounted_at_the_start_is_waited_for() throws Exception {
    try (var disk = new LoopDisk(place, "disk", "")) {
      Shell.run(disk.folder(), FILES);
      var watching = Watching.start(disk.folder(), watchers());
      try (watching) {
        watching.monitor.close();
        disk.unmount();
        watching.recorder.clear();
        watching.monitor.start(watching.recorder);
        watching.recorder.await("offline", () -> isOffline(watching.recorder, ""));
        assertThat(watching.recorder.listings()).isEmpty();
        disk.mount();
        watching.recorder.awaitChange(new Change.Back(""));
        watching.recorder.awaitListing("");
        assertThat(watching.recorder.model()).containsKey("music/deep/b");
      }
    }
  }

  @Test
  void another_disk_in_the_place_of_the_first_is_not_taken_for_it() throws Exception {
    try (var disk = new LoopDisk(place, "disk", "");
        var other = new LoopDisk(place, "other", "")) {
      Shell.run(disk.folder(), FILES);
      try (var watching = Watching.start(disk.folder(), watchers())) {
        other.unmount();
        disk.unmount();
        Shell.run(place, "mount -o loop other.img disk");
        watching.recorder.await("offline", () -> isOffline(watching.recorder, ""));
        Shell.unmount(place, "disk");
        disk.mount();
        watching.recorder.awaitChange(new Change.Back(""));
        assertThat(watching.recorder.changes())
            .noneMatch(Change.Deleted.class::isInstance)
            .filteredOn(Change.Back.class::isInstance)
            .hasSize(1);
        assertThat(watching.recorder.model()).containsKey("music/deep/b");
      }
    }
  }

  @Test
  void a_root_that_is_deleted_or_moved_is_offline() throws Exception {
    var root = Files.createDirectory(place.resolve("root"));
    Shell.run(root, FILES);
    try (var watching = Watching.start(root, watchers())) {
      Shell.run(place, "mv root elsewhere; mkdir root");
      watching.recorder.await("offline", () -> isOffline(watching.recorder, ""));
      Shell.run(place, "rmdir root; mv elsewhere root");
      watching.recorder.awaitChange(new Change.Back(""));
      watching.awaitTruth();
      assertThat(watching.recorder.changes()).noneMatch(Change.Deleted.class::isInstance);
    }
  }

  @Test
  void a_mount_within_comes_and_goes_by_itself() throws Exception {
    var root = Files.createDirectory(place.resolve("root"));
    Shell.run(root, "mkdir own; echo 1 > own/x; touch -d '1 hour ago' own/x");
    try (var disk = new LoopDisk(root, "disk", "")) {
      Shell.run(disk.folder(), FILES);
      try (var watching = Watching.start(root, watchers())) {
        watching.awaitTruth();
        var before = watching.recorder.model();
        assertThat(before).containsKey("disk/music/deep/b");
        disk.unmount();
        watching.recorder.await("offline", () -> isOffline(watching.recorder, "disk/"));
        watching.recorder.clear();
        watching.monitor.list("");
        watching.recorder.awaitListing("");
        assertThat(watching.recorder.model()).isEqualTo(before);
        Files.writeString(root.resolve("own/y"), "22");
        watching.recorder.awaitChange(new Change.Created("own/y"));

        disk.mount();
        watching.recorder.awaitChange(new Change.Back("disk/"));
        watching.run("echo 333 > disk/music/c");
        watching.awaitTruth();
        assertThat(watching.recorder.changes()).noneMatch(Change.Deleted.class::isInstance);
      }
    }
  }

  @Test
  void a_mount_that_comes_for_the_first_time_is_listed_and_watched() throws Exception {
    var root = Files.createDirectory(place.resolve("root"));
    try (var disk = new LoopDisk(root, "disk", "")) {
      Shell.run(disk.folder(), FILES);
      disk.unmount();
      try (var watching = Watching.start(root, watchers())) {
        disk.mount();
        watching.awaitTruth();
        watching.run("echo 333 > disk/music/c");
        watching.awaitTruth();
      }
    }
  }

  @Test
  void a_disk_that_dies_takes_nothing_with_it() throws Exception {
    var root = Files.createDirectory(place.resolve("root"));
    try (var disk = new LoopDisk(root, "disk", "-O ^has_journal")) {
      Shell.run(disk.folder(), FILES);
      disk.unmount();
      disk.mount();
      try (var watching = Watching.start(root, watchers())) {
        var before = Map.copyOf(watching.recorder.model());
        Shell.run(
            root,
            "truncate -s 4K disk.img; blockdev --flushbufs $(losetup -nO NAME -j disk.img); echo 2"
                + " > /proc/sys/vm/drop_caches");
        watching.recorder.clear();
        watching.monitor.list("disk");
        watching.recorder.awaitListing("disk/");

        assertThat(watching.recorder.model())
            .containsAllEntriesOf(
                before.entrySet().stream()
                    .filter(entry -> entry.getKey().startsWith("disk/"))
                    .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue)));
        assertThat(watching.recorder.listed()).anyMatch(Listing.Unreadable.class::isInstance);
      }
    }
  }

  @Test
  void a_folder_mounted_twice_is_found_twice() throws Exception {
    var root = Files.createDirectory(place.resolve("root"));
    Shell.run(root, FILES + "; mkdir again; mount --bind music again");
    try (var watching = Watching.start(root, watchers())) {
      watching.awaitTruth();
      assertThat(watching.recorder.model()).containsKey("again/deep/b");
      watching.run("echo 333 > again/c");
      watching.awaitTruth();
      watching.run("echo 4444 > music/deep/d");
      watching.awaitTruth();
    } finally {
      Shell.unmount(root, "again");
    }
  }
}
