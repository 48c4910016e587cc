package contentgremlin.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import contentgremlin.library.Change;
import contentgremlin.library.FileStat.Kind;
import contentgremlin.library.Listing;
import contentgremlin.library.WatchState.Means;
import contentgremlin.library.Watchers;
import contentgremlin.watch.Shell;
import contentgremlin.watch.TestTree;
import java.io.FileOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

abstract class MonitorContract {
  /// What the tree is watched by.
  abstract Watchers watchers();

  private Path root;

  @BeforeEach
  void make() throws Exception {
    root = TestTree.make();
  }

  @AfterEach
  void remove() throws Exception {
    TestTree.remove(root);
  }

  @Test
  void the_first_listing_is_complete_and_in_order() throws Exception {
    Shell.run(
        root,
        """
        mkdir -p b/c 'b c' b.d a/x/y
        touch -d '1 hour ago' b/1 'b c/2' b.d/3 a/x/y/4 5 .hidden a/6.part
        ln -s .. a/loop; ln -s /etc etc; mkfifo pipe
        printf x > $'a/\\xff'; touch -d 1999-01-01 $'a/\\xff'
        """);

    try (var watching = Watching.start(root, watchers())) {
      assertThat(watching.recorder.model()).isEqualTo(watching.disk()).hasSize(13);
      assertThat(watching.recorder.listed().stream().map(Listing::path))
          .containsExactly("", "a/", "a/x/", "a/x/y/", "b c/", "b.d/", "b/", "b/c/");
      assertThat(watching.recorder.changes()).isEmpty();
      assertThat(watching.monitor.state().means()).isNotEqualTo(Means.COMPARING);
      assertThat(watching.monitor.state().allowed()).isPositive();
      assertThat(watching.monitor.state().unwatchedCount()).isZero();
    }
  }

  @Test
  void tells_of_a_file_once_it_is_closed() throws Exception {
    // An open file counts as whole in the end: not as long as this takes.
    var patient = Watching.settling(Duration.ofSeconds(10));
    try (var watching = Watching.start(root, patient, watchers())) {
      try (var file = new FileOutputStream(root.resolve("a.mp3").toFile())) {
        file.write(1);
        Files.writeString(root.resolve("other.mp3"), "x");
        watching.recorder.awaitChange(new Change.Created("other.mp3"));
        assertThat(watching.monitor.tree().list(""))
            .isInstanceOfSatisfying(
                Listing.Folder.class,
                folder ->
                    assertThat(folder.found())
                        .anySatisfy(found -> {
                          assertThat(found.name()).isEqualTo("a.mp3");
                          assertThat(found.stat().kind()).isEqualTo(Kind.UNKNOWN);
                        }));
        file.write(2);
        assertThat(watching.recorder.changes()).doesNotContain(new Change.Created("a.mp3"));
      }
      watching.recorder.awaitChange(new Change.Created("a.mp3"));

      assertThat(watching.recorder.changes())
          .containsExactly(new Change.Created("other.mp3"), new Change.Created("a.mp3"));
      watching.awaitTruth();
    }
  }

  @Test
  void tells_of_every_kind_of_change() throws Exception {
    Shell.run(root, "mkdir d; echo 1 > d/a; echo 2 > b; touch -d '1 hour ago' d/a b");
    try (var watching = Watching.start(root, watchers())) {
      var heard = watching.recorder;
      watching.run("echo more >> d/a");
      heard.awaitChange(new Change.Changed("d/a"));
      watching.run("mv d/a c");
      heard.awaitChange(new Change.Moved("d/a", "c"));
      watching.run("mv d e");
      heard.awaitChange(new Change.Moved("d/", "e/"));
      watching.run("rm b");
      heard.awaitChange(new Change.Deleted("b"));
      watching.run("rmdir e");
      heard.awaitChange(new Change.Deleted("e/"));
      watching.run("mkdir f");
      heard.awaitChange(new Change.FolderCreated("f/"));
      heard.awaitListing("f/");
      watching.run("ln c f/link");
      heard.awaitChange(new Change.Created("f/link"));
      watching.run("touch -d '2 hours ago' c");
      heard.awaitChange(new Change.Changed("c"));

      watching.awaitTruth();
      assertThat(heard.changes().stream().filter(Change.Created.class::isInstance)).hasSize(1);
    }
  }

