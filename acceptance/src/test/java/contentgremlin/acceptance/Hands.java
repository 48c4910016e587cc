package contentgremlin.acceptance;

import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/// Does to a [World] whatever people and programs do to folders, in any order. Used by one thread.
final class Hands {
  /// Most of them media; some differ in case only, one is no text.
  private static final List<String> FILES =
      List.of(
          "a.wav",
          "b.wav",
          "c.mp3",
          "C.mp3",
          "d.flac",
          "ä ö.ogg",
          "é.wav",
          "\uee80\ueeff.wav",
          "n.txt",
          ".hidden.wav",
          "half.wav.part");

  private static final List<String> FOLDERS =
      List.of("A", "B", "a", "cd 1", "ü", "dir.mp3", ".h", "\ueefe");

  private static final int FILES_MAX = 40;
  private static final int DEPTH_MAX = 5;
  private static final int SAMPLES_MAX = 4_000;

  private final World world;
  private final SplittableRandom dice;

  /// So that copies can be made without reading.
  private final Map<Thing, byte[]> bytes = new HashMap<>();

  Hands(World world, long seed) {
    this.world = world;
    this.dice = new SplittableRandom(seed);
  }

  void act() throws IOException {
    switch (dice.nextInt(34)) {
      case 0, 1, 2, 3 -> create(1);
      case 4 -> create(8);
      case 5, 6 -> edit();
      case 7 -> rewrite();
      case 8, 9 -> save();
      case 10, 11 -> delete();
      case 12, 13, 14, 15 -> move(some(world.files()), free(FILES));
      case 16 -> moveOver();
      case 17 -> swap();
      case 18 -> copy(false);
      case 19 -> copy(true);
      case 20 -> link();
      case 21, 22 -> folder();
      case 23 -> deep();
      case 24 -> deleteFolder();
      case 25, 26, 27 -> moveFolder();
      case 28 -> swapFolders();
      case 29 -> touch();
      case 30 -> changeCase();
      case 31, 32 -> setAside();
      default -> symlink();
    }
  }

  // ---- Bytes ----

  private byte[] sound() {
    return Sounds.make(dice, SAMPLES_MAX);
  }

  private void keep(String path, byte[] content) {
    bytes.put(world.thing(path), content);
  }

  // ---- Files ----

  private void create(int pieces) throws IOException {
    var path = free(FILES);
    if (path != null && world.files().size() < FILES_MAX) {
      var content = sound();
      world.create(path, content, pieces);
      keep(path, content);
    }
  }

  private void edit() throws IOException {
    var path = some(world.files());
    if (path != null) {
      var more = new byte[2 + 2 * dice.nextInt(50)];
      world.append(path, more);
      var before = bytes.getOrDefault(world.thing(path), more);
      var now = java.util.Arrays.copyOf(before, before.length + more.length);
      keep(path, now);
    }
  }

  private void rewrite() throws IOException {
    var path = some(world.files());
    if (path != null) {
      var content = sound();
      world.create(path, content, 2);
      keep(path, content);
    }
  }

  private void save() throws IOException {
    var path = some(world.files());
    if (path != null) {
      var content = sound();
      world.save(path, content);
      keep(path, content);
    }
  }

  private void delete() throws IOException {
    var path = some(world.files());
    if (path != null) {
      world.delete(path);
    }
  }

  private void move(@Nullable String from, @Nullable String to) throws IOException {
    if (from != null && to != null) {
      world.move(from, to);
    }
  }

  private void moveOver() throws IOException {
    var from = some(world.files());
    var to = some(world.files());
    // Two names of one file stay two names.
    if (from != null && to != null && world.thing(from) != world.thing(to)) {
      world.move(from, to);
    }
  }

  /// The old one is kept under another name, and a new one written in its place.
  private void setAside() throws IOException {
    var path = some(world.files());
    var aside = free(FILES);
    if (path != null && aside != null) {
      world.move(path, aside);
      var content = sound();
      world.create(path, content, 1);
      keep(path, content);
    }
  }

