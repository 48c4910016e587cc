package contentgremlin.engine.extend;

import static org.assertj.core.api.Assertions.assertThat;

import contentgremlin.disk.DiskVault;
import contentgremlin.engine.EventHub;
import contentgremlin.engine.extend.Extensions.Change;
import contentgremlin.extend.ExtensionState;
import contentgremlin.extend.Refusal;
import contentgremlin.jar.ExtensionJar;
import contentgremlin.jar.JarShelf;
import contentgremlin.process.CompanionHouse;
import contentgremlin.process.Programs;
import contentgremlin.sql.SqliteDatabase;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Extensions that are set to work while something is in the way.
class ExtensionsTest {
  private static final String STOPPED = "contentgremlin.test.stopped";

  @TempDir Path home;
  private final List<Joints.Fitting> fitted = new ArrayList<>();
  private boolean isTaken;
  private SqliteDatabase database;
  private EventHub events;
  private Extensions extensions;

  /// Where the server has nothing else that could be in the way.
  private final Joints joints =
      new Joints() {
        @Override
        public void fit(Fitting fitting) {
          if (isTaken) {
            throw new Refusal("the name is taken");
          }
          fitted.add(fitting);
        }

        @Override
        public void remove(Fitting fitting) {
          fitted.remove(fitting);
        }
      };

  @BeforeEach
  void open() throws Exception {
    ExtensionJar.of("aa", "one.It")
        .source(
            "one.It",
            """
            package one;
            import contentgremlin.extension.*;
            public class It implements Extension {
              public Parts start(Host host) { return Parts.none(); }
              public void stop() { System.setProperty("%s", "yes"); }
            }
            """
                .formatted(STOPPED))
        .file("schema/1.sql", "CREATE TABLE x_aa_a (id {identity});")
        .in(home.resolve("extensions"), "aa.jar");
    System.clearProperty(STOPPED);
    var time = InstantSource.system();
    database = SqliteDatabase.open(home.resolve("db"), "test", time);
    events = new EventHub(database).start();
    extensions =
        new Extensions(
            database,
            database,
            new JarShelf(home.resolve("bundled"), home.resolve("extensions")),
            new CompanionHouse(Programs.find(), home.resolve("companions")),
            joints,
            events,
            new DiskVault(home.resolve("content"), time),
            _ -> Optional.empty(),
            time);
  }

  @AfterEach
  void close() {
    extensions.close();
    events.close();
    database.close();
    System.clearProperty(STOPPED);
  }

  private List<String> tables() {
    return database.read(tables -> tables.extensions().tables("aa"));
  }

  private ExtensionState state() {
    return extensions.list().getFirst().state();
  }

  @Test
  void no_table_is_made_when_an_upgrade_began_after_it_was_asked() {
    var asked = new AtomicInteger();
    extensions.holdWhile(() -> asked.getAndIncrement() > 0);

    assertThat(extensions.enable("aa")).isInstanceOf(Change.Impossible.class);
    assertThat(asked.get()).isGreaterThan(1);
    assertThat(tables()).isEmpty();
    assertThat(fitted).isEmpty();

    extensions.holdWhile(() -> false);
    assertThat(extensions.enable("aa")).isInstanceOf(Change.Made.class);
    assertThat(tables()).containsExactly("x_aa_a");
    assertThat(state()).isEqualTo(ExtensionState.ENABLED);
  }

  @Test
  void no_table_is_dropped_when_an_upgrade_began_after_it_was_asked() {
    extensions.enable("aa");
    extensions.disable("aa");
    var asked = new AtomicInteger();
    extensions.holdWhile(() -> asked.getAndIncrement() > 0);

    assertThat(extensions.dropData("aa")).isInstanceOf(Change.Impossible.class);

    assertThat(tables()).containsExactly("x_aa_a");
  }

  @Test
  void what_can_not_be_fitted_in_is_stopped_again() {
    isTaken = true;

    extensions.enable("aa");

    assertThat(state()).isEqualTo(ExtensionState.FAILED);
    assertThat(extensions.list().getFirst().reason()).contains("the name is taken");
    assertThat(fitted).isEmpty();
    assertThat(System.getProperty(STOPPED)).isEqualTo("yes");
  }
}
