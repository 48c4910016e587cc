package contentgremlin.engine.enrich;

import contentgremlin.enrich.EnrichmentStore;
import contentgremlin.enrich.Stages;
import contentgremlin.event.Fact;
import contentgremlin.item.MediaType;
import contentgremlin.library.Entry;
import contentgremlin.store.Database;
import contentgremlin.store.NameSettings;
import contentgremlin.store.QuietHours;
import contentgremlin.store.Setting;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/// Takes items whose turn it is, and orders their next stages. Who waits in the rows costs nothing;
/// only as many have jobs as can be done soon, but whoever is demanded has them at once.
/// Thread-safe.
public final class Describer implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(Describer.class.getName());

  /// Items that somebody waits for and that are looked at in one transaction.
  private static final int PAGE = 64;

  /// The same of those that nobody waits for: whoever is demanded meanwhile waits for the end of
  /// it.
  private static final int BACKGROUND_PAGE = 16;

  /// Jobs of one kind that wait in the queue; then items wait in their rows instead.
  static final int QUEUED_MAX = 64;

  /// Items that a sweep looks at in one transaction.
  private static final int SWEEP_PAGE = 1_000;

  /// Waits that end in one transaction.
  private static final int WAITS_PAGE = 500;

  private static final Duration LOOK_EVERY = Duration.ofSeconds(10);
  private static final Duration PAUSE_AFTER_FAULT = Duration.ofSeconds(2);

  private final Database database;
  private final GrabberSettings settings;
  private final Retrials retrials;
  private final InstantSource time;
  private final BooleanSupplier isFinding;
  private final Semaphore news = new Semaphore(0);
  private volatile boolean closed = true;
  private boolean listens;
  private Instant looked = Instant.MIN;
  private @Nullable Thread thread;

  /// @param isFinding whether so much is being found that the rest had better wait
  public Describer(
      Database database, GrabberSettings settings, InstantSource time, BooleanSupplier isFinding) {
    this.isFinding = isFinding;
    this.database = database;
    this.settings = settings;
    this.retrials = new Retrials(database, settings);
    this.time = time;
  }

  /// Works until it is closed; after that it can be started again.
  public synchronized void start() {
    if (!closed) {
      throw new IllegalStateException("items are being described already");
    }
    closed = false;
    if (!listens) {
      database.afterCommit(this::wake);
      listens = true;
    }
    thread = Thread.ofPlatform().daemon().name("describer").start(this::run);
  }

  private void wake() {
    if (news.availablePermits() == 0) {
      news.release();
    }
  }

  private void run() {
    while (!closed) {
      try {
        news.drainPermits();
        if (!turn()) {
          boolean _ = news.tryAcquire(LOOK_EVERY.toMillis(), TimeUnit.MILLISECONDS);
        }
      } catch (InterruptedException _) {
        return;
      } catch (RuntimeException e) {
        LOG.log(Level.WARNING, "could not see which items are to be described; trying again", e);
        pause();
      }
    }
  }

  private void pause() {
    try {
      Thread.sleep(PAUSE_AFTER_FAULT);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  /// @return whether there may be more to do at once
  private boolean turn() {
    var now = time.instant();
    boolean more = false;
    if (Duration.between(looked, now).compareTo(LOOK_EVERY) >= 0) {
      more = endWaits(now);
      more = retrials.turn(now) || more;
      more = sweep() || more;
      looked = more ? looked : now;
    }
    return order(now) || more;
  }

  private boolean endWaits(Instant now) {
    if (database.read(tables -> tables.enrichment().firstWait()).isAfter(now)) {
      return false;
    }
    return database.write(tables -> tables.enrichment().endWaits(now, WAITS_PAGE)) == WAITS_PAGE;
  }

  /// Grabbers that are new, or set in another way, look at what is there already.
  private boolean sweep() {
    var open = database.read(this::openSweep);
    if (open == null) {
      return false;
    }
    database.write(tables -> {
      var done = tables.enrichment().go(open.sweep(), open.types(), SWEEP_PAGE);
      tables.enrichment().put(done);
      return done;
    });
    return true;
  }

  private record Open(EnrichmentStore.Sweep sweep, Set<MediaType> types) {}

  private @Nullable Open openSweep(Database.Tables tables) {
    var parse = sweep(tables, Stages.PARSE, NameSettings.rules(tables.settings()).mark());
    if (parse.number() < Long.MAX_VALUE) {
      return new Open(parse, Set.of(MediaType.values()));
    }
    var stations = new Stations(tables, settings);
    for (var grabber : stations.active()) {
      var profile = grabber.profile();
      var kept = sweep(tables, profile.id(), stations.mark(profile));
      if (kept.number() < Long.MAX_VALUE) {
        return new Open(kept, profile.types());
      }
    }
    return null;
  }

  private static EnrichmentStore.Sweep sweep(Database.Tables tables, String stage, String mark) {
    return tables
        .enrichment()
        .sweep(stage)
        .filter(sweep -> sweep.mark().equals(mark))
        .orElseGet(() -> new EnrichmentStore.Sweep(stage, mark, 0));
  }

  /// @return whether there may be more
  private boolean order(Instant now) {
    if (database.read(this::due).isEmpty()) {
      return false;
    }
    // Read once more: whoever was demanded in between must not be forgotten.
    var looked =
        database.write(tables -> {
          var due = due(tables);
          var courses = new Courses(tables, settings, now);
          var queued = new HashMap<String, Long>();
          for (var one : due) {
            order(tables, courses, one, queued);
          }
          return due;
        });
    return looked.size() >= BACKGROUND_PAGE;
  }

  private List<EnrichmentStore.Due> due(Database.Tables tables) {
    var store = tables.enrichment();
    var demanded = store.demanded(PAGE);
    if (!demanded.isEmpty()
        || isQuiet(tables)
        || isFinding.getAsBoolean()
        || !tables.libraries().due(1).isEmpty()) {
      return demanded;
    }
    var due = new ArrayList<>(store.due(BACKGROUND_PAGE));
    for (var kind : store.awaited()) {
      int room = (int) (QUEUED_MAX - tables.jobs().countOpen(kind, QUEUED_MAX));
      if (room > QUEUED_MAX / 2) {
        due.addAll(store.awaiting(kind, Math.min(room, BACKGROUND_PAGE)));
      }
    }
    return due;
  }

  /// Nothing is done then that nobody waits for.
  private boolean isQuiet(Database.Tables tables) {
    return QuietHours.of(Setting.QUIET_HOURS.text(tables.settings()))
        .holds(time.instant(), ZoneId.systemDefault());
  }

  private void order(
      Database.Tables tables, Courses courses, EnrichmentStore.Due due, Map<String, Long> queued) {
    var item = tables.items().find(due.item());
    var next = item.flatMap(courses::next);
    if (next.isPresent() && due.demand() == 0) {
      for (var stage : next.get().stages()) {
        var kind = Stages.kind(stage);
        long waiting = queued.computeIfAbsent(kind, it -> tables.jobs().countOpen(it, QUEUED_MAX));
        if (waiting >= QUEUED_MAX) {
          tables.enrichment().await(due.item(), kind);
          return;
        }
      }
      next.get().stages().forEach(stage -> queued.merge(Stages.kind(stage), 1L, Long::sum));
    }
    tables.enrichment().looked(due.item());
    if (next.isEmpty() && due.demand() > 0 && isUnread(tables, due)) {
      // Once it was read, it is due again with the same demand.
      tables.libraries().demand(due.item(), due.demand());
    }
    next.ifPresent(found -> courses.order(found, due.demand()));
    if (next.isPresent() && next.get().stages().isEmpty() && due.demand() > 0) {
      // Whoever waits need not wait any longer.
      tables.events().append(new Fact.ItemEnded(due.item()), time.instant());
    }
  }

  private static boolean isUnread(Database.Tables tables, EnrichmentStore.Due due) {
    return tables
        .libraries()
        .entryOf(due.item())
        .filter(entry -> entry.probe() == Entry.ProbeState.DUE)
        .isPresent();
  }

  @Override
  public void close() {
    Thread running;
    synchronized (this) {
      closed = true;
      running = thread;
      thread = null;
    }
    if (running != null) {
      wake();
      try {
        running.join();
      } catch (InterruptedException _) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
