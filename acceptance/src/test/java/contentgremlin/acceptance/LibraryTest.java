package contentgremlin.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.regex.Pattern;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Libraries as people have them: much is deleted at once, few watches are allowed, nothing may be
/// written, files are still being copied.
@NullUnmarked
class LibraryTest {
  private static final Duration MAX = Duration.ofSeconds(90);

  /// In a user namespace of its own, a user may hold this many watches.
  private static final String[] THREE_WATCHES = {
    "unshare",
    "--user",
    "--map-root-user",
    "sh",
    "-c",
    "echo 3 > /proc/sys/user/max_inotify_watches && exec \"$@\"",
    "sh"
  };

  /// All calls that change something by its path, or by what is open.
  private static final String CHANGES =
      "open,openat,openat2,creat,unlink,unlinkat,rmdir,rename,renameat,renameat2,mkdir,mkdirat,"
          + "mknod,mknodat,link,linkat,symlink,symlinkat,chmod,fchmod,fchmodat,chown,fchown,"
          + "fchownat,utimensat,truncate,ftruncate,fallocate,setxattr,fsetxattr,pwrite64,write";

  /// How a file is opened stands where the call begins.
  private static final Pattern HARMLESS =
      Pattern.compile(
          "^\\d+ +(open(at|at2)?\\((?!.*(O_WRONLY|O_RDWR|O_CREAT|O_TRUNC))"
              + "|<\\.\\.\\. open(at|at2)? resumed>).*");

  @TempDir private Path folder;
  private Path library;

  @BeforeEach
  void makeFolder() throws IOException {
    library = Files.createDirectory(folder.toRealPath().resolve("library"));
  }

  @Test
  void many_deleted_files_wait_for_a_persons_word_and_come_back_as_they_were() throws Exception {
    int all = 300;
    int deleted = 180;
    Sounds.fill(library, all);
    Mounts.run("cp", "-a", library.toString(), folder.resolve("saved").toString());
    try (var gremlin = new Gremlin(folder.resolve("home")).serve()) {
      var libraries = new LibraryApi(new Api(gremlin));
      gremlin.must("library", "add", "music", library.toString(), "--wait");
      libraries.awaitAll("published", all, MAX);
      var ids = libraries.ids("published");
      for (boolean isOff : new boolean[] {false, true}) {
        if (isOff) {
          gremlin.stop();
        }
        for (int album = 0; album < deleted / 10; album++) {
          Mounts.run("rm", "-r", library.resolve("album " + album).toString());
        }
        if (isOff) {
          gremlin.serve();
        }
        awaitStates(libraries, Map.of("offline", deleted, "published", all - deleted));
        libraries.awaitAlert("library-deletions music", true, MAX);
        gremlin.must("library", "scan", "music", "--confirm", "--wait");
        awaitStates(libraries, Map.of("missing", deleted, "published", all - deleted));
        libraries.awaitAlert("library-deletions music", false, MAX);
        Mounts.run("cp", "-a", folder.resolve("saved") + "/.", library.toString());
        libraries.awaitAll("published", all, MAX);
        assertThat(libraries.ids("published")).isEqualTo(ids);
      }
    }
  }

  private static void awaitStates(LibraryApi libraries, Map<String, Integer> states) {
    Await.untilTrue("states " + states, MAX, () -> libraries.states().equals(states));
  }

  @Test
  void what_is_written_beside_and_above_a_file_is_read_again_when_it_changes() throws Exception {
    var season = Files.createDirectories(library.resolve("Show/Season 1"));
    var episode = new Samples(folder).film("episode.mp4", 1, 160, 90);
    Files.copy(episode, season.resolve("Show S01E01.mp4"));
    Files.writeString(library.resolve("Show/tvshow.nfo"), "<tvshow><genre>Drama</genre></tvshow>");
    try (var gremlin = new Gremlin(folder.resolve("home")).serve()) {
      var api = new Api(gremlin);
      var libraries = new LibraryApi(api);
      gremlin.must("set", "grabbers-off", "colours"); // yields to whoever needs the processors
      gremlin.must("library", "add", "shows", library.toString(), "--wait");
      libraries.awaitAll("published", 1, MAX);
      var id = libraries.ids("published").values().iterator().next();
      awaitSaid(api, id, "genre Drama", "");

      Files.writeString(
          library.resolve("Show/tvshow.nfo"), "<tvshow><genre>Farce</genre></tvshow>");
      awaitSaid(api, id, "genre Farce", "genre Drama");

      Files.delete(library.resolve("Show/tvshow.nfo"));
      Files.writeString(season.resolve("season.nfo"), "<season><title>The flood</title></season>");
      awaitSaid(api, id, "season The flood", "genre Farce");
    }
  }

