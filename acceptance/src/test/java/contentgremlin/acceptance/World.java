package contentgremlin.acceptance;

import contentgremlin.acceptance.World.Node.Folder;
import contentgremlin.acceptance.World.Node.Link;
import contentgremlin.acceptance.World.Node.Name;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;

/// Some folders on the disk, two of them libraries, and all that was done there: what is done to
/// the disk is done to this. Paths are relative to the world's folder, those of libraries begin
/// with "one/" or "two/".
///
/// Used by one thread at a time.
final class World {
  static final List<String> LIBRARIES = List.of("one", "two");
  static final String OUTSIDE = "outside";

  /// Endings that libraries look for; what has another one, or a strange name, they leave alone.
  private static final Set<String> MEDIA = Set.of("wav", "mp3", "flac", "ogg");

  sealed interface Node {
    record Folder(int number) implements Node {}

    record Name(Thing thing) implements Node {}

    record Link() implements Node {}
  }

  final String root;
  final String name;
  private final TreeMap<String, Node> nodes = new TreeMap<>();
  private final List<String> done = new ArrayList<>();
  private final List<Thing> things = new ArrayList<>();
  private int numbers;

  // What was known when the catalogue was compared last.
  private Map<String, Thing> thingsThen = Map.of();
  private Map<String, Node> foldersThen = Map.of();

  /// All things that were at a place since then, those that were there then too.
  private final Map<String, Set<Thing>> guests = new HashMap<>();

  World(String root, String name) throws IOException {
    this.root = root;
    this.name = name;
    RawFiles.mkdir(root);
    for (var top : List.of("one", "two", OUTSIDE)) {
      RawFiles.mkdir(absolute(top));
      nodes.put(top, new Folder(++numbers));
    }
  }

  String absolute(String path) {
    return root + "/" + path;
  }

  String library(String top) {
    return name + "-" + top;
  }

  /// What was done since the catalogue was compared last.
  List<String> done() {
    return List.copyOf(done);
  }

  private void say(String what, String... paths) {
    done.add(what + " " + String.join(" ", paths));
  }

  void note(String what) {
    done.add("-- " + what);
  }

  // ---- What there is ----

  boolean has(String path) {
    return nodes.containsKey(path);
  }

  List<String> paths(Predicate<Node> wanted) {
    return nodes.entrySet().stream()
        .filter(entry -> wanted.test(entry.getValue()))
        .map(Map.Entry::getKey)
        .toList();
  }

  List<String> folders() {
    return paths(Folder.class::isInstance);
  }

  List<String> files() {
    return paths(Name.class::isInstance);
  }

  Thing thing(String path) {
    if (nodes.get(path) instanceof Name(var thing)) {
      return thing;
    }
    throw new IllegalStateException("no file: " + path);
  }

  boolean isFile(String path) {
    return nodes.get(path) instanceof Name;
  }

  boolean isTop(String path) {
    return path.indexOf('/') < 0;
  }

  boolean isEmpty(String folder) {
    return nodes.tailMap(folder + "/").keySet().stream()
        .findFirst()
        .filter(path -> path.startsWith(folder + "/"))
        .isEmpty();
  }

  /// Whether a library shows what is there.
  static boolean isShown(String path) {
    if (path.startsWith(OUTSIDE + "/")) {
      return false;
    }
    for (var part : path.split("/", -1)) {
      if (part.startsWith(".") || part.endsWith(".part")) {
        return false;
      }
    }
    return MEDIA.contains(
        path.substring(path.lastIndexOf('.') + 1).toLowerCase(java.util.Locale.ROOT));
  }

  /// The files that libraries must show, by path.
  Map<String, Thing> shown() {
    var shown = new TreeMap<String, Thing>();
    nodes.forEach((path, node) -> {
      if (node instanceof Name(var thing) && isShown(path)) {
        shown.put(path, thing);
      }
    });
    return shown;
  }

  List<Thing> things() {
    return things;
  }

  // ---- What is done ----

  void create(String path, byte[] bytes, int pieces) throws IOException {
    say("write in " + pieces, path);
    RawFiles.write(absolute(path), bytes, pieces);
    if (isFile(path)) {
      thing(path).size = bytes.length;
    } else {
      place(path, make(bytes.length));
    }
  }

  /// As most programs save: beside it, then renamed.
  void save(String path, byte[] bytes) throws IOException {
    var temporary = parent(path) + "/.saved";
    say("save", path);
    RawFiles.write(absolute(temporary), bytes, 1);
    place(temporary, make(bytes.length));
    move(temporary, path);
  }

  void append(String path, byte[] bytes) throws IOException {
    say("append", path);
    RawFiles.append(absolute(path), bytes);
    thing(path).size += bytes.length;
  }

  void folder(String path) throws IOException {
    say("mkdir", path);
    RawFiles.mkdir(absolute(path));
    nodes.put(path, new Folder(++numbers));
  }

  void touch(String path, long nanos) throws IOException {
    say("touch " + nanos, path);
    RawFiles.touch(absolute(path), nanos);
  }

  void symlink(String target, String path) throws IOException {
    say("ln -s", target, path);
    RawFiles.symlink(target, absolute(path));
    nodes.put(path, new Link());
  }

  void link(String file, String path) throws IOException {
    say("ln", file, path);
    RawFiles.link(absolute(file), absolute(path));
    var thing = thing(file);
    thing.isVague = true;
    thing.names++;
    place(path, thing);
  }

