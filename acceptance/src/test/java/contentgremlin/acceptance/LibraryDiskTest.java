package contentgremlin.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Disks that libraries lie on go and come back, or can't be read: not one item is lost by that.
@NullUnmarked
class LibraryDiskTest {
  private static final int FILES = 40;
  private static final Duration MAX = Duration.ofSeconds(60);
  private static final Duration QUIET_MAX = Duration.ofMinutes(4);
  private static final String NOBODY = "65534";

  @TempDir private Path folder;
  private Path library;
  private Path disk;

  @BeforeEach
  void makeFolders() throws IOException {
    library = Files.createDirectory(folder.toRealPath().resolve("library"));
  }

  @AfterEach
  void unmount() {
    while (disk != null && Mounts.tried("mountpoint", "-q", disk.toString()).isEmpty()) {
      Mounts.run("umount", "-l", disk.toString());
    }
  }

  /// An ext4 of its own, mounted at this place.
  private void makeDisk(Path place) throws IOException {
    disk = Files.createDirectories(place);
    var complaint = Mounts.complaint(folder);
    assumeTrue(
        complaint.isEmpty(), () -> Profile.skipped("disks of libraries, since " + complaint));
    Mounts.run("truncate", "-s", "32M", image());
    Mounts.run("mkfs.ext4", "-q", "-F", image());
    var answer = Mounts.tried("mount", "-o", "loop", image(), disk.toString());
    assumeTrue(answer.isEmpty(), () -> Profile.skipped("disks of libraries, since " + answer));
  }

  private String image() {
    return folder.resolve("image").toString();
  }

  private void mount() {
    Mounts.run("mount", "-o", "loop", image(), disk.toString());
  }

  @Test
  void a_disk_that_is_unmounted_takes_no_item_along_and_brings_all_back() throws Exception {
    makeDisk(library);
    Sounds.fill(library, FILES);
    try (var gremlin = new Gremlin(folder.resolve("home")).serve()) {
      var libraries = new LibraryApi(new Api(gremlin));
      gremlin.must("library", "add", "disk", library.toString(), "--wait");
      libraries.awaitAll("published", FILES, MAX);
      var ids = libraries.ids("published");

      Mounts.unmount(disk);
      awayAndBack(libraries, "disk/", ids);
      Mounts.run("umount", "-l", disk.toString());
      awayAndBack(libraries, "disk/", ids);

      gremlin.stop();
      Mounts.unmount(disk);
      gremlin.serve();
      awayAndBack(libraries, "disk/", ids);

      // A scan of the empty place, even a confirmed one of a part, takes nothing away.
      Mounts.unmount(disk);
      libraries.awaitAll("offline", FILES, MAX);
      gremlin.run("library", "scan", "disk");
      awayAndBack(libraries, "disk/", ids);
    }
  }

  private void awayAndBack(LibraryApi libraries, String subject, Map<String, String> ids)
      throws IOException {
    libraries.awaitAll("offline", FILES, MAX);
    libraries.awaitAlert("library-offline " + subject, true, MAX);
    assertThat(libraries.ids("offline")).isEqualTo(ids);
    mount();
    libraries.awaitAll("published", FILES, MAX);
    libraries.awaitAlert("library-offline " + subject, false, MAX);
    assertThat(libraries.ids("published")).isEqualTo(ids);
  }

  @Test
  void a_disk_mounted_within_a_library_goes_and_comes_by_itself() throws Exception {
    makeDisk(library.resolve("within"));
    Sounds.fill(disk, FILES);
    Sounds.fill(library, FILES);
    try (var gremlin = new Gremlin(folder.resolve("home")).serve()) {
      var libraries = new LibraryApi(new Api(gremlin));
      gremlin.must("library", "add", "music", library.toString(), "--wait");
      libraries.awaitAll("published", 2 * FILES, MAX);
      var ids = libraries.ids("published");

      Mounts.unmount(disk);
      halfAway(libraries, ids);
      gremlin.stop();
      Mounts.unmount(disk);
      gremlin.serve();
      halfAway(libraries, ids);
    }
  }

