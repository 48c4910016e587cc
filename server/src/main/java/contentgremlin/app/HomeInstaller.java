package contentgremlin.app;

import contentgremlin.cli.BuildInfo;
import contentgremlin.cli.Installing;
import contentgremlin.cli.Launcher;
import contentgremlin.engine.Accounts;
import contentgremlin.install.Contributor;
import contentgremlin.install.Report;
import contentgremlin.install.Standing;
import contentgremlin.install.Step;
import contentgremlin.job.Supervisor;
import contentgremlin.store.Instance;
import contentgremlin.store.StoreException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
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
      var installer =
          closers.add(
              InstallParts.of(home, opened, accounts, build, supervisor.get(), List::of, time));
      installer.add(Contributor.of("extensions", List.of(new OfExtensions(home)), List.of()));
      var report =
          installer
              .run(Report.Cause.COMMAND, LIMIT)
              .orElseThrow(() -> new StoreException("The installation did not come to an end."));
      return new Installed(report, installer.view().suggestions());
    }
  }

  /// Says that extensions have their turn later: only a server loads them.
  private record OfExtensions(Home home) implements Step {
    @Override
    public String id() {
      return "extension-steps";
    }

    @Override
    public String title() {
      return "Steps of extensions";
    }

    @Override
    public Standing check() throws IOException {
      var folder = home.directory().resolve("extensions");
      if (Files.isDirectory(folder)) {
        try (var jars = Files.newDirectoryStream(folder, "*.jar")) {
          if (jars.iterator().hasNext()) {
            return new Standing.Waiting(
                "only a server loads extensions: it does them when it starts");
          }
        }
      }
      return new Standing.Done("there are no extensions in the home");
    }

    @Override
    public String apply() {
      throw new IllegalStateException("nothing is to be done without a server");
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
