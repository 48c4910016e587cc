package contentgremlin.engine.extend;

import contentgremlin.engine.EventStream;
import contentgremlin.engine.JobHandler;
import contentgremlin.engine.extend.Guard.Blame;
import contentgremlin.engine.extend.Guard.Fault;
import contentgremlin.enrich.Grabber;
import contentgremlin.enrich.Option;
import contentgremlin.extend.Companions;
import contentgremlin.extend.Declaration;
import contentgremlin.extend.ExtensionRow;
import contentgremlin.extend.Refusal;
import contentgremlin.extend.Shelf.Found;
import contentgremlin.extension.Extension;
import contentgremlin.extension.Json;
import contentgremlin.machine.MachineProvider;
import contentgremlin.store.Database;
import contentgremlin.store.Setting;
import contentgremlin.store.StoreException;
import contentgremlin.vault.Vault;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.BooleanSupplier;
import java.util.function.Function;

/// Sets extensions to work: makes one, brings its tables up to date, asks what it offers, and fits
/// that in. Thread-safe.
final class Starting {
  private static final Duration MAKE_MAX = Duration.ofSeconds(10);

  private final Database database;
  private final Vault vault;
  private final EventStream events;
  private final Joints joints;
  private final Function<String, Optional<Json>> json;
  private final InstantSource time;
  private final BooleanSupplier isMoving;
  private final Companions companions;
  private final Duration startMax;

  /// @param isMoving whether the database is being copied to another place
  /// @param startMax how long one may take to start
  Starting(
      Database database,
      Vault vault,
      EventStream events,
      Joints joints,
      Function<String, Optional<Json>> json,
      InstantSource time,
      BooleanSupplier isMoving,
      Companions companions,
      Duration startMax) {
    this.database = database;
    this.vault = vault;
    this.events = events;
    this.joints = joints;
    this.json = json;
    this.time = time;
    this.isMoving = isMoving;
    this.companions = companions;
    this.startMax = startMax;
  }

  /// @param broken is told if it breaks later
  /// @throws Fault if it can't be set to work; then nothing of it is fitted in
  /// @throws Upgrading if it has tables to make, and that can't be done now
  Live start(Found.Usable jar, ExtensionRow row, BiConsumer<Guard, String> broken)
      throws Fault, InterruptedException {
    var guard = new Guard(jar.declaration().id(), broken);
    try {
      var extension = guard.call("load", MAKE_MAX, Blame.EXTENSION, _ -> jar.maker().make());
      bringUpToDate(jar, row);
      return fitted(jar, guard, extension);
    } catch (Upgrading e) {
      guard.close();
      throw e;
    } catch (Refusal e) {
      guard.close();
      throw new Fault(e.reason());
    } catch (StoreException e) {
      guard.close();
      boolean isPassing = !(e instanceof StoreException.Unfit);
      throw new Fault("its tables could not be made: " + e.getMessage(), isPassing);
    } catch (IllegalArgumentException e) {
      guard.close();
      throw new Fault("what it offers makes no sense: " + e.getMessage());
    }
  }

  /// Each file in a transaction of its own, with its number.
  private void bringUpToDate(Found.Usable jar, ExtensionRow row) {
    int known = jar.schemas().size();
    if (row.schema() > known) {
      throw new Refusal(
          "its tables are of schema %d, and this jar knows those up to %d: a newer version of it was here; put that back"
              .formatted(row.schema(), known));
    }
    var id = jar.declaration().id();
    for (int number = row.schema() + 1; number <= known; number++) {
      int next = number;
      database.write(tables -> {
        var now = tables.extensions().find(id).orElse(row);
        if (now.schema() < next) {
          if (isMoving.getAsBoolean()) {
            throw new Upgrading(); // asked here, where what begins to copy has to wait
          }
          tables.extensions().apply(id, jar.schemas().get(next - 1));
          tables.extensions().put(now.schema(next));
        }
        return now;
      });
    }
  }

  private Live fitted(Found.Usable jar, Guard guard, Extension extension)
      throws Fault, InterruptedException {
    var host = new OwnHost(jar.declaration(), database, guard, json, time, companions, jar.kit());
    try {
      return fitted(jar.declaration(), guard, extension, host);
    } catch (RuntimeException | Fault | InterruptedException e) {
      host.companions().close();
      throw e;
    }
  }

  private Live fitted(Declaration declaration, Guard guard, Extension extension, OwnHost host)
      throws Fault, InterruptedException {
    var offer =
        guard.call(
            "start", startMax, Blame.EXTENSION, _ -> Offer.of(declaration, extension.start(host)));
    host.settings(offer.settings());
    try {
      return fitted(declaration, guard, extension, offer, host.companions());
    } catch (RuntimeException e) {
      guard.close();
      Live.stop(declaration.id(), guard, extension);
      throw e;
    }
  }

  /// Fitting it in is the last thing that can fail: then nothing of it is left there.
  private Live fitted(
      Declaration declaration, Guard guard, Extension extension, Offer offer, OwnCompanions own) {
    var id = declaration.id();
    var fitting = fitting(declaration.title(), guard, offer);
    var ears = new Ears(id, guard, offer.listeners(), events, database, heard(id));
    joints.fit(fitting);
    ears.start();
    return new Live(declaration, guard, extension, offer, fitting, ears, own);
  }

  private Joints.Fitting fitting(String title, Guard guard, Offer offer) {
    var grabbers = new ArrayList<Grabber>();
    offer.grabbers().forEach(one -> grabbers.add(new ForeignGrabber(guard, one)));
    offer.parsers().forEach(one -> grabbers.add(new ForeignParser(guard, one, title)));
    var handlers = new ArrayList<JobHandler>();
    offer
        .handlers()
        .forEach((kind, part) ->
            handlers.add(new ForeignHandler(guard, kind, part, database, vault, time)));
    var options =
        offer.settings().stream()
            .map(one -> new Option(one.name(), one.fallback(), one.meaning(), one.secret(), false))
            .toList();
    options.stream()
        .filter(option -> Setting.of(option.name()).isPresent())
        .findFirst()
        .ifPresent(option -> {
          throw new Refusal("the server has a setting “%s” itself".formatted(option.name()));
        });
    var machines = new ArrayList<MachineProvider>();
    offer.machines().forEach(one -> machines.add(new ForeignMachines(guard, one)));
    return new Joints.Fitting(grabbers, options, handlers, machines);
  }

  /// A new one hears what happens from now on.
  private long heard(String id) {
    return database.write(tables -> {
      var row = tables.extensions().find(id);
      if (row.isEmpty() || row.get().event() >= 0) {
        return row.map(ExtensionRow::event).orElse(-1L);
      }
      long newest = tables.events().newest();
      tables.extensions().put(row.get().heard(newest));
      return newest;
    });
  }
}
