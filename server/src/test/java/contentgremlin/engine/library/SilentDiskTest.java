package contentgremlin.engine.library;

import static org.assertj.core.api.Assertions.assertThat;

import contentgremlin.item.ItemQuery;
import contentgremlin.item.Source;
import contentgremlin.library.Listing;
import contentgremlin.library.Tree;
import contentgremlin.library.Trees;
import contentgremlin.sql.SqliteDatabase;
import contentgremlin.store.Database;
import contentgremlin.watch.NativeTrees;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// A library whose disk does not answer any more, as when the server of a network file system is
/// gone: every call waits. Whatever is not about it goes on.
@NullUnmarked
@Timeout(120)
class SilentDiskTest {
  private static final Duration PATIENCE = Duration.ofSeconds(3);

  @TempDir Path folder;
  private final CountDownLatch answer = new CountDownLatch(1);
  private volatile boolean silent;
  private Path far;
  private Path near;
  private Database database;
  private Libraries libraries;

  @BeforeEach
  void open() throws IOException {
    far = Files.createDirectories(folder.resolve("far")).toRealPath();
    near = Files.createDirectories(folder.resolve("near")).toRealPath();
    Files.createDirectories(folder.resolve("home"));
    database =
        SqliteDatabase.open(folder.resolve("home/db.sqlite"), "test", InstantSource.system());
    Trees trees = root -> new Waiting(new NativeTrees().open(root), root.equals(far.toString()));
    libraries =
        new Libraries(
            database,
            InstantSource.system(),
            trees,
            (root, listener, _) -> new OtherThread(new WalkingMonitor(trees.open(root), listener)),
            folder.resolve("home"),
            () -> {},
            new Ahead());
    libraries.start();
  }

  @AfterEach
  void close() {
    answer.countDown();
    libraries.close();
    database.close();
  }

  @Test
  void a_disk_that_does_not_answer_holds_up_no_other_library() throws Exception {
    Files.writeString(far.resolve("1.mp3"), "1");
    Files.writeString(far.resolve("2.mp3"), "22");
    libraries.add("far", far.toString(), null);
    libraries.add("near", near.toString(), null);
    await(() -> paths().size() == 2);
    silent = true;
    libraries.scan("far", "", false);

    // It looks like one of the far ones, and nobody can say whether that is still there.
    var like = Files.writeString(near.resolve("1.mp3"), "1");
    Files.setLastModifiedTime(like, Files.getLastModifiedTime(far.resolve("1.mp3")));
    Files.writeString(near.resolve("3.mp3"), "333");
    libraries.scan("near", "", false);
    await(() -> paths().size() == 4);

    quickly(() -> assertThat(libraries.list()).hasSize(2));
    quickly(() -> libraries.scan("far", "", true));
    quickly(() -> libraries.isDone("far", "", 1));
    Files.writeString(near.resolve("4.mp3"), "4");
    libraries.scan("near", "", false);
    await(() -> paths().size() == 5);
  }

  @Test
  void a_library_that_does_not_answer_can_be_removed() throws Exception {
    Files.writeString(far.resolve("1.mp3"), "1");
    Files.writeString(near.resolve("2.mp3"), "2");
    libraries.add("far", far.toString(), null);
    libraries.add("near", near.toString(), null);
    await(() -> paths().size() == 2);
    silent = true;
    libraries.scan("far", "", false);

    libraries.remove("far");
    await(() -> libraries.list().size() == 1);
    assertThat(paths()).containsExactly(near.resolve("2.mp3").toString());

    answer.countDown();
    libraries.scan("near", "", false);
    assertThat(paths()).containsExactly(near.resolve("2.mp3").toString());
    assertThat(database.<List<?>>read(tables -> tables.libraries().all())).hasSize(1);
  }

  private List<String> paths() {
    var query = new ItemQuery(new ItemQuery.Scope.Everything(), null, null, null, 200);
    return database.read(tables -> tables.items().list(query)).stream()
        .map(item -> ((Source.Mirrored) item.source()).path())
        .toList();
  }

  private static void quickly(Runnable what) {
    long began = System.nanoTime();
    what.run();
    assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(PATIENCE);
  }

  private static void await(BooleanSupplier condition) throws InterruptedException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("waited for it long enough").isLessThan(end);
      TimeUnit.MILLISECONDS.sleep(5);
    }
  }

  /// The real tree; calls about the silent one come back when the disk answers.
  private final class Waiting implements Tree {
    private final Tree tree;
    private final boolean isFar;

    Waiting(Tree tree, boolean isFar) {
      this.tree = tree;
      this.isFar = isFar;
    }

    @Override
    public Listing list(String path) {
      waitForDisk();
      return tree.list(path);
    }

    @Override
    public Look look(String path) {
      waitForDisk();
      return tree.look(path);
    }

    /// As a call of the system, which no interrupt ends.
    private void waitForDisk() {
      boolean interrupted = false;
      while (isFar && silent && answer.getCount() > 0) {
        try {
          answer.await();
        } catch (InterruptedException _) {
          interrupted = true;
        }
      }
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }

    @Override
    public void close() {
      tree.close();
    }
  }
}
