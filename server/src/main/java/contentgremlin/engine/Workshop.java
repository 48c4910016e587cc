package contentgremlin.engine;

import contentgremlin.job.Supervisor;
import contentgremlin.store.Database;
import contentgremlin.vault.Vault;
import java.time.InstantSource;
import java.util.Map;

/// What every attempt works with.
///
/// @param runner names this run of the server in the rows that it takes
/// @param handlers by the kind of job that they do; those of extensions come and go
record Workshop(
    Database database,
    Supervisor supervisor,
    Vault vault,
    Map<String, JobHandler> handlers,
    InstantSource time,
    ProgressListener listener,
    String runner) {}