  /// @param said key and value of what is known of it in the end
  /// @param gone what is not, any more
  private static void awaitSaid(Api api, String id, String said, String gone) {
    Await.untilTrue(
        said + " without " + gone,
        MAX,
        () -> {
          var all = new ArrayList<String>();
          for (var one : api.get("/api/v1/items/" + id + "/metadata").json().get("metadata")) {
            all.add(one.get("key").asString() + " " + one.get("value").asString());
          }
          return all.contains(said) && !all.contains(gone);
        });
  }

  @Test
  void three_watches_are_enough_to_find_everything_in_the_end() throws Exception {
    var complaint = Mounts.tried("unshare", "--user", "--map-root-user", "true");
    assumeTrue(complaint.isEmpty(), () -> Profile.skipped("three watches, since " + complaint));
    int all = 100;
    Sounds.fill(library, all);
    try (var gremlin = new Gremlin(folder.resolve("home")).under(THREE_WATCHES).serve()) {
      var libraries = new LibraryApi(new Api(gremlin));
      gremlin.must("library", "add", "music", library.toString(), "--wait");
      libraries.awaitAll("published", all, MAX);
      libraries.awaitAlert("library-unwatched music", true, MAX);
      for (int album = 0; album < all / 10; album++) {
        Sounds.fill(library.resolve("album " + album + "/more"), 1);
      }
      libraries.awaitAll("published", all + all / 10, MAX);
    }
  }

  @Test
  void more_changes_than_anybody_can_follow_are_found_by_comparing() throws Exception {
    int all = 200;
    int renames = 20_000;
    var complaint = Mounts.tried("unshare", "--user", "--map-root-user", "true");
    assumeTrue(complaint.isEmpty(), () -> Profile.skipped("full queues, since " + complaint));
    Sounds.fill(library, all);
    // As nobody in particular: so it is inotify that tells of changes, and its queue is short.
    try (var gremlin =
        new Gremlin(folder.resolve("home")).under("unshare", "--user", "--map-root-user").serve()) {
      var libraries = new LibraryApi(new Api(gremlin));
      gremlin.must("library", "add", "music", library.toString(), "--wait");
      libraries.awaitAll("published", all, MAX);
      var ids = libraries.ids("published").values();
      var dice = new SplittableRandom(Profile.seed());
      List<Path> files;
      try (var walk = Files.walk(library)) {
        files = new ArrayList<>(walk.filter(Files::isRegularFile).sorted().toList());
      }
      Mounts.run("kill", "-STOP", "" + gremlin.pid());
      for (int number = 0; number < renames; number++) {
        int which = dice.nextInt(files.size());
        var album = library.resolve("album " + dice.nextInt(all / 10));
        var to = album.resolve("renamed " + number + ".wav");
        files.set(which, Files.move(files.get(which), to, StandardCopyOption.ATOMIC_MOVE));
      }
      Mounts.run("kill", "-CONT", "" + gremlin.pid());
      var wanted = files.stream().map(Path::toString).toList();
      Await.untilTrue(
          "all under their last names",
          MAX,
          () ->
              libraries.states().equals(Map.of("published", all))
                  && libraries.ids("published").keySet().containsAll(wanted));
      assertThat(libraries.ids("published").values()).containsExactlyInAnyOrderElementsOf(ids);
      // The system's queue was full indeed, and a person was told; that is over now.
      Await.untilTrue("the alert to be over", MAX, () -> libraries.alerts().isEmpty());
      assertThat(libraries.alerts("resolved")).contains("library-unwatched music");
    }
  }

