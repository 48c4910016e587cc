package contentgremlin.engine.extend;

import static org.assertj.core.api.Assertions.assertThat;

import contentgremlin.disk.DiskVault;
import contentgremlin.engine.EventHub;
import contentgremlin.extend.ExtensionState;
import contentgremlin.jar.ExtensionJar;
import contentgremlin.jar.JarShelf;
import contentgremlin.process.CompanionHouse;
import contentgremlin.process.CompanionJar;
import contentgremlin.process.Programs;
import contentgremlin.sql.SqliteDatabase;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// An extension with a companion, switched on and off.
class OwnCompanionsTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final String PID = "contentgremlin.test.pid";
  private static final String SAID = "contentgremlin.test.said";
  private static final String STOPPED = "contentgremlin.test.stopped";

  @TempDir Path home;
  private SqliteDatabase database;
  private EventHub events;
  private Extensions extensions;

  private static final Joints NOWHERE =
      new Joints() {
        @Override
        public void fit(Fitting fitting) {}

        @Override
        public void remove(Fitting fitting) {}
      };

  @BeforeEach
  void open() {
    forget();
    var time = InstantSource.system();
    database = SqliteDatabase.open(home.resolve("db"), "test", time);
    events = new EventHub(database).start();
    extensions =
        new Extensions(
            database,
            database,
            new JarShelf(home.resolve("bundled"), home.resolve("extensions")),
            new CompanionHouse(Programs.find(), home.resolve("companions")),
            NOWHERE,
            events,
            new DiskVault(home.resolve("content"), time),
            _ -> Optional.empty(),
            time,
            PATIENCE);
  }

  @AfterEach
  void close() {
    extensions.close();
    events.close();
    database.close();
    forget();
  }

  private static void forget() {
    for (var name : new String[] {PID, SAID, STOPPED}) {
      System.clearProperty(name);
    }
  }

  /// @param after what its start does after it asked
  /// @param hearing what it does when its companion said something
  private void jar(String after, String hearing) throws Exception {
    CompanionJar.with(
            home,
            ExtensionJar.of(CompanionJar.ID, "plain.It")
                .source(
                    "plain.It",
                    """
                    package plain;
                    import contentgremlin.extension.*;
                    import java.time.Duration;
                    public class It implements Extension, CompanionLine.Ear {
                      private CompanionLine line;
                      public Parts start(Host host) throws Exception {
                        line = host.companion("%s", this);
                        System.setProperty("%s", line.ask("pid", Duration.ofSeconds(50)));
                        for (int i = 0; i < 5; i++) line.ask("say hello", Duration.ofSeconds(50));
                        %s
                        return Parts.none();
                      }
                      public void said(String text) {
                        %s
                        System.setProperty("%s", text);
                      }
                      public void stop() throws Exception {
                        System.setProperty("%s", line.ask("echo still there", Duration.ofSeconds(4)));
                      }
                    }
                    """
                        .formatted(CompanionJar.TYPE, PID, after, hearing, SAID, STOPPED)))
        .in(home.resolve("extensions"), "nasty.jar");
  }

  private static Optional<ProcessHandle> companion() {
    return ProcessHandle.of(Long.parseLong(System.getProperty(PID)));
  }

  private static boolean isGone() {
    return companion().map(process -> !process.isAlive()).orElse(true);
  }

  private ExtensionState state() {
    return extensions.list().getFirst().state();
  }

  private static void until(Callable<Boolean> condition) throws Exception {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.call()) {
      assertThat(System.nanoTime()).as("it did not come to that").isLessThan(end);
      Thread.sleep(10);
    }
  }

  @Test
  void a_companion_lives_as_long_as_its_extension() throws Exception {
    jar("", "");

    extensions.start();
    assertThat(isGone()).isFalse();
    until(() -> "hello".equals(System.getProperty(SAID)));
    var first = System.getProperty(PID);

    extensions.disable(CompanionJar.ID);
    assertThat(isGone()).isTrue();
    assertThat(System.getProperty(STOPPED)).isEqualTo("still there");
    until(() -> Files.notExists(home.resolve("companions")));

    extensions.enable(CompanionJar.ID);
    assertThat(System.getProperty(PID)).isNotEqualTo(first);
    assertThat(isGone()).isFalse();

    extensions.close();
    assertThat(isGone()).isTrue();
  }

  @Test
  void an_extension_that_does_not_start_leaves_no_companion() throws Exception {
    jar("if (true) throw new IllegalStateException(\"no\");", "");

    extensions.start();

    assertThat(state()).isEqualTo(ExtensionState.FAILED);
    assertThat(isGone()).isTrue();
  }

  /// A start that goes well forgives what was before: of five failures three in a row remain.
  @Test
  void who_fails_to_hear_its_companion_again_and_again_is_switched_off() throws Exception {
    jar("", "if (true) throw new IllegalStateException(\"too loud\");");

    extensions.start();

    until(() -> extensions.list().getFirst().reason().contains("too loud"));
    assertThat(state()).isEqualTo(ExtensionState.FAILED);
    assertThat(isGone()).isTrue();
  }
}
