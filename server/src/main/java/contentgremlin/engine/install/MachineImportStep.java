package contentgremlin.engine.install;

import contentgremlin.engine.machine.MachineImport;
import contentgremlin.install.Need;
import contentgremlin.install.Standing;
import contentgremlin.install.Step;
import contentgremlin.machine.MachineId;
import contentgremlin.machine.MachineProvider;
import contentgremlin.machine.MachineProvider.Presence;
import contentgremlin.store.Database;
import java.io.IOException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/// The machines that hypervisors here already know, as rows of ours. Nothing is done to any of
/// them.
///
/// @param providers asked each time, since they come and go
record MachineImportStep(
    Database database, String node, Supplier<List<MachineProvider>> providers, InstantSource time)
    implements Step {
  static final String NAME = "machine-import";

  @Override
  public String id() {
    return NAME;
  }

  @Override
  public String title() {
    return "Machines that are here already";
  }

  @Override
  public List<Need> needs() {
    return List.of(
        Need.step(MachineStep.NAME),
        Need.table("machine"),
        Need.row("machine", "id", MachineId.local(node).value()));
  }

  @Override
  public Standing check() throws Exception {
    var absences = new ArrayList<String>();
    int known = 0;
    boolean anyHere = false;
    for (var provider : providers.get()) {
      switch (provider.presence()) {
        case Presence.Absent(var why) -> absences.add(provider.name() + ": " + why);
        case Presence.Here _ -> {
          anyHere = true;
          var imported = new MachineImport(provider, MachineId.local(node));
          var listing = provider.machines();
          if (!listing.complete()
              || database.read(tables -> imported.differs(tables.machines(), listing))) {
            return new Standing.Missing();
          }
          known += listing.found().size();
        }
      }
    }
    return anyHere
        ? new Standing.Done(known == 1 ? "1 machine" : known + " machines")
        : new Standing.Waiting(nothing(absences));
  }

  private static String nothing(List<String> absences) {
    var words = "nothing here runs virtual machines";
    return absences.isEmpty() ? words : words + " (" + String.join("; ", absences) + ")";
  }

  /// Each provider for itself: one that can't be asked leaves the others alone.
  @Override
  public String apply() throws InterruptedException {
    var words = new ArrayList<String>();
    var problems = new ArrayList<String>();
    for (var provider : providers.get()) {
      try {
        bringIn(provider, words, problems);
      } catch (IOException | IllegalStateException e) {
        problems.add(provider.name() + ": " + e.getMessage());
      }
    }
    if (!problems.isEmpty()) {
      throw new IllegalArgumentException(
          "not everything could be learned, and what was known stays: "
              + String.join("; ", problems));
    }
    return words.stream().collect(Collectors.joining("; "));
  }

  private void bringIn(MachineProvider provider, List<String> words, List<String> problems)
      throws IOException, InterruptedException {
    if (!(provider.presence() instanceof Presence.Here)) {
      return;
    }
    var imported = new MachineImport(provider, MachineId.local(node));
    var listing = provider.machines();
    var now = time.instant();
    int count = database.write(tables -> imported.into(tables.machines(), listing, now));
    words.add(
        "%s: %d machines, %d of them written down anew"
            .formatted(provider.name(), listing.found().size(), count));
    if (!listing.complete()) {
      problems.add(provider.name() + ": " + listing.problem());
    }
  }
}
