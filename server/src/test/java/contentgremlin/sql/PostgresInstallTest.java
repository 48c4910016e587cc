package contentgremlin.sql;

import static org.assertj.core.api.Assertions.assertThat;

import contentgremlin.engine.Accounts;
import contentgremlin.engine.install.Installation;
import contentgremlin.engine.install.Installer;
import contentgremlin.engine.install.SampleMachine;
import contentgremlin.install.Outcome;
import contentgremlin.install.Report;
import contentgremlin.machine.Machine;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Several servers that share a database install at once: each has its own machine and report, and
/// what is common is done once.
class PostgresInstallTest {
  private static final InstantSource TIME = InstantSource.system();

  @TempDir Path home;

  private Installer installer(PostgresDatabase database, String node) {
    var builtIn =
        new Installation(
                database,
                node,
                new Accounts(database, TIME, "secret"),
                new SampleMachine(),
                List::of,
                home,
                Schema.NEWEST,
                Schema.OURS.tables(),
                List::of,
                TIME)
            .builtIn();
    return new Installer(
        database,
        new Installer.Self(node, "process " + node, "test", _ -> true),
        List.of(builtIn),
        TIME);
  }

  @Test
  void three_nodes_at_once_come_to_the_same() throws Exception {
    var url = TestPostgres.create();
    var databases = new ArrayList<PostgresDatabase>();
    var installers = new ArrayList<Installer>();
    for (int i = 0; i < 3; i++) {
      var node = i + "aaaaaaa-bbbb-cccc";
      var database = PostgresDatabase.open(url, node, "test", TIME);
      databases.add(database);
      installers.add(installer(database, node));
    }
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int round = 0; round < 3; round++) {
        var reports = new ArrayList<Future<Report>>();
        for (var installer : installers) {
          reports.add(
              threads.submit(
                  () -> installer.run(Report.Cause.REQUEST, Duration.ofSeconds(60)).orElseThrow()));
        }
        int settings = 0;
        for (var report : reports) {
          assertThat(report.get().hasFailed()).as("%s", report.get()).isFalse();
          settings += wasDone(report.get(), "settings") ? 1 : 0;
          assertThat(wasDone(report.get(), "machine")).isEqualTo(round == 0);
        }
        assertThat(settings).isEqualTo(round == 0 ? 1 : 0);
      }
    }
    List<Machine> machines = databases.getFirst().read(tables -> tables.machines().list(null, 9));
    assertThat(machines)
        .extracting(machine -> machine.id().value())
        .containsExactly("local-0aaaaaaa", "local-1aaaaaaa", "local-2aaaaaaa");
    assertThat(machines).allSatisfy(machine -> assertThat(machine.abilities()).hasSize(4));
    installers.forEach(Installer::close);
    databases.forEach(PostgresDatabase::close);
  }

  private static boolean wasDone(Report report, String step) {
    return report.lines().stream()
        .anyMatch(line -> line.step().equals(step) && line.outcome() instanceof Outcome.Done);
  }
}
