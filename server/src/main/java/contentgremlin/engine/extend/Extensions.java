package contentgremlin.engine.extend;

import contentgremlin.engine.EventStream;
import contentgremlin.engine.arrival.Importers;
import contentgremlin.engine.extend.Guard.Fault;
import contentgremlin.extend.Companions;
import contentgremlin.extend.ExtensionRow;
import contentgremlin.extend.ExtensionState;
import contentgremlin.extend.Shelf;
import contentgremlin.extend.Shelf.Found;
import contentgremlin.extend.Shown;
import contentgremlin.extension.Json;
import contentgremlin.install.Contributor;
import contentgremlin.item.Item;
import contentgremlin.machine.MachineProvider;
import contentgremlin.store.Database;
import contentgremlin.store.StoreException;
import contentgremlin.vault.Vault;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// The extensions: which there are, which of them are at work, and why the others are not. Whatever
/// one of them does, the others and the server go on. Thread-safe.
public final class Extensions implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(Extensions.class.getName());

  /// In the home's own database, while code of a jar runs for the first time: if the server does
  /// not survive that, the next start leaves the jar alone.
  static final String LOADING = "extension-loading";

  private static final Duration START_MAX = Duration.ofSeconds(10);

  private final Database database;
  private final Database home;
  private final Shelf shelf;
  private final Joints joints;
  private final Starting starting;
  private final Map<String, Live> live = new ConcurrentSkipListMap<>();
  private volatile List<Found> found = List.of();
  private volatile BooleanSupplier isMoving = () -> false;
  private boolean isStarted;

  /// @param home what is kept of this machine alone; may be the same database
  /// @param companions where their own processes run
  /// @param json reads a text; empty if it is no JSON
  public Extensions(
      Database database,
      Database home,
      Shelf shelf,
      Companions companions,
      Joints joints,
      EventStream events,
      Vault vault,
      Function<String, Optional<Json>> json,
      InstantSource time) {
    this(database, home, shelf, companions, joints, events, vault, json, time, START_MAX);
  }

  /// @param startMax how long one may take to start
  Extensions(
      Database database,
      Database home,
      Shelf shelf,
      Companions companions,
      Joints joints,
      EventStream events,
      Vault vault,
      Function<String, Optional<Json>> json,
      InstantSource time,
      Duration startMax) {
    this.database = database;
    this.home = home;
    this.shelf = shelf;
    this.joints = joints;
    this.starting =
        new Starting(
            database,
            vault,
            events,
            joints,
            json,
            time,
            () -> isMoving.getAsBoolean(),
            companions,
            startMax);
  }

  /// @param moving whether the database is being copied to another place: then no table is made or
  ///   removed
  public void holdWhile(BooleanSupplier moving) {
    isMoving = moving;
  }

  /// @param offers what it offers, in words; empty unless it is at work
  /// @param tables of its own that there are
  public record Standing(
      String id,
      String title,
      String version,
      int api,
      ExtensionState state,
      String reason,
      String file,
      boolean isBundled,
      List<String> offers,
      List<String> tables) {
    public Standing {
      offers = List.copyOf(offers);
      tables = List.copyOf(tables);
    }
  }

  /// What came of what an administrator wants.
  public sealed interface Change {
    record Made(Standing standing) implements Change {}

    record Unknown() implements Change {}

    record Impossible(String why) implements Change {}
  }

  /// Sets to work all that are wanted. Can be called again after [#close].
  public synchronized void start() {
    if (isStarted) {
      return;
    }
    isStarted = true;
    found = shelf.look();
    if (found.isEmpty()) {
      return;
    }
    var died = home.read(tables -> tables.settings().find(LOADING)).orElse("");
    for (var jar : found) {
      switch (jar) {
        case Found.Usable usable -> begin(usable, died);
        case Found.Unusable(var file, _, _, var reason) ->
            LOG.log(Level.WARNING, "extension {0} is not loaded: {1}", file, reason);
      }
    }
    if (!died.isEmpty()) {
      forgetLoading();
    }
  }

  private void begin(Found.Usable jar, String died) {
    try {
      var row = row(jar);
      if (died.equals(loading(jar))) {
        put(row.broken("the server ended while it was being loaded", jar.digest()));
      } else if (row.isWanted() && !isKnownBroken(row, jar)) {
        load(jar, row);
      }
    } catch (StoreException | Upgrading e) {
      LOG.log(Level.WARNING, "extension " + jar.file() + " is not loaded", e);
    }
  }

  /// A jar that broke is not run again by itself; another one in its place is.
  private static boolean isKnownBroken(ExtensionRow row, Found.Usable jar) {
    return !row.reason().isEmpty() && row.jar().equals(jar.digest());
  }

  private ExtensionRow row(Found.Usable jar) {
    var kept = database.read(tables -> tables.extensions().find(jar.declaration().id()));
    var row =
        kept.map(one -> one.as(jar.declaration()))
            .orElseGet(() -> ExtensionRow.of(jar.declaration()));
    if (kept.isEmpty() || !kept.get().equals(row)) {
      put(row);
    }
    return row;
  }

  private void put(ExtensionRow row) {
    database.write(tables -> {
      tables.extensions().put(row);
      return row;
    });
  }

  private static String loading(Found.Usable jar) {
    return jar.declaration().id() + " " + jar.digest();
  }

  private void forgetLoading() {
    home.write(tables -> {
      tables.settings().remove(LOADING);
      return LOADING;
    });
  }

  private void load(Found.Usable jar, ExtensionRow row) {
    var id = jar.declaration().id();
    home.write(tables -> {
      tables.settings().put(LOADING, loading(jar));
      return id;
    });
    try {
      var started =
          starting.start(jar, row, (guard, reason) -> breaks(id, guard, jar.digest(), reason));
      live.put(id, started);
      if (!row.reason().isEmpty()) {
        update(id, ExtensionRow::whole);
      }
    } catch (Fault e) {
      LOG.log(Level.WARNING, "extension {0} is not loaded: {1}", id, e.reason());
      // What is not its fault is tried again at the next start.
      update(id, kept -> kept.broken(e.reason(), e.isPassing() ? "" : jar.digest()));
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    } finally {
      forgetLoading();
    }
  }

  private void update(String id, Function<ExtensionRow, ExtensionRow> change) {
    database.write(tables -> {
      tables.extensions().find(id).map(change).ifPresent(row -> tables.extensions().put(row));
      return id;
    });
  }

  /// On a thread of its own: whoever called it waits for an answer, or is one of its own threads.
  private void breaks(String id, Guard guard, String digest, String reason) {
    LOG.log(Level.WARNING, "extension {0} is switched off: {1}", id, reason);
    Thread.ofVirtual().name("broken-" + id).start(() -> discard(id, guard, digest, reason));
  }

  private synchronized void discard(String id, Guard guard, String digest, String reason) {
    var one = live.get(id);
    if (one == null || !one.guard().equals(guard)) {
      return; // it was not fitted in, or is taken out already; there may be another by now
    }
    live.remove(id);
    one.end(joints, false);
    try {
      update(id, row -> row.broken(reason, digest));
    } catch (StoreException e) {
      LOG.log(Level.WARNING, "why the extension " + id + " is switched off is not kept", e);
    }
  }

  /// All there are, those of the program first; then those of which only something is kept.
  public List<Standing> list() {
    var jars = found;
    return database.read(tables -> {
      var standings = new ArrayList<Standing>();
      jars.forEach(jar -> standings.add(standing(tables, jar)));
      for (var row : tables.extensions().all()) {
        if (standings.stream().noneMatch(one -> one.id().equals(row.id()))) {
          standings.add(missing(tables, row));
        }
      }
      return standings;
    });
  }

  private Standing standing(Database.Tables tables, Found jar) {
    return switch (jar) {
      case Found.Usable usable -> standing(tables, usable);
      case Found.Unusable(var file, var isBundled, var id, var reason) ->
          new Standing(
              id,
              id.isEmpty() ? file : id,
              "",
              0,
              ExtensionState.FAILED,
              reason,
              file,
              isBundled,
              List.of(),
              id.isEmpty() ? List.of() : tables.extensions().tables(id));
    };
  }

  private Standing standing(Database.Tables tables, Found.Usable jar) {
    var id = jar.declaration().id();
    var row = tables.extensions().find(id).orElseGet(() -> ExtensionRow.of(jar.declaration()));
    var one = live.get(id);
    boolean works = one != null && one.guard().isOpen();
    var state =
        works
            ? ExtensionState.ENABLED
            : row.isWanted() ? ExtensionState.FAILED : ExtensionState.DISABLED;
    return new Standing(
        id,
        jar.declaration().title(),
        jar.declaration().version(),
        jar.declaration().api(),
        state,
        state == ExtensionState.FAILED
            ? row.reason().isEmpty() ? "it is being switched off" : row.reason()
            : "",
        jar.file(),
        jar.isBundled(),
        one != null && works ? one.offer().words() : List.of(),
        tables.extensions().tables(id));
  }

  private static Standing missing(Database.Tables tables, ExtensionRow row) {
    return new Standing(
        row.id(),
        row.title(),
        row.version(),
        0,
        ExtensionState.MISSING,
        "its jar is not in the folder of extensions",
        "",
        false,
        List.of(),
        tables.extensions().tables(row.id()));
  }

  private Optional<Standing> standing(String id) {
    return list().stream().filter(one -> one.id().equals(id)).findFirst();
  }

  /// Sets it to work, from the jar that lies there now.
  public synchronized Change enable(String id) {
    try {
      return enableNow(id);
    } catch (Upgrading e) {
      return new Change.Impossible(String.valueOf(e.getMessage()));
    }
  }

  private Change enableNow(String id) {
    requireStill();
    found = shelf.look();
    if (standing(id).isEmpty()) {
      return new Change.Unknown();
    }
    update(id, row -> row.wanted(true));
    usable(id).filter(_ -> !live.containsKey(id)).ifPresent(jar -> load(jar, row(jar)));
    return made(id);
  }

  private Optional<Found.Usable> usable(String id) {
    return found.stream()
        .filter(Found.Usable.class::isInstance)
        .map(Found.Usable.class::cast)
        .filter(jar -> jar.declaration().id().equals(id))
        .findFirst();
  }

  public synchronized Change disable(String id) {
    if (standing(id).isEmpty()) {
      return new Change.Unknown();
    }
    usable(id).ifPresent(this::row);
    update(id, row -> row.wanted(false));
    var one = live.remove(id);
    if (one != null) {
      one.end(joints, true);
    }
    return made(id);
  }

  /// Removes its tables with all that is in them.
  public synchronized Change dropData(String id) {
    try {
      return dropDataNow(id);
    } catch (Upgrading e) {
      return new Change.Impossible(String.valueOf(e.getMessage()));
    }
  }

  private Change dropDataNow(String id) {
    requireStill();
    var standing = standing(id);
    if (standing.isEmpty()) {
      return new Change.Unknown();
    }
    if (live.containsKey(id)) {
      return new Change.Impossible("It is at work: disable it first.");
    }
    boolean isGone = standing.get().state() == ExtensionState.MISSING;
    database.write(tables -> {
      requireStill(); // asked here, where what begins to copy has to wait
      tables.extensions().drop(id);
      if (isGone) {
        tables.extensions().remove(id);
      } else {
        tables.extensions().find(id).map(row -> row.schema(0)).ifPresent(tables.extensions()::put);
      }
      return id;
    });
    return isGone ? new Change.Made(standing.get()) : made(id);
  }

  private Change made(String id) {
    return standing(id).<Change>map(Change.Made::new).orElseGet(Change.Unknown::new);
  }

  private void requireStill() {
    if (isMoving.getAsBoolean()) {
      throw new Upgrading();
    }
  }

  /// What extensions show in a slot of a page.
  ///
  /// @param item whose page it is; null on other pages
  /// @param withPlace whether who looks may know where the item was taken
  public List<Shown> show(String slot, @Nullable Item item, boolean withPlace) {
    return live.isEmpty() ? List.of() : Showing.of(live.values(), database, slot, item, withPlace);
  }

  /// Their importers, as they are at each import.
  public Importers importers() {
    return new ForeignImporters(live::values, this::list);
  }

  /// Their steps and hooks of the installation, as they are at each run.
  public Contributor contributor() {
    return new Contributions(live::values);
  }

  /// Who among them knows machines, just now.
  public List<MachineProvider> machines() {
    return live.values().stream().flatMap(one -> one.fitting().machines().stream()).toList();
  }

  /// Lets all of them end; after that they can be started again.
  @Override
  public synchronized void close() {
    live.values().forEach(one -> one.end(joints, true));
    live.clear();
    isStarted = false;
  }
}
