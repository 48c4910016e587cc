package contentgremlin.engine.extend;

import static org.assertj.core.api.Assertions.assertThat;

import contentgremlin.engine.EventHub;
import contentgremlin.event.Fact;
import contentgremlin.extension.Listener;
import contentgremlin.extension.Tables.Sql;
import contentgremlin.sql.SqliteDatabase;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What listeners hear while the database can't do what they ask of it.
class EarsTest {
  private static final InstantSource TIME = InstantSource.system();
  private static final long PATIENCE_S = 60;

  @TempDir Path folder;
  private final List<String> broken = new CopyOnWriteArrayList<>();
  private final Guard guard = new Guard("one", (_, why) -> broken.add(why));
  private final BlockingQueue<String> tried = new LinkedBlockingQueue<>();

  private SqliteDatabase open(String name) {
    var database = SqliteDatabase.open(folder.resolve(name), "test", TIME);
    database.write(tables -> {
      tables.extensions().apply("one", "CREATE TABLE x_one_a (id {identity}, library {key});");
      return true;
    });
    return database;
  }

  /// Writes what it hears: first into a database that has been left, then into one that works.
  private final class Writing implements Listener {
    private final List<OwnTables> places;

    Writing(SqliteDatabase... places) {
      this.places =
          new ArrayList<>(
              List.of(places).stream().map(place -> new OwnTables("one", place, guard)).toList());
    }

    @Override
    public Set<String> types() {
      return Set.of("library.changed");
    }

    @Override
    public void on(Event event) {
      var library = event.details().get("library");
      tried.add(library);
      var place = places.size() > 1 ? places.removeFirst() : places.getFirst();
      place.write(List.of(Sql.of("INSERT INTO x_one_a (library) VALUES (?)", library)));
    }
  }

  @Test
  void an_event_is_told_again_until_the_database_took_what_came_of_it() throws Exception {
    try (var good = open("good");
        var gone = open("gone");
        var events = new EventHub(good).start()) {
      gone.freeze();
      gone.leave();
      var listener = new Writing(gone, good);
      var ears =
          new Ears(
              "one",
              guard,
              List.of(new Offer.OfListener(listener, listener.types())),
              events,
              good,
              0);
      ears.start();

      change(good, "first");
      change(good, "second");

      assertThat(heard()).isEqualTo("first");
      assertThat(heard()).isEqualTo("first");
      assertThat(heard()).isEqualTo("second");
      ears.close();
      var kept =
          good.read(tables ->
              tables.extensions().read("one", Sql.of("SELECT library FROM x_one_a ORDER BY id")));
      assertThat(kept).first().satisfies(row -> assertThat(row.text("library")).isEqualTo("first"));
      assertThat(guard.isOpen()).isTrue();
      assertThat(broken).isEmpty();
    }
  }

  private String heard() throws InterruptedException {
    return String.valueOf(tried.poll(PATIENCE_S, TimeUnit.SECONDS));
  }

  private static void change(SqliteDatabase database, String library) {
    database.write(tables -> {
      tables.events().append(new Fact.LibraryChanged(library), TIME.instant());
      return library;
    });
  }
}
