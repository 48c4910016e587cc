package contentgremlin.engine;

import contentgremlin.job.Job;
import contentgremlin.job.JobId;
import contentgremlin.job.Lane;
import contentgremlin.job.Supervisor;
import contentgremlin.store.Database;
import contentgremlin.vault.Vault;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Does the jobs: claims what may start, in as many places as each lane has, and gives each one a
/// thread of its own. Thread-safe.
///
/// It keeps nothing to itself. After a crash a later runner finds in the rows what was going on,
/// and in the attempts' folders how far it came.
public final class Runner implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(Runner.class.getName());

  /// Between two renewals of leases, of which one may well be late.
  private static final Duration RENEWAL = Settlement.LEASE.dividedBy(3);

  /// How long work inside the server may take to end when it stops.
  private static final Duration STOP_PATIENCE = Duration.ofSeconds(10);

  /// The same when it is to stop now: what is not done then is done again.
  private static final Duration STOP_PATIENCE_HASTY = Duration.ofSeconds(1);

  private static final Duration PAUSE_AFTER_TROUBLE = Duration.ofSeconds(1);

  private final Workshop shop;
  private final Settlement settlement;
  private final Recovery recovery;
  private final Lending lending;
  private final LiveAttempts live = new LiveAttempts();
  private final Openings openings = new Openings(live);
  private volatile StopSignal stop = new StopSignal();
  private final Semaphore wakes = new Semaphore(0);
  private Instant renewed = Instant.MIN;
  private volatile @Nullable Thread dispatcher;

  /// Whether all that earlier runs left is taken over: until then nothing is lent.
  private volatile boolean isSettledIn;

  public Runner(
      Database database,
      Supervisor supervisor,
      Vault vault,
      List<JobHandler> handlers,
      InstantSource time,
      ProgressListener listener) {
    var byKind =
        new ConcurrentHashMap<>(
            handlers.stream().collect(Collectors.toMap(JobHandler::kind, Function.identity())));
    var runner = UUID.randomUUID().toString();
    this.shop = new Workshop(database, supervisor, vault, byKind, time, listener, runner);
    this.settlement = new Settlement(database, time, runner);
    this.recovery = new Recovery(shop, settlement);
    this.lending = new Lending(shop, new Places());
  }

  /// Takes over what earlier runs left, then works until [#stop]; after that it can be started
  /// again. Only one runner may work on a home at a time.
  public synchronized void start() {
    if (dispatcher == null) {
      shop.database().afterCommit(this::wakeAll);
    } else if (!stop.isOn()) {
      throw new IllegalStateException("this runner works already");
    }
    isSettledIn = false;
    stop = new StopSignal();
    unpark();
    recovery.takeAll(live).forEach(this::launch);
    isSettledIn = true;
    dispatcher = Thread.ofPlatform().name("runner").daemon().start(this::dispatch);
  }

  /// Knows how to do one more kind of job: those that were parked go on.
  ///
  /// @return whether that kind is new; otherwise nothing changes
  public boolean add(JobHandler handler) {
    if (shop.handlers().putIfAbsent(handler.kind(), handler) != null) {
      return false;
    }
    shop.database().write(tables -> tables.jobs().unpark(handler.kind(), shop.time().instant()));
    return true;
  }

  /// Jobs of this kind are parked from now on; those that run now end as they do.
  public void remove(String kind) {
    shop.handlers().remove(kind);
  }

  /// Looks for work soon; cheap, and safe to call on any thread.
  public void wake() {
    if (wakes.availablePermits() == 0) {
      wakes.release();
    }
  }

  private void wakeAll() {
    wake();
    lending.wake();
  }

  /// Lends jobs to other machines; open as long as this works.
  public Lending lending() {
    return lending;
  }

  /// What lending has to do with the places here.
  private final class Places implements Lending.Shelf {
    @Override
    public boolean isOpen() {
      return isSettledIn && !stop.isOn();
    }

    @Override
    public boolean hasPlace(Database.Tables tables, Lane lane) {
      return openings.hasPlace(tables, lane);
    }

    @Override
    public boolean has(JobId job) {
      return live.has(job);
    }

    /// A stop that came first leaves it to the next start.
    @Override
    public void goOn(Job job) {
      if (isOpen()) {
        launch(job);
      }
    }
  }

  /// Starts nothing any more, from this moment on; returns at once. What runs is left or ended as
  /// said, while [#stop] waits for it.
  ///
  /// @param endTools whether running tools are ended and their jobs queued again; otherwise they
  ///   run on, and the next start adopts them
  /// @param now whether nobody wants to wait for what only tidies up
  public void leaveOff(boolean endTools, boolean now) {
    stop.stop(endTools, now);
    wakeAll();
  }

  /// [#leaveOff], and waits until nothing is done here any more.
  public void stop(boolean endTools) throws InterruptedException {
    leaveOff(endTools, false);
    var thread = dispatcher;
    if (thread != null) {
      thread.join();
    }
    waitForNobody();
    long start = System.nanoTime();
    while (!live.isEmpty() && System.nanoTime() - start < patience().toNanos()) {
      boolean _ = wakes.tryAcquire(50, TimeUnit.MILLISECONDS);
    }
  }

  private Duration patience() {
    return stop.isHasty() ? STOP_PATIENCE_HASTY : STOP_PATIENCE;
  }

  /// Stops, and leaves running tools to the next start.
  @Override
  public void close() {
    try {
      stop(false);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  /// How many jobs of each lane run here at this moment.
  public Map<Lane, Integer> running() {
    var counts = new EnumMap<Lane, Integer>(Lane.class);
    for (var lane : Lane.values()) {
      counts.put(lane, live.placesTaken(lane));
    }
    return counts;
  }

  LiveAttempts live() {
    return live;
  }

  private void unpark() {
    shop.database()
        .write(tables ->
            shop.handlers().keySet().stream()
                .mapToInt(kind -> tables.jobs().unpark(kind, shop.time().instant()))
                .sum());
  }

  private void dispatch() {
    while (!stop.isOn()) {
      try {
        var next = turn();
        boolean _ = wakes.tryAcquire(next.toNanos(), TimeUnit.NANOSECONDS);
        wakes.drainPermits();
      } catch (InterruptedException _) {
        return;
      } catch (RuntimeException e) {
        LOG.log(Level.WARNING, "cannot look for work; trying again", e);
        pause();
      }
    }
  }

  private void pause() {
    try {
      boolean _ = stop.await(PAUSE_AFTER_TROUBLE);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  /// Does all that can be done now.
  ///
  /// @return how long nothing more is to be done, unless someone wakes us
  private Duration turn() {
    var now = shop.time().instant();
    if (!now.isBefore(plus(renewed, RENEWAL))) {
      renew(now);
      renewed = now;
    }
    var look = look(now);
    if (look.hasWork()) {
      claim().forEach(this::launch);
    }
    if (look.hasLost()) {
      cancelLost();
    }
    return look.pause();
  }

  private static Instant plus(Instant instant, Duration duration) {
    return instant.equals(Instant.MIN) ? instant : instant.plus(duration);
  }

  /// @param hasWork some job can start in a free place
  /// @param hasLost the item of some running job is in the trash, or gone
  private record Look(boolean hasWork, boolean hasLost, Duration pause) {}

  /// Only reads, so that an idle server writes nothing.
  private Look look(Instant now) {
    return shop.database()
        .read(tables -> {
          boolean work = false;
          for (var lane : Lane.values()) {
            work |= !openings.candidates(tables, lane, now).isEmpty();
          }
          boolean lost = live.all().stream().anyMatch(one -> isLost(tables, one.job()));
          var due = tables.jobs().nextDue(now);
          var pause = due.map(at -> Duration.between(now, at)).orElse(RENEWAL);
          return new Look(work, lost, pause.compareTo(RENEWAL) < 0 ? pause : RENEWAL);
        });
  }

  private static boolean isLost(Database.Tables tables, Job job) {
    var id = job.item();
    if (id == null) {
      return false;
    }
    var item = tables.items().find(id);
    return item.isEmpty() || item.get().isTrashed();
  }

  /// Stores the intent before anything starts.
  private List<Job> claim() {
    return shop.database()
        .write(tables -> {
          var now = shop.time().instant();
          var claimed = new ArrayList<Job>();
          for (var lane : Lane.values()) {
            openings.candidates(tables, lane, now).forEach(job -> claim(tables, job, now, claimed));
          }
          return claimed;
        });
  }

  private void claim(Database.Tables tables, Job job, Instant now, List<Job> claimed) {
    if (isLost(tables, job)) {
      Settlement.cancelled(tables, job, now);
      return;
    }
    var mine =
        job.claim(shop.runner(), now.plus(Settlement.LEASE))
            .placed(Job.MACHINE_LOCAL, output(tables, job));
    if (tables.jobs().replace(job, mine, now)) {
      claimed.add(mine);
    }
  }

  private String output(Database.Tables tables, Job job) {
    var handler = shop.handlers().get(job.kind());
    var id = job.item();
    return handler == null || id == null
        ? ""
        : tables.items().find(id).map(item -> handler.output(job, item)).orElse("");
  }

  private void launch(Job job) {
    var attempt = live.add(job, this::wake);
    var work = new Attempt(shop, settlement, stop, attempt);
    var thread =
        Thread.ofVirtual()
            .name("job-" + job.id().value())
            .unstarted(() -> {
              try {
                work.run();
              } finally {
                live.remove(attempt);
                wake();
              }
            });
    attempt.doneBy(thread);
    thread.start();
  }

  /// Whoever waits for others would do so for as long as they like; what they answered is kept.
  private void waitForNobody() {
    live.all().stream()
        .filter(attempt -> attempt.job().lane() == Lane.NETWORK)
        .forEach(LiveAttempt::interrupt);
  }

  /// The jobs of what is in the trash are cancelled; what they made is of no use.
  private void cancelLost() {
    for (var one : live.all()) {
      boolean cancelled =
          shop.database()
              .write(tables -> {
                var mine = settlement.ours(tables, one.job());
                if (mine.isEmpty() || !isLost(tables, mine.get())) {
                  return false;
                }
                Settlement.cancelled(tables, mine.get(), shop.time().instant());
                return true;
              });
      if (cancelled) {
        one.cancel();
      }
    }
  }

  private void renew(Instant now) {
    var until = now.plus(Settlement.LEASE);
    var mine = live.all();
    if (!mine.isEmpty()) {
      shop.database()
          .write(tables -> {
            for (var one : mine) {
              settlement
                  .ours(tables, one.job())
                  .filter(job -> job.state() instanceof Job.State.Running)
                  .ifPresent(
                      job -> tables.jobs().replace(job, job.adopt(shop.runner(), until), now));
            }
            return mine.size();
          });
    }
    recovery.takeAbandoned(live).forEach(this::launch);
    lending.lookForSilentWorkers();
  }
}
