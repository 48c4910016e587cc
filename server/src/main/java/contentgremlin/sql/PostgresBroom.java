package contentgremlin.sql;

import contentgremlin.sql.PostgresPlaces.Place;
import contentgremlin.store.StoreException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.List;

/// Removes from a database what an upgrade left that did not come about or is over: schemas that
/// nobody will use, and triggers that have nothing to do any more. Each piece by itself, and only
/// if nobody is in the way: there will be another time.
record PostgresBroom(PostgresAddress address) {
  private static final Logger LOG = System.getLogger(PostgresBroom.class.getName());

  private record Stand(List<Place> places, boolean isAnyMade) {}

  /// On a thread of its own: somebody waits for what comes after.
  void sweepSoon() {
    Thread.ofPlatform().name("database-broom").daemon().start(this::sweep);
  }

  /// Never throws.
  void sweep() {
    try {
      sweepAll();
    } catch (StoreException e) {
      LOG.log(Level.DEBUG, "what an upgrade left in the database stays for now", e);
    }
  }

  private void sweepAll() {
    var stand =
        address.locked(
            (places, session) -> new Stand(places.all(session), places.isAnyMade(session)));
    for (var place : stand.places()) {
      switch (place.state()) {
        case VOID -> drop(place);
        case CURRENT -> {
          if (!stand.isAnyMade() && !place.isHeld()) {
            endAll(place, "gremlin_note");
            endAll(place, "gremlin_guard");
          }
        }
        case KEPT -> {
          if (!stand.isAnyMade()) {
            endAll(place, "gremlin_note");
          }
        }
        case MAKING -> {}
      }
    }
  }

  private void endAll(Place place, String trigger) {
    var tables =
        address.locked((places, session) -> PostgresNotes.tables(session, places, place.name()));
    for (var table : tables) {
      attempt(
          trigger + " of " + table,
          (places, session) -> {
            boolean isSame =
                places
                        .find(session, place.name())
                        .filter(it -> it.state() == place.state())
                        .isPresent()
                    && !places.isAnyMade(session);
            if (isSame) {
              PostgresNotes.end(session, place.name(), table, trigger);
            }
            return isSame;
          });
    }
  }

  private void drop(Place place) {
    attempt(
        "schema " + place.name(),
        (places, session) -> {
          session.execute(PostgresNotes.PATIENCE);
          if (places.isBase(place.name())) {
            PostgresNotes.tables(session, places, place.name())
                .forEach(table ->
                    session.execute(
                        "DROP TABLE %s CASCADE"
                            .formatted(PostgresNotes.name(place.name(), table))));
          } else {
            session.execute(
                "DROP SCHEMA IF EXISTS %s CASCADE".formatted(PostgresPlaces.quoted(place.name())));
          }
          places.remove(session, place.name());
          return place;
        });
  }

  private void attempt(String what, PostgresAddress.Work<?> work) {
    try {
      address.locked(work);
    } catch (StoreException e) {
      LOG.log(Level.DEBUG, what + " stays for now", e);
    }
  }
}