  private void swap() throws IOException {
    var one = some(world.files());
    var other = some(world.files());
    if (one == null || other == null || one.equals(other)) {
      return;
    }
    var aside = World.parent(one) + "/.aside";
    if (dice.nextBoolean()) {
      world.exchange(one, other);
    } else if (world.thing(one) != world.thing(other)) {
      world.move(one, aside);
      world.move(other, one);
      world.move(aside, other);
    }
  }

  private void copy(boolean withTime) throws IOException {
    var from = some(world.files());
    var to = free(FILES);
    var content = from == null ? null : bytes.get(world.thing(from));
    if (from != null && to != null && content != null && world.files().size() < FILES_MAX) {
      long time = withTime ? time() : 0;
      if (withTime) {
        world.touch(from, time);
      }
      world.copied(from, to, content, time);
      keep(to, content);
    }
  }

  private void link() throws IOException {
    var from = some(world.files());
    var to = free(FILES);
    if (from != null && to != null) {
      world.link(from, to);
    }
  }

  /// Long ago, or in the future.
  private long time() {
    return dice.nextLong(-2_000_000_000_000_000_000L, 4_000_000_000_000_000_000L);
  }

  private void touch() throws IOException {
    var path = some(world.files());
    if (path != null) {
      world.touch(path, time());
    }
  }

  private void changeCase() throws IOException {
    for (var path : world.files()) {
      var last = World.last(path);
      var other = World.parent(path) + "/" + (last.equals("c.mp3") ? "C.mp3" : "c.mp3");
      if (last.equalsIgnoreCase("c.mp3") && !world.has(other)) {
        world.move(path, other);
        return;
      }
    }
  }

  private void symlink() throws IOException {
    var path = free(dice.nextBoolean() ? FILES : FOLDERS);
    if (path != null) {
      var target = dice.nextBoolean() ? some(world.folders()) : null;
      world.symlink(world.absolute(target == null ? "one" : target), path);
    }
  }

  // ---- Folders ----

  private void folder() throws IOException {
    var path = free(FOLDERS);
    if (path != null) {
      world.folder(path);
    }
  }

  private void deep() throws IOException {
    var path = free(FOLDERS);
    if (path == null) {
      return;
    }
    for (int depth = 0; depth < 3; depth++) {
      world.folder(path);
      path += "/" + FOLDERS.get(dice.nextInt(FOLDERS.size()));
    }
    var file = World.parent(path) + "/" + FILES.getFirst();
    var content = sound();
    world.create(file, content, 1);
    keep(file, content);
  }

  private void deleteFolder() throws IOException {
    var path = someFolder();
    if (path != null) {
      world.deleteAll(path);
    }
  }

  private void moveFolder() throws IOException {
    var from = someFolder();
    var to = free(FOLDERS);
    if (from != null && to != null && !to.startsWith(from + "/")) {
      world.move(from, to);
    }
  }

  private void swapFolders() throws IOException {
    var one = someFolder();
    var other = someFolder();
    if (one != null && other != null && !isWithin(one, other) && !isWithin(other, one)) {
      world.exchange(one, other);
    }
  }

  private static boolean isWithin(String folder, String path) {
    return path.equals(folder) || path.startsWith(folder + "/");
  }

  // ---- Choices ----

  private @Nullable String someFolder() {
    return some(world.folders().stream().filter(path -> !world.isTop(path)).toList());
  }

  private @Nullable String some(List<String> paths) {
    return paths.isEmpty() ? null : paths.get(dice.nextInt(paths.size()));
  }

  /// A name that is not taken, in any folder.
  private @Nullable String free(List<String> names) {
    var folder = some(world.folders());
    var path = folder + "/" + names.get(dice.nextInt(names.size()));
    boolean isDeep = path.chars().filter(one -> one == '/').count() > DEPTH_MAX;
    return world.has(path) || isDeep ? null : path;
  }
}