  @Test
  void a_change_of_case_alone_is_a_move() throws Exception {
    Shell.run(root, "mkdir abba; touch -d '1 hour ago' abba/one.mp3");
    try (var watching = Watching.start(root, watchers())) {
      watching.run("mv abba/one.mp3 abba/One.mp3");
      watching.recorder.awaitChange(new Change.Moved("abba/one.mp3", "abba/One.mp3"));
      watching.run("mv abba ABBA");
      watching.recorder.awaitChange(new Change.Moved("abba/", "ABBA/"));
      assertThat(watching.recorder.changes()).noneMatch(Change.Deleted.class::isInstance);
      watching.awaitTruth();
    }
  }

  @Test
  void names_of_any_bytes_are_told_of() throws Exception {
    try (var watching = Watching.start(root, watchers())) {
      watching.run("mkdir $'\\xfe'; echo 1 > $'\\xfe/\\xff\\xff.mp3'; mv $'\\xfe' $'\\xfd'");
      watching.awaitTruth();
      watching.run("mv $'\\xfd/\\xff\\xff.mp3' 'größer.mp3'; rmdir $'\\xfd'");
      watching.awaitTruth();
    }
  }

  @Test
  void what_a_quick_mkdir_p_makes_is_found() throws Exception {
    try (var watching = Watching.start(root, watchers())) {
      for (int i = 0; i < 50; i++) {
        var deep = root.resolve("r" + i + "/a/b/c/d/e");
        Files.createDirectories(deep);
        Files.writeString(deep.resolve("song.mp3"), "x".repeat(i));
        Files.writeString(deep.resolve("../cover.jpg"), "x");
      }
      watching.awaitTruth();
      Files.writeString(root.resolve("r7/a/b/c/d/e/song.mp3"), "changed afterwards");
      watching.awaitTruth();
    }
  }

  @Test
  void what_is_moved_in_is_listed_and_watched() throws Exception {
    var outside = TestTree.make();
    try (var watching = Watching.start(root, watchers())) {
      Shell.run(outside, "mkdir -p in/deep; echo 1 > in/deep/a; touch -d '1 hour ago' in/deep/a");
      Files.move(outside.resolve("in"), root.resolve("in"));
      watching.awaitTruth();
      watching.run("echo 22 > in/deep/b; mv in/deep in/deeper");
      watching.awaitTruth();
      Files.move(root.resolve("in"), outside.resolve("out"));
      watching.awaitTruth();
      Shell.run(outside, "echo 1 > out/deeper/nobody-asks");
      watching.run("echo 1 > last");
      watching.recorder.awaitChange(new Change.Created("last"));

      assertThat(watching.recorder.changes()).contains(new Change.Deleted("in/"));
      assertThat(watching.recorder.changes().toString()).doesNotContain("nobody-asks");
      assertThat(watching.monitor.state().used()).isLessThanOrEqualTo(1);
    } finally {
      TestTree.remove(outside);
    }
  }

  @Test
  void five_thousand_files_at_once_are_all_told_of() throws Exception {
    try (var watching = Watching.start(root, watchers())) {
      watching.run("mkdir d; for i in {1..5000}; do echo $i > d/$i.mp3; done");
      watching.awaitTruth();
      watching.run("for i in {1..5000}; do echo more >> d/$i.mp3; done");
      watching.awaitTruth();
      watching.run("rm d/*");
      watching.awaitTruth();

      assertThat(watching.recorder.model()).containsOnlyKeys("d/");
    }
  }

