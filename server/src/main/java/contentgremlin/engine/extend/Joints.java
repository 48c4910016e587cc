package contentgremlin.engine.extend;

import contentgremlin.engine.JobHandler;
import contentgremlin.enrich.Grabber;
import contentgremlin.enrich.Option;
import contentgremlin.machine.MachineProvider;
import java.util.List;

/// Where parts of extensions are fitted into the server, and taken out again while it runs.
public interface Joints {
  /// @param options that can be set
  /// @param handlers besides those of the grabbers
  /// @param machines who knows machines
  record Fitting(
      List<Grabber> grabbers,
      List<Option> options,
      List<JobHandler> handlers,
      List<MachineProvider> machines) {
    public Fitting {
      grabbers = List.copyOf(grabbers);
      options = List.copyOf(options);
      handlers = List.copyOf(handlers);
      machines = List.copyOf(machines);
    }
  }

  /// Jobs that were parked for want of them go on.
  ///
  /// @throws contentgremlin.extend.Refusal if a name is taken; then nothing is fitted
  void fit(Fitting fitting);

  /// Their jobs are parked from now on.
  void remove(Fitting fitting);
}
