package contentgremlin.app;

import static org.assertj.core.api.Assertions.assertThat;

import contentgremlin.cli.BuildInfo;
import contentgremlin.cli.Launcher;
import contentgremlin.event.Fact;
import contentgremlin.install.Report;
import contentgremlin.item.ItemId;
import contentgremlin.process.ProcessSupervisor;
import contentgremlin.process.Programs;
import contentgremlin.sql.SqliteDatabase;
import java.nio.file.Path;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Steps of extensions, when nobody serves the home.
class OfflineInstallTest {
  private static final String HEARD = "contentgremlin.test.heard";

  private static final String BODY =
      """
      public Parts start(Host host) {
        return Parts.none()
            .with(new InstallStep() {
              public String id() { return "greeting"; }
              public String title() { return "Greet"; }
              public List<String> requires() { return List.of("step settings"); }
              public boolean isDone() {
                return !host.tables().read(Tables.Sql.of("SELECT word FROM x_aa_said")).isEmpty();
              }
              public String apply() {
                host.tables().write(List.of(Tables.Sql.of("INSERT INTO x_aa_said (word) VALUES ('hello')")));
                return "greeted";
              }
            })
            .with(new InstallHook() {
              public String id() { return "look"; }
              public String title() { return "Look"; }
              public String step() { return "settings"; }
              public String moment() { return AFTER; }
              public List<String> requires() { return List.of("table x_aa_said"); }
              public Effect run(Around around) { return new Effect(false, "looked"); }
            })
            .with(new Listener() {
              public Set<String> types() { return Set.of("item.created"); }
              public void on(Event event) { System.setProperty("%s", "yes"); }
            });
      }
      """
          .formatted(HEARD);

  @TempDir private Path folder;

  private Report install(Path home) throws Exception {
    System.setProperty("contentgremlin.programs", ExtendedServer.programs().toString());
    var programs = Programs.in(ExtendedServer.programs());
    return new HomeInstaller(
            new BuildInfo("1", "test", SqliteDatabase.NEWEST_SCHEMA),
            () -> new ProcessSupervisor(programs),
            InstantSource.system())
        .install(home, new Launcher.Options("127.0.0.1", 0, null, null))
        .report();
  }

  private static String outcome(Report report, String step) {
    return report.lines().stream()
        .filter(line -> step.equals(line.hook() == null ? line.step() : line.hook()))
        .map(line -> line.outcome().word() + ": " + line.outcome().detail())
        .findFirst()
        .orElse("");
  }

  /// Something that listeners want to hear of.
  private static void happen(Path home) {
    var time = InstantSource.system();
    try (var database = SqliteDatabase.open(home.resolve("db.sqlite"), "test", time)) {
      database.write(tables -> {
        tables.events().append(new Fact.ItemCreated(new ItemId("0123456789abc")), time.instant());
        return home;
      });
    }
  }

  @Test
  void they_are_done_and_nothing_else_of_an_extension_is_called() throws Exception {
    var home = folder.resolve("home");
    ExtendedServer.jar("aa", BODY)
        .file("schema/1.sql", "CREATE TABLE x_aa_said (word {key} NOT NULL PRIMARY KEY);")
        .in(home.resolve("extensions"), "aa.jar");
    ExtendedServer.jar("bb", "public Parts start(Host host) { throw new Error(\"broken\"); }")
        .in(home.resolve("extensions"), "bb.jar");

    System.clearProperty(HEARD);
    var first = install(home);
    happen(home);
    var second = install(home);

    assertThat(outcome(first, "aa:greeting")).isEqualTo("done: greeted");
    assertThat(outcome(first, "aa:look")).isEqualTo("already-done: looked");
    assertThat(outcome(second, "aa:greeting")).startsWith("already-done");
    assertThat(second.hasFailed()).isFalse();
    assertThat(System.getProperty(HEARD)).isNull();
    try (var server = new ExtendedServer(home).start()) {
      assertThat(server.state("aa")).isEqualTo("enabled");
      assertThat(server.reason("bb")).contains("broken");
      ExtendedServer.until(() -> System.getProperty(HEARD));
    }
  }
}