  /// @param nanos the time that the copy gets, as `cp -p` gives it; 0: its own
  void copied(String file, String path, byte[] bytes, long nanos) throws IOException {
    say(nanos == 0 ? "cp" : "cp -p", file, path);
    RawFiles.write(absolute(path), bytes, 2);
    if (nanos != 0) {
      RawFiles.touch(absolute(path), nanos);
    }
    var original = thing(file);
    var copy = make(original.size);
    original.twins.add(copy);
    copy.twins = original.twins;
    place(path, copy);
  }

  /// What is at the new place before is gone.
  void move(String from, String to) throws IOException {
    say("mv", from, to);
    RawFiles.rename(absolute(from), absolute(to));
    if (nodes.get(to) instanceof Name(var gone)) {
      lose(gone);
    }
    nodes.remove(to);
    carry(from, to);
  }

  private void carry(String from, String to) {
    put(taken(from), from, to);
  }

  /// This and all below it, which is not there any more.
  private Map<String, Node> taken(String path) {
    var taken = new TreeMap<String, Node>();
    taken.put(path, java.util.Objects.requireNonNull(nodes.remove(path)));
    var below = nodes.subMap(path + "/", path + "0");
    taken.putAll(below);
    below.clear();
    return taken;
  }

  private void put(Map<String, Node> moved, String from, String to) {
    moved.forEach((path, node) -> {
      var place = to + path.substring(from.length());
      if (node instanceof Name(var thing)) {
        thing.confuse();
        place(place, thing);
      } else {
        nodes.put(place, node);
      }
    });
  }

  void exchange(String one, String other) throws IOException {
    say("exchange", one, other);
    RawFiles.exchange(absolute(one), absolute(other));
    var ones = taken(one);
    var others = taken(other);
    put(ones, one, other);
    put(others, other, one);
  }

  void delete(String path) throws IOException {
    say("rm", path);
    RawFiles.delete(absolute(path));
    if (nodes.remove(path) instanceof Name(var thing)) {
      lose(thing);
    }
  }

  void deleteAll(String folder) throws IOException {
    say("rm -r", folder);
    var below = new ArrayList<>(nodes.subMap(folder + "/", folder + "0").keySet());
    below.addFirst(folder);
    for (var path : below.reversed()) {
      if (nodes.get(path) instanceof Folder) {
        RawFiles.deleteFolder(absolute(path));
        nodes.remove(path);
      } else {
        delete(path);
      }
    }
  }

  private Thing make(int size) {
    var thing = new Thing(++numbers);
    thing.names = 1;
    thing.size = size;
    things.add(thing);
    return thing;
  }

  private void place(String path, Thing thing) {
    nodes.put(path, new Name(thing));
    thing.places.add(path);
    thing.life.add(path);
    thing.pathsEver().add(path);
    thing.wasOut |= !isShown(path);
    guests.computeIfAbsent(path, _ -> new HashSet<>()).add(thing);
  }

  private static void lose(Thing thing) {
    thing.confuse();
    thing.names--;
    thing.life.add("gone");
  }

  static String parent(String path) {
    return path.substring(0, path.lastIndexOf('/'));
  }

  static String last(String path) {
    return path.substring(path.lastIndexOf('/') + 1);
  }

  // ---- What must be so ----

  /// The catalogue has been compared with this.
  void compared() {
    done.clear();
    guests.clear();
    thingsThen = shown();
    for (var thing : thingsThen.values()) {
      thing.life.add("= " + thing.item);
      thing.itemsEver().add(thing.item);
    }
    foldersThen = new HashMap<>();
    nodes.forEach((path, node) -> {
      if (node instanceof Folder) {
        foldersThen.put(path, node);
      }
    });
    var seen = new HashSet<>(thingsThen.values());
    for (var thing : things) {
      thing.compared(seen.contains(thing));
    }
    nodes.forEach((path, node) -> {
      if (node instanceof Name(var thing)) {
        place(path, thing);
      }
    });
  }

  /// Whether the file must still be the item that it was.
  boolean keepsItem(Thing thing) {
    return !thing.isVague && thing.item != null && !isClaimed(thing);
  }

  /// Whether another file that was this item, or may have been, since it had one of its names, and
  /// that was out of sight then, has come back right after: a file that went away while another one
  /// took its name, or while a copy of it was there, has the better right to its item.
  private boolean isClaimed(Thing owner) {
    return things.stream()
        .anyMatch(thing ->
            thing != owner
                && thing.wasOut
                && (thing.itemsEver().contains(owner.item)
                    || !Collections.disjoint(thing.pathsEver(), owner.pathsEver())));
  }

  /// Whether its item must be there, though the file may be gone: not if a file of which nobody can
  /// say which item it is had its place since.
  boolean leavesItem(Thing thing) {
    return !thing.isVague
        && thing.item != null
        && thing.places.stream()
            .flatMap(path -> guests.getOrDefault(path, Set.of()).stream())
            .noneMatch(guest -> guest.isVague);
  }

  /// The item of the file in whose place this one was put, if that must go on with it.
  java.util.Optional<String> inherits(String path, Thing thing) {
    var before = thingsThen.get(path);
    if (before == null
        || before.item == null
        || thing.item != null
        || isClaimed(before)
        || !isSureSuccession(path)) {
      return java.util.Optional.empty();
    }
    return before.names == 0 ? java.util.Optional.of(before.item) : java.util.Optional.empty();
  }

  private boolean isSureSuccession(String path) {
    for (var folder = parent(path); folder.contains("/"); folder = parent(folder)) {
      if (!java.util.Objects.equals(foldersThen.get(folder), nodes.get(folder))) {
        return false;
      }
    }
    return guests.getOrDefault(path, Set.of()).stream()
        .allMatch(guest ->
            !guest.isVague
                && guest.twins.size() == 1
                && guest.places.stream()
                    .allMatch(place -> place.equals(path) || last(place).equals(".saved")));
  }
}