  @Test
  void quick_renames_end_where_they_end() throws Exception {
    Shell.run(root, "mkdir d; echo 1 > a; echo 22 > d/x; touch -d '1 hour ago' a d/x");
    try (var watching = Watching.start(root, watchers())) {
      watching.run(
          """
          for i in {1..200}; do mv a b; mv b c; mv c d/a; mv d e; mv e/a a; mv e d; done
          mv a final; mv d folder
          """);
      watching.awaitTruth();
      watching.run("echo 333 > folder/y");
      watching.awaitTruth();

      assertThat(watching.recorder.changes()).contains(new Change.Moved("a", "final"));
    }
  }

  @Test
  void a_file_that_changes_again_and_again_is_told_of_once_it_is_quiet() throws Exception {
    try (var watching = Watching.start(root, watchers())) {
      watching.run("for i in {1..500}; do echo $i >> log.txt; done");
      watching.awaitTruth();

      assertThat(watching.recorder.changes()).hasSizeLessThan(20);
    }
  }

  @Test
  void a_file_in_the_place_of_one_that_nobody_saw_is_told_of() throws Exception {
    var outside = Files.createTempDirectory(root.resolveSibling("."), "outside");
    try (var watching = Watching.start(root, watchers())) {
      // What the system tells of the second one may come with what it told of the first.
      for (int number = 0; number < 300; number++) {
        var file = root.resolve("f" + number);
        Files.writeString(file, "first");
        Files.move(
            file, number % 2 == 0 ? outside.resolve("f" + number) : root.resolve("g" + number));
        Files.writeString(file, "the second one");
      }
      watching.awaitTruth();
    } finally {
      Shell.run(outside, "rm -r " + outside);
    }
  }

  @Test
  void a_file_under_a_passing_name_is_told_of_under_its_last() throws Exception {
    try (var watching = Watching.start(root, watchers())) {
      watching.run("echo 1 > .song.mp3.tmp123; mv .song.mp3.tmp123 song.mp3");
      watching.run("echo 22 > next.mp3.part; mv next.mp3.part next.mp3");
      watching.awaitTruth();

      assertThat(watching.recorder.changes())
          .containsExactly(new Change.Created("song.mp3"), new Change.Created("next.mp3"));
    }
  }

  @Test
  void a_file_that_is_replaced_keeps_its_name() throws Exception {
    Shell.run(root, "echo 1 > a; touch -d '1 hour ago' a");
    try (var watching = Watching.start(root, watchers())) {
      var next = Files.writeString(root.resolve(".next"), "22");
      Files.move(next, root.resolve("a"), StandardCopyOption.ATOMIC_MOVE);

      watching.recorder.awaitChange(new Change.Created("a"));
      watching.awaitTruth();
      assertThat(watching.recorder.changes()).hasSize(1);
    }
  }

  @Test
  void a_file_in_whose_place_a_link_is_moved_is_deleted() throws Exception {
    Shell.run(root, "echo 1 > a; touch -d '1 hour ago' a");
    try (var watching = Watching.start(root, watchers())) {
      watching.run("ln -s /etc/passwd .link; mv .link a");

      watching.recorder.awaitChange(new Change.Deleted("a"));
      watching.awaitTruth();
    }
  }

  @Test
  void a_file_that_nobody_saw_being_closed_counts_once_it_is_quiet() throws Exception {
    var young = Files.writeString(root.resolve("young.mp3"), "x");
    // However long it takes to come to the first listing, the file is young there.
    var clock = InstantSource.fixed(Files.getLastModifiedTime(young).toInstant());
    try (var watching = Watching.start(root, Watching.QUICK, watchers(), clock)) {
      assertThat(watching.recorder.listed().getFirst())
          .isInstanceOfSatisfying(
              Listing.Folder.class,
              folder ->
                  assertThat(folder.found())
                      .singleElement()
                      .satisfies(found -> {
                        assertThat(found.name()).isEqualTo("young.mp3");
                        assertThat(found.stat().kind()).isEqualTo(Kind.UNKNOWN);
                      }));
      watching.recorder.awaitChange(new Change.Created("young.mp3"));
      watching.awaitTruth();
    }
  }

