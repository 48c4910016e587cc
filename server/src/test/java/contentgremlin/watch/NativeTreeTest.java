package contentgremlin.watch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import contentgremlin.library.FileName;
import contentgremlin.library.FileStat;
import contentgremlin.library.FileStat.Kind;
import contentgremlin.library.Found;
import contentgremlin.library.Listing;
import contentgremlin.library.Tree;
import contentgremlin.library.Tree.Look;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NativeTreeTest {
  private static final int MANY = 20_000;

  private Path root;
  private Tree tree;

  @BeforeEach
  void open() throws Exception {
    root = TestTree.make();
    tree = new NativeTrees().open(root.toString());
  }

  @AfterEach
  void remove() throws Exception {
    TestTree.remove(root);
  }

  @Test
  void finds_what_find_finds() throws Exception {
    Shell.run(
        root,
        """
        mkdir -p a/b/c 'with space' leer
        echo one > a/one.mp3; echo 22 > a/b/two.mp3; ln a/one.mp3 'with space/same.mp3'
        truncate -s 10G a/b/c/sparse.mkv
        touch -d '1931-05-06 07:08:09' a/old; touch -d '2199-01-01' a/new
        ln -s /etc outside; ln -s .. a/loop; ln -s nowhere dangling
        mkfifo pipe; python3 -c 'import socket; socket.socket(socket.AF_UNIX).bind("socket")'
        printf x > $'a/b\\xfcse \\xe4.mp3'; printf x > 'a/größe.mp3'
        """);
    var expected =
        Shell.run(root, "find . -mindepth 1 -printf '%y %s %T@ %i %n %P\\0'").split("\0", -1);

    var found = new TreeSet<String>();
    walk("", found);

    var names = new TreeSet<String>();
    for (var line : expected) {
      if (!line.isEmpty()) {
        names.add(asFound(line));
      }
    }
    assertThat(found).isEqualTo(names).hasSizeGreaterThan(15);
  }

  /// As [#line] writes it.
  private static String asFound(String line) {
    var words = line.split(" ", 6);
    var kind =
        switch (words[0]) {
          case "f" -> Kind.FILE;
          case "d" -> Kind.FOLDER;
          case "l" -> Kind.LINK;
          default -> Kind.OTHER;
        };
    var seconds = new BigDecimal(words[2]).movePointRight(9).longValue();
    return "%s %s %s %s %s %s"
        .formatted(
            kind,
            kind == Kind.FOLDER ? "0" : words[1],
            seconds,
            words[3],
            words[4],
            FileName.decode(words[5].getBytes(StandardCharsets.ISO_8859_1)));
  }

  private void walk(String path, Set<String> lines) {
    for (var each : folder(path).found()) {
      lines.add(line(path, each));
      if (each.stat().kind() == Kind.FOLDER) {
        walk(path + each.name() + "/", lines);
      }
    }
  }

  private static String line(String path, Found found) {
    var stat = found.stat();
    return "%s %d %d %d %d %s"
        .formatted(
            stat.kind(),
            stat.size(),
            stat.modified(),
            stat.inode(),
            stat.links(),
            path + found.name());
  }

  private Listing.Folder folder(String path) {
    var listing = tree.list(path);
    assertThat(listing).isInstanceOf(Listing.Folder.class);
    return (Listing.Folder) listing;
  }

  @Test
  void names_of_any_bytes_lead_back_to_their_files() throws Exception {
    Shell.run(root, "mkdir $'d\\xff'; printf abc > $'d\\xff/\\xc3\\x28'");

    var folder = folder("").found().getFirst();
    var inside = folder("%s/".formatted(folder.name())).found().getFirst();

    var path = folder.name() + "/" + inside.name();
    assertThat(FileName.isPlain(path)).isFalse();
    assertThat(tree.look(path)).isEqualTo(new Look.There(inside.stat()));
    var link = root.resolve("link");
    RawLinks.link(link, root + "/" + path);
    assertThat(Files.readString(link)).isEqualTo("abc");
  }

  @Test
  void says_when_a_file_was_born_and_where_it_lives() throws Exception {
    var before = Instant.now();
    var file = Files.writeString(root.resolve("a.mp3"), "x");
    Files.setLastModifiedTime(file, FileTime.from(Instant.parse("2001-01-01T00:00:00Z")));

    var stat = ((Look.There) tree.look("a.mp3")).stat();

    assertThat(stat.modified())
        .isEqualTo(
            TimeUnit.SECONDS.toNanos(Instant.parse("2001-01-01T00:00:00Z").getEpochSecond()));
    assertThat(stat.inode()).isEqualTo(Files.getAttribute(file, "unix:ino"));
    long device = (long) Files.getAttribute(file, "unix:dev");
    assertThat(stat.device() & 0xff).isEqualTo(device & 0xff);
    if (stat.born() != 0) {
      // The kernel's clock for files ticks a few times per hundredth of a second.
      assertThat(stat.born()).isGreaterThan((before.toEpochMilli() - 100) * 1_000_000);
    }
  }

  @Test
  void no_path_leads_out_of_the_root() throws Exception {
    Shell.run(root, "mkdir in; ln -s /etc in/etc; ln -s in link; touch in/file");

    for (boolean stepByStep : new boolean[] {true, false}) {
      var either = new NativeTree(new Beneath(root.toString(), stepByStep), new FileSystems());
      assertThat(either.list("in/etc/")).isEqualTo(new Listing.Gone("in/etc/"));
      assertThat(either.list("link/")).isEqualTo(new Listing.Gone("link/"));
      assertThat(either.look("in/etc/passwd")).isEqualTo(new Look.Gone());
      assertThat(either.look("link/file")).isEqualTo(new Look.Gone());
      assertThat(either.look("../" + root.getFileName())).isNotInstanceOf(Look.There.class);
      assertThat(either.list("../")).isNotInstanceOf(Listing.Folder.class);
      assertThat(either.look("in/file")).isInstanceOf(Look.There.class);
      assertThat(((Look.There) either.look("link")).stat().kind()).isEqualTo(Kind.LINK);
    }
  }

  @Test
  void the_root_may_be_reached_through_a_link_and_is_never_gone() throws Exception {
    Shell.run(root, "mkdir real; touch real/a; ln -s real link");

    var linked = new NativeTrees().open(root.resolve("link").toString());
    var missing = new NativeTrees().open(root.resolve("missing").toString());

    assertThat(((Listing.Folder) linked.list("")).found()).hasSize(1);
    assertThat(missing.list("")).isInstanceOf(Listing.Unreadable.class);
    assertThat(missing.list("a/")).isInstanceOf(Listing.Unreadable.class);
    assertThat(missing.look("a")).isInstanceOf(Look.Unreadable.class);
    assertThat(linked.list("no/")).isEqualTo(new Listing.Gone("no/"));
    assertThat(linked.list("a/")).isEqualTo(new Listing.Gone("a/"));
    assertThat(linked.look("no")).isEqualTo(new Look.Gone());
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void paths_longer_than_a_call_takes_are_gone_along(boolean stepByStep) throws Exception {
    Shell.run(
        root,
        """
        n=$(printf 'n%.0s' {1..200})
        for i in {1..50}; do mkdir $n; cd $n; done
        touch deep
        """);
    var deep = new NativeTree(new Beneath(root.toString(), stepByStep), new FileSystems());

    var listing = (Listing.Folder) deep.list(("n".repeat(200) + "/").repeat(50));

    assertThat(listing.found()).extracting(Found::name).containsExactly("deep");
  }

  @Test
  void lists_a_folder_of_many_names() throws Exception {
    Shell.run(
        root,
        "seq -f 'a file with a long name for many parts %%.0f' %d | xargs -d '\\n' touch"
            .formatted(MANY));

    assertThat(folder("").found()).hasSize(MANY);
  }

  /// Renaming moves an entry to where a reader may already have been, or has yet to come.
  @Test
  void a_folder_of_many_names_is_listed_whole_while_it_changes() throws Exception {
    Shell.run(root, "seq -f 'file %%.0f' %d | xargs -d '\\n' touch".formatted(MANY));
    var stable = new TreeSet<String>();
    for (int i = 1; i <= MANY; i += 2) {
      stable.add("file " + i);
    }
    var renaming =
        new ProcessBuilder(
                "python3",
                "-c",
                """
                import os, itertools
                for n in itertools.count():
                  for i in range(2, %d, 2):
                    os.rename(f"file {i}" + "x" * (n %% 3), f"file {i}" + "x" * ((n + 1) %% 3))
                """
                    .formatted(MANY))
            .directory(root.toFile())
            .start();
    try {
      for (int round = 0; round < 5; round++) {
        var names = new TreeSet<String>();
        folder("").found().forEach(found -> names.add(found.name()));
        assertThat(names).containsAll(stable);
      }
    } finally {
      renaming.destroyForcibly().waitFor();
    }
  }

  @Test
  void a_file_system_is_known_again_after_it_was_mounted_again() throws Exception {
    assumeTrue(Shell.mayMount(), "needs root and a loop device");
    try (var disk = new LoopDisk(root, "disk", "")) {
      Files.createDirectory(disk.folder().resolve("sub"));
      var there = folder("disk/");
      disk.unmount();
      var away = folder("disk/");
      disk.mount();
      var back = folder("disk/");

      assertThat(back.fileSystem()).isEqualTo(there.fileSystem());
      assertThat(back.stat().inode()).isEqualTo(there.stat().inode());
      assertThat(away.fileSystem()).isNotEqualTo(there.fileSystem());
      assertThat(folder("disk/sub/").fileSystem()).isEqualTo(there.fileSystem());
    }
  }

  @Test
  void what_a_damaged_disk_does_not_tell_is_not_taken_for_absent() throws Exception {
    assumeTrue(Shell.mayMount(), "needs root and a loop device");
    try (var disk = new LoopDisk(root, "disk", "-O ^metadata_csum,^has_journal")) {
      Shell.run(disk.folder(), "mkdir whole torn lost; touch whole/a torn/b torn/c lost/d");
      disk.unmount();
      var block = Shell.run(root, "debugfs -R 'blocks torn' disk.img 2>/dev/null").strip();
      Shell.run(root, "debugfs -w -R 'zap_block -p 0xff %s' disk.img".formatted(block));
      Shell.run(root, "debugfs -w -R 'clri lost' disk.img");
      disk.mount();

      var kinds = new TreeMap<String, Kind>();
      folder("disk/").found().forEach(found -> kinds.put(found.name(), found.stat().kind()));

      assertThat(kinds)
          .containsEntry("whole", Kind.FOLDER)
          .containsEntry("torn", Kind.FOLDER)
          .containsEntry("lost", Kind.UNKNOWN);
      assertThat(folder("disk/whole/").found()).hasSize(1);
      // The kernel passes over what it can't read there, and reports no error.
      assertThat(tree.list("disk/torn/")).isInstanceOf(Listing.Unreadable.class);
      assertThat(tree.list("disk/lost/")).isInstanceOf(Listing.Unreadable.class);
      assertThat(tree.look("disk/lost")).isInstanceOf(Look.Unreadable.class);
    }
  }

  @Test
  void what_a_dead_disk_does_not_tell_is_not_taken_for_absent() throws Exception {
    assumeTrue(Shell.mayMount(), "needs root and a loop device");
    try (var disk = new LoopDisk(root, "disk", "-O ^has_journal")) {
      Shell.run(disk.folder(), "mkdir sub; touch sub/a");
      disk.unmount();
      disk.mount();
      Shell.run(
          root, "truncate -s 4K disk.img; blockdev --flushbufs $(losetup -nO NAME -j disk.img)");

      var listing = tree.list("disk/sub/");

      assertThat(listing).isInstanceOf(Listing.Unreadable.class);
      assertThat(((Listing.Unreadable) listing).reason()).startsWith("EIO");
    }
  }

  @Test
  void nothing_stays_open_between_two_looks() throws Exception {
    assumeTrue(Shell.mayMount(), "needs root and a loop device");
    try (var disk = new LoopDisk(root, "disk", "");
        var inside = new NativeTrees().open(disk.folder().toString())) {
      Files.createDirectory(disk.folder().resolve("sub"));
      assertThat(inside.list("sub/")).isInstanceOf(Listing.Folder.class);
      assertThat(inside.look("no")).isEqualTo(new Look.Gone());

      disk.unmount(); // fails if anybody has anything open there
    }
  }

  @Test
  void many_callers_at_once_do_not_mix_their_answers() throws Exception {
    Shell.run(
        root, "for d in {1..40}; do mkdir $d; for f in {1..50}; do touch $d/$d-$f; done; done");
    var shared = new NativeTrees().open(root.toString());
    var wrong = new ArrayList<String>();
    var threads = new ArrayList<Thread>();
    for (int t = 0; t < 8; t++) {
      threads.add(
          Thread.ofVirtual()
              .start(() -> {
                for (int d = 1; d <= 40; d++) {
                  check(shared, d, wrong);
                }
              }));
    }
    for (var thread : threads) {
      thread.join();
    }

    assertThat(wrong).isEmpty();
  }

  private static void check(Tree shared, int number, List<String> wrong) {
    var listing = (Listing.Folder) shared.list(number + "/");
    boolean right =
        listing.found().size() == 50
            && listing.found().stream().allMatch(found -> found.name().startsWith(number + "-"))
            && listing.found().stream().map(Found::stat).allMatch(stat -> stat.links() == 1)
            && !listing.found().stream().map(Found::stat).anyMatch(FileStat.UNKNOWN::equals);
    if (!right) {
      synchronized (wrong) {
        wrong.add(listing.toString());
      }
    }
  }
}
