package contentgremlin.process;

import contentgremlin.extend.Companions;
import java.io.IOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// Where one companion is asked, whichever process it has just now. Thread-safe.
final class CompanionPlace implements Companions.Line {
  /// The longest rest after a crash.
  private static final Duration REST_MAX = Duration.ofMinutes(1);

  private static final int DOUBLINGS_MAX = 10;

  /// One that has lived so long is well, whatever was before.
  private static final Duration WELL = Duration.ofMinutes(1);

  private final CompanionHouse house;
  private final Companions.Order order;
  private final Companions.Ear ear;
  private final Duration rest;
  private @Nullable CompanionLife life;
  private boolean isClosed;
  private int crashes;
  private long restsUntil;
  private String crash = "";

  CompanionPlace(CompanionHouse house, Companions.Order order, Companions.Ear ear, Duration rest) {
    this.house = house;
    this.order = order;
    this.ear = ear;
    this.rest = rest;
  }

  @Override
  public String ask(String request, Duration limit) throws IOException, InterruptedException {
    long end = System.nanoTime() + limit.toNanos();
    return living().ask(request, limit, end);
  }

  private synchronized CompanionLife living() throws IOException {
    if (isClosed) {
      throw new IOException("the extension is switched off");
    }
    if (life != null) {
      if (life.isAlive()) {
        return life;
      }
      throw new IOException(life.how());
    }
    long left = restsUntil - System.nanoTime();
    if (crashes > 0 && left > 0) {
      throw new IOException(
          "%s; it is started again in %d seconds"
              .formatted(crash, Duration.ofNanos(left).toSeconds() + 1));
    }
    try {
      life = house.start(order, new Watching());
    } catch (IOException e) {
      crashed("it can't be started: " + e.getMessage(), Duration.ZERO);
      throw new IOException(crash, e);
    }
    return life;
  }

  /// What happens to one life.
  private final class Watching implements CompanionLife.Watcher {
    @Override
    public void said(String text) {
      ear.said(text);
    }

    @Override
    public void printed(String line) {
      ear.printed(line);
    }

    @Override
    public void ended(CompanionLife ended, boolean isWanted, String how) {
      house.remove(ended.folder());
      over(ended, isWanted, how);
      if (!isWanted) {
        ear.ended(how);
      }
    }
  }

  private synchronized void over(CompanionLife ended, boolean isWanted, String how) {
    if (ended.equals(life)) {
      life = null;
    }
    if (!isWanted) {
      crashed(how, ended.age());
    }
  }

  private void crashed(String how, Duration age) {
    crashes = age.compareTo(WELL) > 0 ? 1 : crashes + 1;
    crash = how;
    restsUntil = System.nanoTime() + pause().toNanos();
  }

  /// Once may happen; after that it rests, each time twice as long.
  private Duration pause() {
    if (crashes == 1) {
      return Duration.ZERO;
    }
    var pause = rest.multipliedBy(1L << Math.min(crashes - 2, DOUBLINGS_MAX));
    return pause.compareTo(REST_MAX) > 0 ? REST_MAX : pause;
  }

  @Override
  public void rest() {
    var current = take(false);
    if (current != null) {
      current.end();
    }
  }

  @Override
  public void close() {
    var current = take(true);
    if (current != null) {
      current.end();
    }
  }

  private synchronized @Nullable CompanionLife take(boolean close) {
    isClosed |= close;
    var current = life;
    life = null;
    return current;
  }
}
