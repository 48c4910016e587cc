package contentgremlin.app;

import contentgremlin.cli.BuildInfo;
import contentgremlin.cli.Installing;
import contentgremlin.cli.Launcher;
import contentgremlin.engine.Accounts;
import contentgremlin.install.Report;
import contentgremlin.job.Supervisor;
import contentgremlin.store.Instance;
import contentgremlin.store.StoreException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.function.Supplier;

/// Installs homes that nobody serves.
record HomeInstaller(BuildInfo build, Supplier<Supervisor> supervisor, InstantSource time)
    implements Installing {
  private static final Duration LIMIT = Duration.ofMinutes(15);

  @Override
  public Installed install(Path directory, Launcher.Options options)
      throws IOException, InterruptedException {
    var home = new Home(directory);
    home.create();
    try (var closers = new Closers()) {
      var claim = new Server(home, options, build, supervisor.get(), time);
      var opened = claim.storage().open(closers, claim);
      closers.add(() -> release(opened, claim.self()));
      var secret = OperatorSecret.readOrCreate(home.directory());
      var accounts = new Accounts(opened.database(), time, secret);
      var extensions = closers.add(OfflineExtensions.of(home, options, opened, time));
      var installer =
          closers.add(
              InstallParts.of(
                  home, opened, accounts, build, supervisor.get(), extensions::machines, time));
      installer.add(extensions.contributor());
      extensions.start();
      var report =
          installer
              .run(Report.Cause.COMMAND, LIMIT)
              .orElseThrow(() -> new StoreException("The installation did not come to an end."));
      return new Installed(report, installer.view().suggestions());
    }
  }

  /// Nobody is at it any more.
  private static void release(Opened opened, Instance self) {
    opened
        .local()
        .write(tables -> {
          var current = tables.instance().current();
          if (current.isPresent() && current.get().process().equals(self.process())) {
            tables.instance().clear();
          }
          return self;
        });
  }
}
