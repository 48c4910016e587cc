package contentgremlin.app;

import contentgremlin.cli.BuildInfo;
import contentgremlin.cli.Gremlin;
import contentgremlin.cli.Surroundings;
import contentgremlin.cli.Terminal;
import contentgremlin.job.Supervisor;
import contentgremlin.process.ProcessSupervisor;
import contentgremlin.process.Programs;
import contentgremlin.sql.SqliteDatabase;
import java.time.InstantSource;
import java.util.function.Supplier;

/// Where the program starts.
public final class Main {
  private Main() {}

  public static void main(String[] arguments) {
    var time = InstantSource.system();
    Supplier<Supervisor> supervisor = () -> new ProcessSupervisor(Programs.find());
    var build = BuildInfo.read(SqliteDatabase.NEWEST_SCHEMA);
    var surroundings =
        new Surroundings(
            (home, options) -> Server.start(new Home(home), options, build, supervisor.get(), time),
            new HomeUpgrader(build, supervisor, time),
            new HomeLocator(supervisor),
            new HomeArchive(build, time),
            new HomeInstaller(build, supervisor, time),
            new WorkerSite(build, supervisor, time),
            supervisor,
            build,
            time,
            Terminal.system());
    System.exit(new Gremlin(surroundings).run(arguments));
  }
}
