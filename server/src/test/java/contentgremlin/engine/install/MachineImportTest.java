package contentgremlin.engine.install;

import static org.assertj.core.api.Assertions.assertThat;

import contentgremlin.engine.Accounts;
import contentgremlin.install.Contributor;
import contentgremlin.install.Outcome;
import contentgremlin.install.Report;
import contentgremlin.machine.Capacity;
import contentgremlin.machine.Machine;
import contentgremlin.machine.Machine.State;
import contentgremlin.machine.MachineId;
import contentgremlin.machine.MachineProvider;
import contentgremlin.sql.SqliteDatabase;
import contentgremlin.store.Database;
import contentgremlin.store.Setting;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The steps that every installation has, with a hypervisor that tells what the test has it tell.
class MachineImportTest {
  private static final InstantSource TIME = InstantSource.system();
  private static final Capacity SMALL = new Capacity(1, 1_000_000_000L, 0);

  @TempDir Path folder;
  private Database database;
  private final List<MachineProvider> providers = new ArrayList<>();
  private final Telling hypervisor = new Telling();
  private Installer installer;

  /// Knows what it is told.
  private static final class Telling implements MachineProvider {
    private Presence presence = new Presence.Here();
    private Listing listing = Listing.complete(List.of());

    @Override
    public String id() {
      return "libvirt";
    }

    @Override
    public String name() {
      return "libvirt here";
    }

    @Override
    public Presence presence() {
      return presence;
    }

    @Override
    public Listing machines() {
      return listing;
    }

    @Override
    public void change(String key, Change change) {
      throw new AssertionError("nothing is changed by an import");
    }

    @Override
    public void watch(Runnable changed) {
      // nothing changes by itself
    }
  }

  @BeforeEach
  void open() {
    database = SqliteDatabase.open(folder.resolve("db.sqlite"), "test", TIME);
    installer =
        installer(
            new Installation(
                    database,
                    "",
                    new Accounts(database, TIME, "secret"),
                    new SampleMachine(),
                    List::of,
                    folder,
                    SqliteDatabase.NEWEST_SCHEMA,
                    SqliteDatabase.tables(),
                    () -> List.copyOf(providers),
                    TIME)
                .builtIn());
  }

  private Installer installer(Contributor contributor) {
    return new Installer(
        database,
        new Installer.Self("", "test", "test", "test"::equals),
        List.of(contributor),
        TIME);
  }

  @AfterEach
  void close() {
    installer.close();
    database.close();
  }

  private Outcome run(String step) throws InterruptedException {
    return installer
        .run(Report.Cause.REQUEST, Duration.ofSeconds(60))
        .orElseThrow()
        .lines()
        .stream()
        .filter(line -> line.step().equals(step))
        .findFirst()
        .orElseThrow()
        .outcome();
  }

  private static MachineProvider.Found found(String key, String name, State state) {
    return new MachineProvider.Found(key, name, state, SMALL);
  }

  private void tells(MachineProvider.Found... found) {
    hypervisor.listing = MachineProvider.Listing.complete(List.of(found));
  }

  private Machine machine(String key) {
    Optional<Machine> found =
        database.read(tables -> tables.machines().find(MachineId.of("libvirt", key)));
    return found.orElseThrow();
  }

  private int count() {
    List<Machine> all = database.read(tables -> tables.machines().list(null, 99));
    return all.size();
  }

  @Test
  void with_no_hypervisor_there_is_nothing_to_import() throws Exception {
    assertThat(run("machine-import"))
        .isEqualTo(new Outcome.Skipped("nothing here runs virtual machines"));
    providers.add(hypervisor);
    hypervisor.presence = new MachineProvider.Presence.Absent("no daemon runs");
    assertThat(run("machine-import"))
        .isEqualTo(
            new Outcome.Skipped(
                "nothing here runs virtual machines (libvirt here: no daemon runs)"));
    assertThat(count()).isEqualTo(1);
  }

  @Test
  void machines_are_told_apart_by_their_keys_and_not_by_their_names() throws Exception {
    providers.add(hypervisor);
    tells(found("u1", "web", State.RUNNING), found("u2", "ß 'odd\" 🎬", State.OFF));
    assertThat(run("machine-import")).isInstanceOf(Outcome.Done.class);
    assertThat(run("machine-import")).isEqualTo(new Outcome.AlreadyDone("2 machines"));
    assertThat(machine("u1").adopted()).isFalse();
    assertThat(machine("u1").host()).isEqualTo(MachineId.local(""));

    database.write(tables -> tables.machines().adopt(MachineId.of("libvirt", "u1"), true));
    tells(found("u1", "renamed", State.SUSPENDED), found("u3", "web", State.RUNNING));
    assertThat(run("machine-import")).isInstanceOf(Outcome.Done.class);

    assertThat(machine("u1").name()).isEqualTo("renamed");
    assertThat(machine("u1").state()).isEqualTo(State.SUSPENDED);
    assertThat(machine("u1").adopted()).isTrue();
    assertThat(machine("u2").state()).isEqualTo(State.GONE);
    assertThat(machine("u3").name()).isEqualTo("web");
    assertThat(machine("u3").adopted()).isFalse();
    assertThat(count()).isEqualTo(4);
  }

  @Test
  void a_connection_that_is_lost_in_the_middle_takes_nothing_away_and_is_told() throws Exception {
    providers.add(hypervisor);
    tells(found("u1", "a", State.RUNNING), found("u2", "b", State.RUNNING));
    assertThat(run("machine-import")).isInstanceOf(Outcome.Done.class);

    hypervisor.listing =
        MachineProvider.Listing.partial(
            List.of(found("u1", "a", State.OFF)), "the connection was lost");
    assertThat(run("machine-import"))
        .isInstanceOfSatisfying(
            Outcome.Failed.class,
            it -> assertThat(it.detail()).contains("what was known stays", "connection was lost"));
    assertThat(machine("u1").state()).isEqualTo(State.OFF);
    assertThat(machine("u2").state()).isEqualTo(State.RUNNING);
  }

  @Test
  void what_somebody_has_set_is_never_touched() throws Exception {
    database.write(tables -> {
      tables.settings().put(Setting.SITE_NAME.word(), "Ada's place");
      tables.settings().put(Setting.REGISTRATION.word(), "true");
      return "";
    });
    assertThat(run("settings"))
        .isInstanceOfSatisfying(
            Outcome.Done.class,
            it -> assertThat(it.detail()).doesNotContain("site-name").contains("quota-default"));
    assertThat(run("settings"))
        .isInstanceOfSatisfying(
            Outcome.AlreadyDone.class,
            it -> assertThat(it.detail()).contains("Ada's place", "visitors may make"));
  }

  @Test
  void the_encoders_are_found_again_when_the_record_of_the_machine_was_lost() throws Exception {
    assertThat(run("encoders")).isEqualTo(new Outcome.Done("libx264"));
    assertThat(run("encoders")).isEqualTo(new Outcome.AlreadyDone("libx264"));
    database.write(tables -> tables.machines().remove(MachineId.local("")));
    assertThat(run("encoders")).isEqualTo(new Outcome.Done("libx264"));
  }
}
