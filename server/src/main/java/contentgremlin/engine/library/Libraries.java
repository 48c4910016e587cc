package contentgremlin.engine.library;

import contentgremlin.event.Alert;
import contentgremlin.event.Fact;
import contentgremlin.item.Visibility;
import contentgremlin.library.FileName;
import contentgremlin.library.Library;
import contentgremlin.library.LibraryId;
import contentgremlin.library.Trees;
import contentgremlin.library.WatchState;
import contentgremlin.store.Database;
import contentgremlin.store.Setting;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/// The libraries of this server: what people may ask of them, and what watches them. Thread-safe.
public final class Libraries implements AutoCloseable {
  /// Who removes a library wants to see it gone, if that does not take long.
  private static final Duration REMOVAL_WAIT = Duration.ofSeconds(10);

  /// File systems that hold no files.
  private static final Set<String> MADE_UP =
      Set.of(
          "proc",
          "sysfs",
          "cgroup",
          "cgroup2",
          "debugfs",
          "tracefs",
          "securityfs",
          "configfs",
          "devpts",
          "mqueue",
          "bpf",
          "pstore",
          "efivarfs",
          "binfmt_misc",
          "fusectl");

  private final Database database;
  private final InstantSource time;
  private final Trees trees;
  private final TreeMonitor.Factory monitors;
  private final Path home;
  private final Runnable onNews;
  private final Ahead ahead;
  private final Additions additions = new Additions(new SecureRandom());
  private final Map<LibraryId, LibraryRun> runs = new ConcurrentHashMap<>();
  private OpenTrees open;
  private Removals removals;
  private boolean started;

  /// @param home whatever is in it is no library's
  /// @param onNews called when there may be new files to be read; MUST return at once
  /// @param ahead has files read that are not written down yet
  public Libraries(
      Database database,
      InstantSource time,
      Trees trees,
      TreeMonitor.Factory monitors,
      Path home,
      Runnable onNews,
      Ahead ahead) {
    this.ahead = ahead;
    this.database = database;
    this.time = time;
    this.trees = trees;
    this.monitors = monitors;
    this.home = home;
    this.onNews = onNews;
    this.open = new OpenTrees(trees, time);
    this.removals = new Removals(database, time, open);
  }

  /// How a wish ended.
  public sealed interface Outcome {
    record Done(Library library, long scan) implements Outcome {}

    record Unknown() implements Outcome {}

    /// @param isTaken whether it is there already
    record Refused(String why, boolean isTaken) implements Outcome {}
  }

  /// A library as people see it.
  ///
  /// @param files media files that are there
  /// @param due of these, how many were not read yet
  /// @param watch null while it is not watched
  public record View(
      Library library,
      long files,
      long due,
      @Nullable WatchState watch,
      ScanProgress.@Nullable Shown scan,
      List<Alert> alerts) {

    /// "scanning", "offline", "watching", "removing" or "stopped"
    public String state() {
      if (library.isRemoved()) {
        return "removing";
      }
      if (scan != null && scan.started() != null) {
        return "scanning";
      }
      boolean isOffline =
          alerts.stream()
              .anyMatch(alert ->
                  alert.kind() == Alert.Kind.LIBRARY_OFFLINE
                      && alert.subject().equals(library.name() + "/"));
      return isOffline ? "offline" : watch == null ? "stopped" : "watching";
    }
  }

  /// Watches all libraries, until it is closed; after that it can be started again.
  public synchronized void start() {
    if (started) {
      throw new IllegalStateException("the libraries are watched already");
    }
    started = true;
    open = new OpenTrees(trees, time);
    removals = new Removals(database, time, open);
    var ready = new ArrayList<LibraryRun>();
    for (var library : database.read(tables -> tables.libraries().all())) {
      if (library.isRemoved()) {
        removals.begin(library, () -> {});
      } else {
        ready.add(prepare(library));
      }
    }
    // Only now: what has moved from one library to another is looked for in both.
    ready.forEach(LibraryRun::start);
  }

