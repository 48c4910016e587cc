package contentgremlin.engine.worker;

import contentgremlin.engine.StopSignal;
import contentgremlin.engine.Trouble;
import contentgremlin.job.Supervisor;
import contentgremlin.worker.Employer;
import contentgremlin.worker.Employer.Dismissed;
import contentgremlin.worker.WorkOrder;
import contentgremlin.worker.WorkerInfo;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/// Asks a server for jobs and does them, in as many places as it has, until it is stopped or
/// dismissed. Thread-safe.
public final class Worker {
  /// How long the server may keep a place waiting for work.
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private static final Duration PAUSE_MIN = Duration.ofMillis(500);
  private static final Duration PAUSE_MAX = Duration.ofSeconds(15);

  /// Room does not come by itself soon, and neither do rights.
  private static final Duration PAUSE_WHEN_UNABLE = Duration.ofSeconds(60);

  /// With less room than that it asks for nothing.
  private static final long SPACE_BYTES_MIN = 16 << 20;

  private final Employer employer;
  private final Supervisor supervisor;
  private final WorkFolder folder;
  private final WorkerInfo info;
  private final int places;
  private final InstantSource time;
  private final Diary diary;
  private final StopSignal stop = new StopSignal();
  private final Map<Thread, Place> asking = new ConcurrentHashMap<>();
  private final CountDownLatch ended = new CountDownLatch(1);
  private volatile @Nullable Dismissed dismissed;

  public Worker(
      Employer employer,
      Supervisor supervisor,
      WorkFolder folder,
      WorkerInfo info,
      int places,
      InstantSource time,
      Diary diary) {
    this.employer = employer;
    this.supervisor = supervisor;
    this.folder = folder;
    this.info = info;
    this.places = places;
    this.time = time;
    this.diary = diary;
  }

  /// Returns when it was stopped and all leases are given back.
  ///
  /// @throws Dismissed if the server does not want it
  public void run() throws InterruptedException, Dismissed {
    try {
      var threads = new ArrayList<Thread>();
      for (int place = 0; place < places; place++) {
        threads.add(Thread.ofPlatform().name("place-" + place).start(new Place()));
      }
      join(threads);
    } finally {
      ended.countDown();
    }
    var reason = dismissed;
    if (reason != null) {
      throw reason;
    }
  }

  private static void join(List<Thread> threads) throws InterruptedException {
    for (var thread : threads) {
      thread.join();
    }
  }

  /// Ends its tools and gives its leases back; [#run] returns soon.
  public void stop() {
    stop.stop(true, false);
    asking.values().forEach(Place::interrupt);
  }

  public boolean isOver() {
    return ended.getCount() == 0;
  }

  /// Waits until [#run] has returned.
  public void awaitEnd() throws InterruptedException {
    ended.await();
  }

  /// One thread that does one job after the other.
  private final class Place implements Runnable {
    private volatile @Nullable Thread thread;
    private volatile @Nullable Errand errand;
    private Duration pause = PAUSE_MIN;

    @Override
    public void run() {
      thread = Thread.currentThread();
      asking.put(Thread.currentThread(), this);
      try {
        while (!stop.isOn()) {
          turn();
        }
      } catch (InterruptedException _) {
        // stopped while it asked for work
      } catch (Dismissed e) {
        dismissed = e;
        stop();
      } finally {
        asking.remove(Thread.currentThread());
      }
    }

    private void stop() {
      Worker.this.stop();
    }

    private void turn() throws InterruptedException, Dismissed {
      try {
        long space = folder.space(places);
        if (space < SPACE_BYTES_MIN) {
          throw new IOException("there is too little room in the work folder to take a job");
        }
        var order = employer.lease(info, space, PATIENCE);
        pause = PAUSE_MIN;
        if (order.isPresent() && !perform(order.get())) {
          boolean _ = stop.await(PAUSE_WHEN_UNABLE);
        }
      } catch (IOException e) {
        diary.trouble(e);
        boolean _ = stop.await(pause);
        pause = pause.multipliedBy(2).compareTo(PAUSE_MAX) < 0 ? pause.multipliedBy(2) : PAUSE_MAX;
      }
    }

    /// @return whether this worker was able to
    private boolean perform(WorkOrder order) throws Dismissed {
      WorkFolder.Desk desk;
      try {
        desk = folder.desk(order.lease());
      } catch (IOException e) {
        Errand.giveBack(employer, order, diary, Trouble.inWords(e), true);
        return false;
      }
      var next = new Errand(employer, supervisor, time, stop, order, desk, diary);
      errand = next;
      try {
        return next.run();
      } finally {
        errand = null;
      }
    }

    void interrupt() {
      var busy = errand;
      var asker = thread;
      if (busy != null) {
        busy.interrupt();
      } else if (asker != null && !asker.equals(Thread.currentThread())) {
        asker.interrupt();
      }
    }
  }
}
