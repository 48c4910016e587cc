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
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.stream.Collectors;

/// What this machine can encode with, as it turned out when it was tried. Tried again when the
/// encoding program or the devices are others.
record EncoderStep(Database database, String node, Surveyor surveyor, InstantSource time)
    implements Step {
  static final String NAME = "encoders";

  /// Each has its own bound; this is for all of them.
  private static final Duration LIMIT = Duration.ofMinutes(10);

  @Override
  public String id() {
    return NAME;
  }

  @Override
  public String title() {
    return "Encoders";
  }

  @Override
  public List<Need> needs() {
    return List.of(
        Need.step(MachineStep.NAME), Need.row("machine", "id", MachineId.local(node).value()));
  }

  @Override
  public Duration limit() {
    return LIMIT;
  }

  @Override
  public Standing check() throws IOException {
    var mark = surveyor.mark();
    return database.read(tables ->
        tables
            .machines()
            .find(MachineId.local(node))
            .filter(machine -> machine.mark().equals(mark))
            .<Standing>map(machine -> new Standing.Done(words(machine)))
            .orElseGet(Standing.Missing::new));
  }

  private static String words(Machine machine) {
    return words(machine.abilities(Ability.Kind.ENCODER));
  }

  /// The mark is that from before: what changed meanwhile is tried again. What is known is kept
  /// also if it is not all, and then without a mark.
  @Override
  public String apply() throws IOException, InterruptedException {
    var mark = surveyor.mark();
    var trials = surveyor.encoders();
    boolean isWhole = trials.untried().isEmpty();
    keep(trials.encoders(), isWhole ? mark : "");
    if (!isWhole) {
      throw new IOException(String.join("; ", trials.untried()));
    }
    return words(trials.encoders());
  }

  private void keep(List<Ability> encoders, String mark) {
    var now = time.instant();
    database.write(tables ->
        tables
            .machines()
            .putAbilities(MachineId.local(node), Ability.Kind.ENCODER, encoders, mark, now));
  }

  private static String words(List<Ability> encoders) {
    var working =
        encoders.stream()
            .filter(Ability::works)
            .map(Ability::name)
            .collect(Collectors.joining(", "));
    return working.isEmpty() ? "none works" : working;
  }
}
