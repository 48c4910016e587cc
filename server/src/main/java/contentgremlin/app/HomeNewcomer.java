package contentgremlin.app;

import contentgremlin.cli.BuildInfo;
import contentgremlin.cli.Launcher;
import contentgremlin.install.Report;
import contentgremlin.job.Supervisor;
import contentgremlin.process.Descriptors;
import contentgremlin.store.Instance;
import contentgremlin.upgrade.Newcomer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.System.Logger.Level;
import java.net.URI;
import java.nio.channels.ServerSocketChannel;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// This program's server, made ready on the copy of a database. Until it serves, it writes nothing.
final class HomeNewcomer implements Newcomer {
  private static final System.Logger LOG = System.getLogger(HomeNewcomer.class.getName());

  /// What people look at first: loads what later answers need.
  private static final List<String> WARM_UP =
      List.of("/", "/api/v1/status", "/api/v1/items", "/login", "/health/ready", "/feed.atom");

  private static final int WARM_UP_ROUNDS = 3;

  private final Home home;
  private final Launcher.Options options;
  private final BuildInfo build;
  private final Supervisor supervisor;
  private final InstantSource time;
  private final Instance before;
  private final Instance after;
  private final Storage storage;
  private @Nullable Opened opened;
  private @Nullable ServerParts parts;
  private @Nullable ServerSocketChannel socket;

  HomeNewcomer(
      Home home,
      Launcher.Options options,
      BuildInfo build,
      Supervisor supervisor,
      InstantSource time,
      Instance before,
      Instance after,
      Storage storage) {
    this.home = home;
    this.options = options;
    this.build = build;
    this.supervisor = supervisor;
    this.time = time;
    this.before = before;
    this.after = after;
    this.storage = storage;
  }

  @Override
  public void prepare() {
    try {
      var closers = new Closers();
      var database = storage.openCopy(closers);
      opened = database;
      var made = new ServerParts(closers, home, options, build, supervisor, time, database);
      HttpParts.silence();
      made.listen("127.0.0.1", 0);
      parts = made;
      warmUp(made);
    } catch (IOException e) {
      throw new UncheckedIOException("the new server could not be made ready: " + e, e);
    }
  }

  /// The first answers of a fresh process take many times as long as later ones.
  private static void warmUp(ServerParts made) {
    for (int round = 0; round < WARM_UP_ROUNDS; round++) {
      for (var path : WARM_UP) {
        var address = URI.create("http://127.0.0.1:" + made.port() + path);
        try (var answer = address.toURL().openStream()) {
          answer.readAllBytes();
        } catch (IOException e) {
          LOG.log(Level.DEBUG, "not warmed up by " + path, e);
        }
      }
    }
  }

  @Override
  public void takeSocket() {
    try {
      int port = URI.create("http://" + before.address()).getPort();
      socket = Descriptors.takeListener(before.process(), port);
    } catch (IOException e) {
      throw new UncheckedIOException(
          "the socket of the running server could not be taken over: " + e.getMessage(), e);
    }
  }

  @Override
  public void relocate(Runnable move) {
    storage.relocate(Objects.requireNonNull(opened, "not prepared"), move, after);
  }

  @Override
  public URI address() {
    return URI.create("http://" + before.address());
  }

  @Override
  public void serve() {
    try {
      made().listenInstead(Objects.requireNonNull(socket));
      made().serving(after);
      made().work(Report.Cause.UPGRADE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// It is not needed after all.
  void discard() {
    try {
      if (parts != null) {
        parts.close();
      }
      if (socket != null) {
        socket.close();
      }
    } catch (IOException | RuntimeException e) {
      LOG.log(Level.WARNING, "what was made ready could not be closed", e);
    }
  }

  ServerParts running() {
    return made();
  }

  private ServerParts made() {
    return Objects.requireNonNull(parts, "not prepared");
  }
}
