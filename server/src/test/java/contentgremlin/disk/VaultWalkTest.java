package contentgremlin.disk;

import static org.assertj.core.api.Assertions.assertThat;

import contentgremlin.vault.Found;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VaultWalkTest {
  @TempDir private Path root;

  @Test
  void parts_of_any_size_and_windows_of_any_size_meet_each_file_once() throws Exception {
    var files = List.of("a", "b-c", "b.x/y", "b/1/2", "b/1/20", "b/3", "b0", "c/d/e/f", "é/ü", "z");
    for (var file : files) {
      write(file);
    }
    Files.createDirectories(root.resolve("empty/inner"));

    for (int part = 1; part < 12; part++) {
      for (int window = 1; window < 12; window++) {
        assertThat(paths(part, window))
            .as("parts of %d, windows of %d", part, window)
            .containsExactlyInAnyOrderElementsOf(files)
            .isEqualTo(paths(100, 100));
      }
    }
  }

  @Test
  void it_goes_on_behind_a_file_that_is_gone() throws Exception {
    for (var file : List.of("a/1", "a/2", "a/3", "b")) {
      write(file);
    }
    Files.delete(root.resolve("a/2"));

    assertThat(VaultWalk.walk(root, "a/2", 9, Set.of()))
        .extracting(Found::path)
        .containsExactly("a/3", "b");
    Files.delete(root.resolve("a/1"));
    Files.delete(root.resolve("a/3"));
    Files.delete(root.resolve("a"));
    assertThat(VaultWalk.walk(root, "a/2", 9, Set.of()))
        .extracting(Found::path)
        .containsExactly("b");
  }

  @Test
  void links_are_told_of_and_not_followed_and_some_folders_are_left_out() throws Exception {
    write("kept/file");
    write("job/1/out");
    Files.createSymbolicLink(root.resolve("kept/up"), root);
    Files.createSymbolicLink(root.resolve("loop"), root.resolve("loop"));

    assertThat(VaultWalk.walk(root, "", 9, Set.of("job")))
        .containsExactly(
            new Found("kept/file", 9, true),
            new Found("kept/up", root.toString().length(), false),
            new Found("loop", root.resolve("loop").toString().length(), false));
  }

  private List<String> paths(int part, int window) throws IOException {
    var all = new ArrayList<String>();
    List<Found> some;
    do {
      var after = all.isEmpty() ? "" : all.getLast();
      some = VaultWalk.walk(root, after, part, window, Set.of());
      some.forEach(file -> all.add(file.path()));
    } while (some.size() == part);
    return all;
  }

  private void write(String path) throws IOException {
    Files.createDirectories(root.resolve(path).getParent());
    Files.writeString(root.resolve(path), path);
  }
}