  private void halfAway(LibraryApi libraries, Map<String, String> ids) throws IOException {
    Await.untilTrue(
        "half of them to be offline",
        MAX,
        () -> libraries.states().equals(Map.of("offline", FILES, "published", FILES)));
    assertThat(libraries.ids("offline").keySet())
        .allMatch(path -> path.startsWith(disk.toString() + "/"));
    libraries.awaitAlert("library-offline music/within/", true, MAX);
    mount();
    libraries.awaitAll("published", 2 * FILES, MAX);
    libraries.awaitAlert("library-offline music/within/", false, MAX);
    assertThat(libraries.ids("published")).isEqualTo(ids);
  }

  @Test
  void a_folder_that_may_not_be_read_is_offline_until_it_may() throws Exception {
    var program = Gremlin.packaged().resolve("bin/gremlin").toString();
    var complaint =
        Mounts.tried("setpriv", "--reuid=" + NOBODY, "--clear-groups", program, "--version");
    assumeTrue(complaint.isEmpty(), () -> Profile.skipped("forbidden folders, since " + complaint));
    Sounds.fill(library, FILES);
    var home = Files.createDirectory(folder.resolve("home"));
    Mounts.run("chmod", "755", folder.toString());
    Mounts.run("chown", NOBODY + ":" + NOBODY, home.toString());
    try (var gremlin =
        new Gremlin(home)
            .under("setpriv", "--reuid=" + NOBODY, "--regid=" + NOBODY, "--clear-groups")
            .serve()) {
      var libraries = new LibraryApi(new Api(gremlin));
      gremlin.must("library", "add", "music", library.toString(), "--wait");
      libraries.awaitAll("published", FILES, MAX);
      var ids = libraries.ids("published");

      var forbidden = library.resolve("album 1").toString();
      Mounts.run("chmod", "000", forbidden);
      gremlin.must("library", "scan", "music", "--wait");
      Await.untilTrue(
          "ten to be offline",
          MAX,
          () -> libraries.states().equals(Map.of("offline", 10, "published", FILES - 10)));
      libraries.awaitAlert("library-offline music/album 1/", true, MAX);
      Mounts.run("chmod", "755", forbidden);
      libraries.awaitAll("published", FILES, MAX);
      libraries.awaitAlert("library-offline music/album 1/", false, MAX);
      assertThat(libraries.ids("published")).isEqualTo(ids);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"getdents64", "statx"})
  void folders_and_files_that_answer_with_errors_take_nothing_along(String call) throws Exception {
    var complaint = Strace.complaint();
    assumeTrue(complaint.isEmpty(), () -> Profile.skipped("failing folders, since " + complaint));
    Sounds.fill(library, FILES);
    try (var gremlin = new Gremlin(folder.resolve("home")).serve()) {
      var api = new Api(gremlin);
      var libraries = new LibraryApi(api);
      gremlin.must("library", "add", "music", library.toString(), "--wait");
      libraries.awaitAll("published", FILES, MAX);
      // Whoever starts a process at the moment that strace comes may wait for ever.
      new Descriptions(api).awaitOver(FILES, QUIET_MAX);
      var ids = libraries.ids("published");
      var strace = Strace.attach(gremlin.pid(), call, "error=EIO", folder.resolve("strace"));
      try (strace) {
        gremlin.run("library", "scan", "music");
        libraries.awaitAll("offline", FILES, MAX);
      }
      assertThat(strace.struck()).isPositive();
      gremlin.run("library", "scan", "music");
      libraries.awaitAll("published", FILES, MAX);
      libraries.awaitAlert("library-offline music/", false, MAX);
      assertThat(libraries.ids("published")).isEqualTo(ids);
    }
  }
}