  @Test
  void a_change_is_told_of_within_moments() throws Exception {
    try (var watching = Watching.start(root, watchers())) {
      var nanos = new ArrayList<Long>();
      for (int i = 0; i < 50; i++) {
        var name = "song " + i + ".mp3";
        long begin = System.nanoTime();
        Files.writeString(root.resolve(name), "x");
        watching.recorder.awaitChange(new Change.Created(name));
        nanos.add(System.nanoTime() - begin);
      }
      nanos.sort(null);
      // About 6 ms on an idle machine; this one is busy.
      assertThat(nanos.get(25)).isLessThan(TimeUnit.MILLISECONDS.toNanos(250));
    }
  }

  @Test
  void lists_again_what_it_is_asked_for() throws Exception {
    Shell.run(root, "mkdir -p a/b c; touch -d '1 hour ago' a/b/x");
    try (var watching = Watching.start(root, watchers())) {
      watching.recorder.clear();
      watching.monitor.list("a");
      watching.recorder.awaitListing("a/");

      assertThat(watching.recorder.listed().stream().map(Listing::path))
          .containsExactly("a/", "a/b/");
    }
  }

  @Test
  void changes_during_a_listing_are_told_of_after_it() throws Exception {
    Shell.run(root, "for d in {1..30}; do mkdir $d; touch -d '1 hour ago' $d/x; done");
    try (var watching = Watching.prepare(root, watchers())) {
      watching.recorder.onListed(() -> {
        // Each time in a place that was listed, and in one that was not.
        try {
          int n = watching.recorder.listed().size();
          Shell.run(
              root,
              "echo 1 > new%d; mkdir -p z%d/y; echo 22 > z%d/y/f; mv 9 9a || mv 9a 9"
                  .formatted(n, n, n));
        } catch (Exception e) {
          throw new IllegalStateException(e);
        }
      });
      watching.monitor.start(watching.recorder);
      watching.recorder.awaitListing("");
      watching.recorder.onListed(() -> {});
      watching.awaitTruth();
    }
  }

  @Test
  void a_listener_that_fails_is_told_of_everything_again() throws Exception {
    Shell.run(root, "mkdir a; touch -d '1 hour ago' a/x");
    var failures = new AtomicInteger(3);
    try (var watching = Watching.prepare(root, watchers())) {
      watching.recorder.onListed(() -> {
        if (failures.getAndDecrement() > 0) {
          throw new IllegalStateException("the database is away, says the test");
        }
      });
      watching.monitor.start(watching.recorder);
      watching.recorder.awaitListing("");
      watching.awaitTruth();
    }
  }

  @Test
  void can_be_closed_at_any_time_and_started_again() throws Exception {
    Shell.run(root, "for d in {1..100}; do mkdir $d; touch -d '1 hour ago' $d/x; done");
    try (var watching = Watching.prepare(root, watchers())) {
      var begun = new CountDownLatch(3);
      watching.recorder.onListed(begun::countDown);
      watching.monitor.start(watching.recorder);
      begun.await();
      watching.monitor.close();
      long heard = watching.recorder.listed().size();
      Shell.run(root, "rm -r 7; echo 1 > 8/y");
      assertThat(watching.recorder.listed()).hasSize((int) heard);

      watching.recorder.clear();
      watching.monitor.start(watching.recorder);
      watching.recorder.awaitListing("");
      watching.awaitTruth();
      watching.run("echo 22 > 8/z");
      watching.awaitTruth();
    }
    assertThat(Thread.getAllStackTraces().keySet())
        .extracting(Thread::getName)
        .doesNotContainAnyElementsOf(List.of("watching " + root, "telling of " + root));
  }
}
