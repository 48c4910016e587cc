package contentgremlin.engine.install;

import contentgremlin.install.Need;
import contentgremlin.install.Standing;
import contentgremlin.install.Step;
import contentgremlin.machine.Ability;
import contentgremlin.machine.Machine;
import contentgremlin.machine.MachineId;
import contentgremlin.machine.Surveyor;
import contentgremlin.store.Database;
import java.io.IOException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/// The record of the machine that the server runs on: what it has, and which hypervisors are there.
record MachineStep(Database database, String node, Surveyor surveyor, InstantSource time)
    implements Step {
  static final String NAME = "machine";

  @Override
  public String id() {
    return NAME;
  }

  @Override
  public String title() {
    return "This machine";
  }

  @Override
  public List<Need> needs() {
    return List.of(Need.step(DatabaseStep.NAME), Need.table("machine"));
  }

  @Override
  public Standing check() throws IOException {
    var survey = surveyor.survey();
    return database.read(tables ->
        tables
            .machines()
            .find(MachineId.local(node))
            .filter(machine -> isAs(machine, survey))
            .<Standing>map(machine -> new Standing.Done(words(survey)))
            .orElseGet(Standing.Missing::new));
  }

  private static boolean isAs(Machine machine, Surveyor.Survey survey) {
    return machine.state() == Machine.State.RUNNING
        && machine.name().equals(survey.name())
        && machine.capacity().equals(survey.capacity())
        && machine.abilities(Ability.Kind.HYPERVISOR).equals(survey.hypervisors());
  }

  /// What was found out about its encoders stays: that is another step.
  @Override
  public String apply() throws IOException {
    var survey = surveyor.survey();
    var now = time.instant();
    var id = MachineId.local(node);
    database.write(tables -> {
      var known = tables.machines().find(id);
      var abilities = new ArrayList<>(survey.hypervisors());
      known.ifPresent(machine -> abilities.addAll(machine.abilities(Ability.Kind.ENCODER)));
      tables
          .machines()
          .put(
              new Machine(
                  id,
                  Machine.Kind.LOCAL,
                  Machine.LOCAL,
                  survey.name(),
                  Machine.State.RUNNING,
                  null,
                  true,
                  survey.capacity(),
                  abilities,
                  known.map(Machine::mark).orElse(""),
                  now));
      return id;
    });
    return words(survey);
  }

  private static String words(Surveyor.Survey survey) {
    var capacity = survey.capacity();
    var there =
        survey.hypervisors().stream()
            .filter(Ability::works)
            .map(Ability::name)
            .collect(Collectors.joining(", "));
    return "%s: %d %s, %s of memory, a disk of %s; hypervisors: %s"
        .formatted(
            survey.name(),
            capacity.processors(),
            capacity.processors() == 1 ? "processor" : "processors",
            gigabytes(capacity.memoryBytes()),
            gigabytes(capacity.diskBytes()),
            there.isEmpty() ? "none" : there);
  }

  private static String gigabytes(long bytes) {
    return "%.1f GB".formatted(bytes / 1e9);
  }
}
