package contentgremlin.app;

import contentgremlin.cli.BuildInfo;
import contentgremlin.disk.UsualFolders;
import contentgremlin.engine.Accounts;
import contentgremlin.engine.install.Installation;
import contentgremlin.engine.install.Installer;
import contentgremlin.job.ProcessIdentity;
import contentgremlin.job.Supervisor;
import contentgremlin.machine.MachineProvider;
import contentgremlin.process.LocalMachine;
import contentgremlin.process.Programs;
import contentgremlin.sql.SqliteDatabase;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Supplier;

/// The installer of a home, put together.
final class InstallParts {
  private InstallParts() {}

  /// @param providers of machines, as they are at each run
  static Installer of(
      Home home,
      Opened opened,
      Accounts accounts,
      BuildInfo build,
      Supervisor supervisor,
      Supplier<List<MachineProvider>> providers,
      InstantSource time) {
    var builtIn =
        new Installation(
                opened.database(),
                opened.node(),
                accounts,
                new LocalMachine(Programs.find(), home.directory()),
                UsualFolders.ofThisUser(),
                home.directory(),
                build.schema(),
                SqliteDatabase.tables(),
                providers,
                time)
            .builtIn();
    var self =
        new Installer.Self(
            opened.node(),
            text(supervisor.self()),
            build.version() + " (" + build.commit() + ")",
            process -> isAlive(supervisor, process));
    return new Installer(opened.database(), self, List.of(builtIn), time);
  }

  private static String text(ProcessIdentity process) {
    return process.bootId() + " " + process.pid() + " " + process.startTicks();
  }

  /// Of what an older program wrote otherwise, nothing can be told: it counts as alive.
  private static boolean isAlive(Supervisor supervisor, String text) {
    var words = text.split(" ", -1);
    if (words.length != 3 || !words[1].matches("\\d{1,18}") || !words[2].matches("\\d{1,18}")) {
      return true;
    }
    return supervisor.isAlive(
        new ProcessIdentity(words[0], Long.parseLong(words[1]), Long.parseLong(words[2])));
  }
}
