package contentgremlin.engine.library;

import static org.assertj.core.api.Assertions.assertThat;

import contentgremlin.item.Visibility;
import contentgremlin.library.Folder;
import contentgremlin.library.Library;
import contentgremlin.library.LibraryId;
import contentgremlin.watch.NativeTrees;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// How long a file whose name another one took may be met elsewhere.
class OpenTreesTest {
  private static final Instant START = Instant.parse("2026-05-01T10:00:00Z");
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  @TempDir private Path root;

  private final AtomicReference<Instant> now = new AtomicReference<>(START);
  private final OpenTrees trees = new OpenTrees(new NativeTrees(), now::get);
  private final Looks looks = new Looks(() -> {});
  private final LibraryId library = new LibraryId(1);

  @BeforeEach
  void open() {
    trees.add(music(), looks);
  }

  private Library music() {
    return new Library(library, "music", root.toString(), Visibility.PUBLIC, START, null, false);
  }

  @AfterEach
  void close() {
    trees.close();
  }

  private void pass(Duration time) {
    now.updateAndGet(before -> before.plus(time));
  }

  private Instant returnsSince() {
    return trees.returnsSince(now.get());
  }

  @Test
  void ten_seconds_where_nothing_is_owed() {
    assertThat(returnsSince()).isEqualTo(START.minus(PATIENCE));
    pass(Duration.ofHours(1));
    assertThat(returnsSince()).isEqualTo(now.get().minus(PATIENCE));
  }

  @Test
  void as_long_as_a_walk_is_under_way() {
    trees.walkBegins(library, START);
    pass(Duration.ofHours(1));
    assertThat(returnsSince()).isEqualTo(START.minus(PATIENCE));

    trees.walkEnded(library);

    assertThat(returnsSince()).isEqualTo(now.get().minus(PATIENCE));
  }

  @Test
  void as_long_as_a_look_is_owed() {
    looks.add("a/", START);
    pass(Duration.ofHours(1));
    assertThat(returnsSince()).isEqualTo(START.minus(PATIENCE));
    assertThat(looks.take()).containsExactly("a/");
    assertThat(returnsSince()).isEqualTo(START.minus(PATIENCE));
    looks.add("b/", now.get());
    pass(Duration.ofMinutes(5));

    looks.done();

    assertThat(returnsSince()).isEqualTo(now.get().minus(Duration.ofMinutes(5)).minus(PATIENCE));
  }

  @Test
  void what_a_walk_left_to_be_looked_at_belongs_to_it_still() {
    trees.walkBegins(library, START);
    pass(Duration.ofHours(1));
    looks.add("a/", now.get());
    trees.walkEnded(library);
    pass(Duration.ofMinutes(5));
    assertThat(returnsSince()).isEqualTo(START.minus(PATIENCE));

    looks.take();
    looks.done();

    assertThat(returnsSince()).isEqualTo(now.get().minus(PATIENCE));
  }

  @Test
  void what_one_library_asks_of_another_is_owed_since_it_began_itself() {
    var other = new LibraryId(2);
    trees.walkBegins(other, START);
    pass(Duration.ofHours(1));
    trees.compare(new Folder(7, library, 0, "a/", "disk", 1, 1, 1, null, null));

    trees.walkEnded(other);

    assertThat(looks.since()).isEqualTo(START);
  }
}
