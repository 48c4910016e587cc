package contentgremlin.extension;

import java.util.ArrayList;
import java.util.List;

/// All that an extension offers. Begin with [#none], and add what there is.
public record Parts(
    List<Grabber> grabbers,
    List<Parser> parsers,
    List<Importer> importers,
    List<JobHandler> jobHandlers,
    List<Listener> listeners,
    List<Fragment> fragments,
    List<InstallStep> installSteps,
    List<InstallHook> installHooks,
    List<Setting> settings,
    List<MachineProvider> machineProviders) {
  public Parts {
    grabbers = List.copyOf(grabbers);
    parsers = List.copyOf(parsers);
    importers = List.copyOf(importers);
    jobHandlers = List.copyOf(jobHandlers);
    listeners = List.copyOf(listeners);
    fragments = List.copyOf(fragments);
    installSteps = List.copyOf(installSteps);
    installHooks = List.copyOf(installHooks);
    settings = List.copyOf(settings);
    machineProviders = List.copyOf(machineProviders);
  }

  public static Parts none() {
    return new Parts(
        List.of(), List.of(), List.of(), List.of(), List.of(), List.of(), List.of(), List.of(),
        List.of(), List.of());
  }

  public Parts with(Grabber part) {
    return new Parts(
        and(grabbers, part),
        parsers,
        importers,
        jobHandlers,
        listeners,
        fragments,
        installSteps,
        installHooks,
        settings,
        machineProviders);
  }

  public Parts with(Parser part) {
    return new Parts(
        grabbers,
        and(parsers, part),
        importers,
        jobHandlers,
        listeners,
        fragments,
        installSteps,
        installHooks,
        settings,
        machineProviders);
  }

  public Parts with(Importer part) {
    return new Parts(
        grabbers,
        parsers,
        and(importers, part),
        jobHandlers,
        listeners,
        fragments,
        installSteps,
        installHooks,
        settings,
        machineProviders);
  }

  public Parts with(JobHandler part) {
    return new Parts(
        grabbers,
        parsers,
        importers,
        and(jobHandlers, part),
        listeners,
        fragments,
        installSteps,
        installHooks,
        settings,
        machineProviders);
  }

  public Parts with(Listener part) {
    return new Parts(
        grabbers,
        parsers,
        importers,
        jobHandlers,
        and(listeners, part),
        fragments,
        installSteps,
        installHooks,
        settings,
        machineProviders);
  }

  public Parts with(Fragment part) {
    return new Parts(
        grabbers,
        parsers,
        importers,
        jobHandlers,
        listeners,
        and(fragments, part),
        installSteps,
        installHooks,
        settings,
        machineProviders);
  }

  public Parts with(InstallStep part) {
    return new Parts(
        grabbers,
        parsers,
        importers,
        jobHandlers,
        listeners,
        fragments,
        and(installSteps, part),
        installHooks,
        settings,
        machineProviders);
  }

  public Parts with(InstallHook part) {
    return new Parts(
        grabbers,
        parsers,
        importers,
        jobHandlers,
        listeners,
        fragments,
        installSteps,
        and(installHooks, part),
        settings,
        machineProviders);
  }

  public Parts with(Setting part) {
    return new Parts(
        grabbers,
        parsers,
        importers,
        jobHandlers,
        listeners,
        fragments,
        installSteps,
        installHooks,
        and(settings, part),
        machineProviders);
  }

  public Parts with(MachineProvider part) {
    return new Parts(
        grabbers,
        parsers,
        importers,
        jobHandlers,
        listeners,
        fragments,
        installSteps,
        installHooks,
        settings,
        and(machineProviders, part));
  }

  private static <T> List<T> and(List<T> some, T more) {
    var all = new ArrayList<>(some);
    all.add(more);
    return all;
  }
}
