package contentgremlin.app;

import contentgremlin.cli.Launcher;
import contentgremlin.disk.DiskVault;
import contentgremlin.engine.EventStream;
import contentgremlin.engine.enrich.GrabberSettings;
import contentgremlin.engine.extend.Extensions;
import contentgremlin.engine.extend.Joints;
import contentgremlin.extend.Refusal;
import contentgremlin.grab.Grabbers;
import contentgremlin.grab.JsonTree;
import contentgremlin.jar.JarShelf;
import contentgremlin.process.CompanionHouse;
import contentgremlin.process.Programs;
import java.time.Duration;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/// The extensions of a home that nobody serves: their steps and hooks take part in the
/// installation, their machines are imported, and nothing else of them is called. Listeners hear of
/// what happens here once a server runs.
final class OfflineExtensions {
  private OfflineExtensions() {}

  static Extensions of(Home home, Launcher.Options options, Opened opened, InstantSource time) {
    return new Extensions(
        opened.database(),
        opened.local(),
        new JarShelf(ServerParts.bundled(), home.extensions()),
        new CompanionHouse(Programs.find(), home.companions()),
        new Names(new GrabberSettings(Grabbers.all())),
        new Silence(),
        new DiskVault(home.content(options.content()), time),
        JsonTree::read,
        time);
  }

  /// Refuses names that the server's own grabbers have, as the server does.
  private record Names(GrabberSettings grabbers) implements Joints {
    @Override
    public void fit(Fitting fitting) {
      try {
        grabbers.add(fitting.grabbers(), fitting.options());
      } catch (IllegalArgumentException e) {
        throw new Refusal(String.valueOf(e.getMessage()), e);
      }
    }

    @Override
    public void remove(Fitting fitting) {
      grabbers.remove(fitting.grabbers(), fitting.options());
    }
  }

  /// Nobody hears of anything.
  private record Silence() implements EventStream, EventStream.Subscription {
    @Override
    public Subscription subscribe(long after) {
      return this;
    }

    @Override
    public @Nullable Message next(Duration wait) throws InterruptedException {
      Thread.sleep(wait);
      return null;
    }

    @Override
    public void close() {}
  }
}
