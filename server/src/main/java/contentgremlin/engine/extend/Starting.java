package contentgremlin.engine.extend;

import contentgremlin.engine.EventStream;
import contentgremlin.engine.JobHandler;
import contentgremlin.engine.extend.Guard.Blame;
import contentgremlin.engine.extend.Guard.Fault;
import contentgremlin.enrich.Grabber;
import contentgremlin.enrich.Option;
import contentgremlin.extend.ExtensionRow;
import contentgremlin.extend.Refusal;
import contentgremlin.extend.Shelf.Found;
import contentgremlin.extension.Extension;
import contentgremlin.extension.Json;
import contentgremlin.store.Database;
import contentgremlin.store.Setting;
import contentgremlin.store.StoreException;
import contentgremlin.vault.Vault;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;

/// Sets extensions to work: makes one, brings its tables up to date, asks what it offers, and fits
/// that in. Thread-safe.
final class Starting {
  private static final Duration MAKE_MAX = Duration.ofSeconds(10);
  private static final Duration START_MAX = Duration.ofSeconds(10);

  private final Database database;
  private final Vault vault;
  private final EventStream events;
  private final Joints joints;
  private final Function<String, Optional<Json>> json;
  private final InstantSource time;

  Starting(
      Database database,
      Vault vault,
      EventStream events,
      Joints joints,
      Function<String, Optional<Json>> json,
      InstantSource time) {
    this.database = database;
    this.vault = vault;
    this.events = events;
    this.joints = joints;
    this.json = json;
    this.time = time;
  }

  /// @param broken is told if it breaks later
  /// @throws Fault if it can't be set to work; then nothing of it is fitted in
  Live start(Found.Usable jar, ExtensionRow row, Consumer<String> broken)
      throws Fault, InterruptedException {
    var guard = new Guard(jar.declaration().id(), broken);
    try {
      var extension = guard.call("load", MAKE_MAX, Blame.EXTENSION, _ -> jar.maker().make());
      bringUpToDate(jar, row);
      return fitted(jar, guard, extension);
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
          tables.extensions().apply(id, jar.schemas().get(next - 1));
          tables.extensions().put(now.schema(next));
        }
        return now;
      });
    }
  }

  private Live fitted(Found.Usable jar, Guard guard, Extension extension)
      throws Fault, InterruptedException {
    var declaration = jar.declaration();
    var host = new OwnHost(declaration, database, guard, json, time);
    var offer =
        guard.call(
            "start", START_MAX, Blame.EXTENSION, _ -> Offer.of(declaration, extension.start(host)));
    host.settings(offer.settings());
    var fitting = fitting(declaration.title(), guard, offer);
    joints.fit(fitting);
    var ears =
        new Ears(
            declaration.id(), guard, offer.listeners(), events, database, heard(declaration.id()));
    ears.start();
    return new Live(declaration, guard, extension, offer, fitting, ears);
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
    return new Joints.Fitting(grabbers, options, handlers);
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
