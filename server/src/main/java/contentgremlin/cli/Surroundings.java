package contentgremlin.cli;

import contentgremlin.job.Supervisor;
import java.time.InstantSource;
import java.util.function.Supplier;

/// What the commands need of the world.
///
/// @param supervisor runs ffmpeg for `demo`
public record Surroundings(
    Launcher launcher,
    Upgrader upgrader,
    ServerLocator locator,
    Archivist archivist,
    Installing installing,
    Worksite worksite,
    Supplier<Supervisor> supervisor,
    BuildInfo build,
    InstantSource time,
    Terminal terminal) {}