  private LibraryRun prepare(Library library) {
    var run = new LibraryRun(database, time, open, monitors, additions, ahead, library, onNews);
    runs.put(library.id(), run);
    return run;
  }

  public List<View> list() {
    return database.read(tables -> tables.libraries().all()).stream().map(this::view).toList();
  }

  public Optional<View> find(String name) {
    return database.read(tables -> tables.libraries().find(name)).map(this::view);
  }

  /// Cheaper than to find it: counts nothing.
  public boolean isThere(String name) {
    return database.read(tables -> tables.libraries().find(name)).isPresent();
  }

  private View view(Library library) {
    var run = runs.get(library.id());
    return database.read(tables ->
        new View(
            library,
            tables.libraries().countThere(library.id()),
            tables.libraries().countDue(library.id()),
            run == null ? null : run.watch(),
            run == null ? null : run.progress(),
            LibraryAlerts.of(tables, library)));
  }

  /// @param path of the folder; must be absolute
  /// @param visibility of its items; null: as the settings have it
  public Outcome add(String name, String path, @Nullable Visibility visibility) {
    var complaint = complaintOfName(name);
    if (!complaint.isEmpty()) {
      return new Outcome.Refused(complaint, false);
    }
    Path root;
    try {
      var wanted = Path.of(path);
      if (!wanted.isAbsolute()) {
        return new Outcome.Refused("The path must be absolute: " + path, false);
      }
      root = wanted.toRealPath();
    } catch (IOException | IllegalArgumentException e) {
      return new Outcome.Refused("There is no folder at " + path + ".", false);
    }
    if (!Files.isDirectory(root)) {
      return new Outcome.Refused("This is no folder: " + path, false);
    }
    if (isMadeUp(root)) {
      return new Outcome.Refused(
          "No files are kept there; the system makes them up: " + path, false);
    }
    return add(name, root, visibility);
  }

  /// The disk was asked before: while it does not answer, other libraries can be added.
  private synchronized Outcome add(String name, Path root, @Nullable Visibility visibility) {
    var clash = clash(root);
    if (!clash.isEmpty()) {
      return new Outcome.Refused(clash, false);
    }
    var text = FileName.decode(root.toString().getBytes(StandardCharsets.UTF_8));
    var added =
        database.write(tables -> {
          if (tables.libraries().find(name).isPresent()) {
            return Optional.<Library>empty();
          }
          var shown =
              visibility == null
                  ? Visibility.of(Setting.DEFAULT_VISIBILITY.text(tables.settings()))
                  : visibility;
          var library = tables.libraries().add(name, text, shown, time.instant());
          tables.events().append(new Fact.LibraryChanged(name), time.instant());
          return Optional.of(library);
        });
    if (added.isEmpty()) {
      return new Outcome.Refused("There is a library “" + name + "” already.", true);
    }
    if (started) {
      prepare(added.get()).start();
    }
    return new Outcome.Done(added.get(), 0);
  }

  /// Whether what lies there tells of the system, such as `/proc`: reading it may even change it.
  private static boolean isMadeUp(Path root) {
    try {
      return MADE_UP.contains(Files.getFileStore(root).type());
    } catch (IOException _) {
      return false; // looking into it will tell
    }
  }

  private static String complaintOfName(String name) {
    if (name.isBlank() || name.length() > Library.NAME_LENGTH_MAX) {
      return "A library's name has from 1 to " + Library.NAME_LENGTH_MAX + " characters.";
    }
    // It is a part of addresses, which servers before ours may read their own way.
    boolean isOdd =
        name.chars().anyMatch(one -> "/\\%;".indexOf(one) >= 0 || Character.isISOControl(one));
    return isOdd || !name.equals(name.strip()) || name.equals(".") || name.equals("..")
        ? "A library's name has no slashes, percent signs, semicolons or control characters, and no"
            + " blanks around it; and it is not “.” or “..”."
        : "";
  }