  @Test
  void a_library_that_can_only_be_read_is_as_good_as_any() throws Exception {
    var complaint = Mounts.complaint(folder);
    assumeTrue(complaint.isEmpty(), () -> Profile.skipped("read-only folders, since " + complaint));
    Sounds.fill(library, 20);
    Mounts.run("mount", "--bind", library.toString(), library.toString());
    try (var gremlin = new Gremlin(folder.resolve("home")).serve()) {
      Mounts.run("mount", "-o", "remount,bind,ro", library.toString());
      var libraries = new LibraryApi(new Api(gremlin));
      gremlin.must("library", "add", "music", library.toString(), "--wait");
      libraries.awaitAll("published", 20, MAX);
    } finally {
      Mounts.run("umount", "-l", library.toString());
    }
  }

  @Test
  void nothing_in_a_library_is_ever_written() throws Exception {
    var complaint = Strace.complaint();
    assumeTrue(
        complaint.isEmpty(), () -> Profile.skipped("looking for writes, since " + complaint));
    Sounds.fill(library, 20);
    var before = everything();
    var trace = folder.resolve("strace");
    try (var gremlin = new Gremlin(folder.resolve("home")).serve()) {
      var api = new Api(gremlin);
      var libraries = new LibraryApi(api);
      try (var _ = Strace.attach(gremlin.pid(), CHANGES, "", trace)) {
        gremlin.must("library", "add", "music", library.toString(), "--wait");
        libraries.awaitAll("published", 20, MAX);
        for (var id : libraries.ids("published").values()) {
          api.bytes("/media/" + id + "/original");
          libraries.describe(id, "a note");
          api.post("/api/v1/items/" + id + "/demand");
          api.post("/api/v1/items/" + id + "/reprocess");
        }
        gremlin.must("library", "scan", "music", "--wait");
        Await.untilTrue("all jobs to end", MAX, () -> api.openJobs() == 0);
        var one = libraries.ids("published").values().iterator().next();
        api.send(
            "DELETE", "/api/v1/items/" + one, java.net.http.HttpRequest.BodyPublishers.noBody());
        gremlin.must("collect", "--now");
        gremlin.must("library", "remove", "music");
      }
    }
    var lines = Files.readAllLines(trace, StandardCharsets.ISO_8859_1);
    assertThat(lines).as("what was looked at").anyMatch(line -> line.contains(library.toString()));
    assertThat(lines)
        .filteredOn(line -> line.contains(library.toString()))
        .filteredOn(line -> !HARMLESS.matcher(line).find() && !isWrittenElsewhere(line))
        .isEmpty();
    assertThat(everything()).isEqualTo(before);
  }

  /// What is written may speak of the library: only where it goes matters.
  private boolean isWrittenElsewhere(String line) {
    return line.matches("^\\d+ +(write|pwrite64)\\(.*")
        && !line.matches("^\\d+ +p?write(64)?\\(\\d+<" + Pattern.quote(library.toString()) + "/.*");
  }

  /// Names, sizes, times, modes and inodes.
  private String everything() throws Exception {
    var process =
        new ProcessBuilder("find", library.toString(), "-printf", "%p %s %T@ %C@ %m %i %u %n\\n")
            .start();
    return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
  }

  @Test
  void a_file_that_grows_is_not_there_before_it_is_complete() throws Exception {
    Sounds.fill(library, 10);
    try (var gremlin = new Gremlin(folder.resolve("home")).serve()) {
      var libraries = new LibraryApi(new Api(gremlin));
      gremlin.must("library", "add", "music", library.toString(), "--wait");
      libraries.awaitAll("published", 10, MAX);
      var sound = Sounds.make(new SplittableRandom(Profile.seed()), 40_000);
      var file = library.resolve("album 0/slow.wav");
      try (var out =
          Files.newOutputStream(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
        int pieces = 40;
        for (int piece = 0; piece < pieces; piece++) {
          int from = sound.length * piece / pieces;
          out.write(sound, from, sound.length * (piece + 1) / pieces - from);
          Thread.sleep(100); // so grows what comes over a slow line
          assertThat(libraries.items()).hasSize(10);
        }
      }
      long closed = System.nanoTime();
      libraries.awaitAll("published", 11, MAX);
      Profile.report(
          "a copied file was seen %d ms after it was complete"
              .formatted(Duration.ofNanos(System.nanoTime() - closed).toMillis()));
    }
  }
}
