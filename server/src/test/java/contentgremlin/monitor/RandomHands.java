package contentgremlin.monitor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/// Does to a tree whatever people and programs do, in any order.
final class RandomHands {
  private static final List<String> NAMES =
      List.of("a", "b", "c", "d.mp3", "e.mp3", "f.flac", "ä", ".hidden", "g.part");

  private final Path root;
  private final Path outside;
  private final SplittableRandom dice;
  private final List<String> done = new ArrayList<>();

  RandomHands(Path root, Path outside, long seed) {
    this.root = root;
    this.outside = outside;
    this.dice = new SplittableRandom(seed);
  }

  /// What was done, in order.
  List<String> done() {
    return done;
  }

  void act() throws IOException {
    try {
      switch (dice.nextInt(18)) {
        case 0, 1, 2 -> write(place());
        case 3 -> append(some());
        case 4, 5 -> folder(place());
        case 6 -> deep();
        case 7, 8, 9 -> move(some(), place());
        case 10 -> move(some(), outside.resolve(name()));
        case 11 -> move(someOutside(), place());
        case 12 -> remove(some());
        case 13 -> link(some(), place());
        case 14 -> date(some());
        case 15 -> symbolic(place());
        case 16 -> slowly(place());
        default -> replace(place());
      }
    } catch (IOException e) {
      done.add("  in vain: " + e.getClass().getSimpleName());
    }
  }

  /// What is written under one of several names, the system tells of under that name alone.
  private static boolean isShared(Path file) throws IOException {
    return Files.isRegularFile(file) && (int) Files.getAttribute(file, "unix:nlink") > 1;
  }

  private void say(String what, @Nullable Path one, Path other) {
    done.add("%s %s %s".formatted(what, one == null ? "" : one, other));
  }

  private void write(Path file) throws IOException {
    if (isShared(file)) {
      return;
    }
    say("write", null, file);
    Files.writeString(file, "x".repeat(dice.nextInt(1000)));
  }

  private void append(@Nullable Path file) throws IOException {
    if (file != null && Files.isRegularFile(file) && !isShared(file)) {
      say("append", null, file);
      Files.writeString(file, "more", StandardOpenOption.APPEND);
    }
  }

  private void folder(Path folder) throws IOException {
    say("mkdir", null, folder);
    Files.createDirectory(folder);
  }

  private void deep() throws IOException {
    var folder = place().resolve("p").resolve("q").resolve("r");
    say("mkdir -p", null, folder);
    Files.createDirectories(folder);
    Files.writeString(folder.resolve("s.mp3"), "deep");
  }

  private void move(@Nullable Path from, Path to) throws IOException {
    if (from != null && !to.startsWith(from)) {
      say("mv", from, to);
      Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
    }
  }

  private void remove(@Nullable Path path) throws IOException {
    if (path != null) {
      say("rm -r", null, path);
      try (var all = Files.walk(path)) {
        for (var each : all.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(each);
        }
      }
    }
  }

  private void link(@Nullable Path file, Path name) throws IOException {
    if (file != null && Files.isRegularFile(file)) {
      say("ln", file, name);
      Files.createLink(name, file);
    }
  }

  private void date(@Nullable Path file) throws IOException {
    if (file != null && Files.isRegularFile(file) && !isShared(file)) {
      say("touch", null, file);
      Files.setLastModifiedTime(
          file,
          FileTime.from(Instant.ofEpochSecond(dice.nextLong(-2_000_000_000L, 5_000_000_000L))));
    }
  }

  private void symbolic(Path name) throws IOException {
    say("ln -s", root, name);
    Files.createSymbolicLink(name, dice.nextBoolean() ? root : outside);
  }

  private void slowly(Path file) throws IOException {
    if (isShared(file)) {
      return;
    }
    say("write slowly", null, file);
    try (var out = Files.newOutputStream(file)) {
      for (int i = 0; i < 20; i++) {
        out.write(new byte[100]);
      }
    }
  }

  private void replace(Path file) throws IOException {
    var temporary = file.resolveSibling("." + file.getFileName() + ".tmp");
    say("replace", temporary, file);
    Files.writeString(temporary, "y".repeat(dice.nextInt(1000)));
    Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
  }

  private String name() {
    return NAMES.get(dice.nextInt(NAMES.size()));
  }

  /// A name in a folder of the tree, which may be taken.
  private Path place() throws IOException {
    var folders = all(root).stream().filter(RandomHands::isRealFolder).toList();
    return folders.get(dice.nextInt(folders.size())).resolve(name());
  }

  private @Nullable Path some() throws IOException {
    return oneOf(all(root));
  }

  private @Nullable Path someOutside() throws IOException {
    try (var names = Files.list(outside)) {
      var all = new ArrayList<>(names.sorted().toList());
      all.addFirst(outside);
      return oneOf(all);
    }
  }

  /// @param paths the first is not meant
  private @Nullable Path oneOf(List<Path> paths) {
    return paths.size() < 2 ? null : paths.get(1 + dice.nextInt(paths.size() - 1));
  }

  private static boolean isRealFolder(Path path) {
    return Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS);
  }

  private static List<Path> all(Path folder) throws IOException {
    try (var walk = Files.walk(folder)) {
      return walk.sorted().toList();
    }
  }
}