  private String clash(Path root) {
    if (root.getNameCount() == 0) {
      return "The root of the file system can't be a library; choose the folders that hold media.";
    }
    var inside = realHome();
    if (root.startsWith(inside) || inside.startsWith(root)) {
      return "The home of this server is at " + inside + "; a library must be elsewhere.";
    }
    for (var library : database.read(tables -> tables.libraries().all())) {
      var other = Path.of(library.root());
      if (root.startsWith(other) || other.startsWith(root)) {
        return "The library “%s” has %s already; libraries can't overlap."
            .formatted(library.name(), library.root());
      }
    }
    return "";
  }

  private Path realHome() {
    try {
      return home.toRealPath();
    } catch (IOException _) {
      return home.toAbsolutePath().normalize();
    }
  }

  /// Has a part of the library compared at once.
  ///
  /// @param path of a folder below the root; empty for everything
  /// @param confirmed whether a person says that what is there now is all there is
  public Outcome scan(String name, String path, boolean confirmed) {
    var library = database.read(tables -> tables.libraries().find(name));
    var run = library.map(Library::id).map(runs::get);
    if (library.isEmpty() || run.isEmpty()) {
      return new Outcome.Unknown();
    }
    var part = part(below(library.get(), path));
    if (part.isEmpty()) {
      return new Outcome.Refused("This is no path below the library's root: " + path, false);
    }
    return new Outcome.Done(library.get(), run.get().scan(part.get(), confirmed));
  }

  /// Has one folder looked at soon, without those below it.
  ///
  /// @param path below the root, with a slash at its end; empty for the root
  public void look(LibraryId library, String path) {
    var run = runs.get(library);
    if (run != null) {
      run.look(path);
    }
  }

  /// People also name a folder by its whole path.
  private static String below(Library library, String path) {
    return path.startsWith(library.root() + "/") ? path.substring(library.root().length()) : path;
  }

  /// Whether it names a folder of a library, as far as a text can.
  public static boolean isPath(String path) {
    return part(path).isPresent();
  }

  /// "a/b/" for "a/b", "/a//b/"; empty if it would lead out.
  static Optional<String> part(String path) {
    var names = new ArrayList<String>();
    for (var name : path.split("/", -1)) {
      if (name.equals("..")) {
        return Optional.empty();
      }
      if (!name.isEmpty() && !name.equals(".")) {
        names.add(name);
      }
    }
    return Optional.of(names.isEmpty() ? "" : String.join("/", names) + "/");
  }

  /// Whether a scan that was asked for is over, and all that it found was read.
  public boolean isDone(String name, String path, long scan) {
    var library = database.read(tables -> tables.libraries().find(name));
    if (library.isEmpty()) {
      return true;
    }
    var run = runs.get(library.get().id());
    return run != null
        && run.isDone(part(below(library.get(), path)).orElse(""), scan)
        && database.read(tables -> tables.libraries().countDue(library.get().id())) == 0;
  }

  /// Forgets the library and its items; its files are left alone. What takes long goes on by
  /// itself.
  public Outcome remove(String name) {
    var library = beginRemoval(name);
    if (library.isEmpty()) {
      return new Outcome.Unknown();
    }
    removals.await(library.get().id(), REMOVAL_WAIT);
    return new Outcome.Done(library.get(), 0);
  }

  private synchronized Optional<Library> beginRemoval(String name) {
    var library = database.read(tables -> tables.libraries().find(name));
    library.ifPresent(known -> {
      database.write(tables -> {
        tables.libraries().beginRemoval(known.id(), time.instant());
        return name;
      });
      var run = runs.remove(known.id());
      removals.begin(known, run == null ? () -> {} : run::close);
    });
    return library;
  }

  @Override
  public synchronized void close() {
    removals.close();
    // All at once: a disk that does not answer takes its time.
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      runs.values().forEach(run -> threads.execute(run::close));
    }
    runs.clear();
    open.close();
    started = false;
  }
}
