package contentgremlin.process;

import contentgremlin.library.CoverResult;
import contentgremlin.library.ProbeOrder;
import contentgremlin.library.ProbeResult;
import contentgremlin.library.ProbeWire;
import contentgremlin.library.ProbeWire.Answer;
import contentgremlin.library.Prober;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/// Reads files in helper processes that live long, several files at a time on their way to each.
/// Thread-safe.
///
/// A helper that ends or falls silent takes nobody with it: what it had before it is asked once
/// more, one file at a time. Which file was to blame shows then, and only that one is given up.
public final class HelperPool implements Prober {
  /// A helper that says nothing for so long while it reads one file, hangs.
  public static final Duration SILENCE_MAX = Duration.ofSeconds(20);

  /// Starting a helper takes as long as reading some thousand files. So there is one, until so much
  /// time has been spent waiting for it.
  private static final Duration ALONE_MAX = Duration.ofSeconds(2);

  /// Between two looks at what helpers do.
  private static final Duration LOOK = Duration.ofMillis(200);

  final ReentrantLock lock = new ReentrantLock();

  /// There may be room for an order, or nothing is left to do.
  final Condition changed = lock.newCondition();

  private final List<Place> places;
  private final Thread overseer;
  private boolean closed;

  /// How long the one helper was waited for, since there is one.
  private long waitedNanos;

  /// @param places how many helpers there may be at a time; they are started when they are needed
  public HelperPool(Programs programs, int places) {
    this(programs.probe(), places, SILENCE_MAX);
  }

  HelperPool(Programs.Installed program, int places, Duration silenceMax) {
    this.places =
        IntStream.range(0, places)
            .mapToObj(number -> new Place(this, program, silenceMax, number))
            .toList();
    this.overseer = Thread.ofPlatform().name("probe-overseer").daemon().unstarted(this::oversee);
    overseer.start();
  }

  /// @param done gets the answer, or null when the pool was closed
  record Task(ProbeWire.Question question, Consumer<Answer> done) {}

  @Override
  public int places() {
    return places.size();
  }

  @Override
  public void probe(ProbeOrder order, Consumer<ProbeResult> done) throws InterruptedException {
    var task =
        new Task(new ProbeWire.Question(order, ""), answer -> done.accept(result(order, answer)));
    lock.lockInterruptibly();
    Place place;
    try {
      place = free();
      while (place == null) {
        long left = ALONE_MAX.toNanos() - waitedNanos;
        // Once there may be two, only an answer makes room.
        long rest = changed.awaitNanos(left > 0 ? left : LOOK.toNanos());
        waitedNanos += Math.max(0, left - Math.max(0, rest));
        place = free();
      }
      place.reserve();
    } finally {
      lock.unlock();
    }
    place.take(task);
  }

  @Override
  public CoverResult cover(ProbeOrder order, Path target) throws InterruptedException {
    var answered = new CompletableFuture<Answer>();
    var question = new ProbeWire.Question(order, target.toAbsolutePath().toString());
    Place place;
    lock.lockInterruptibly();
    try {
      checkOpen();
      place = places.stream().min(Comparator.comparingInt(Place::load)).orElseThrow();
      place.reserve();
    } finally {
      lock.unlock();
    }
    place.take(new Task(question, answered::complete));
    try {
      return result(answered.get());
    } catch (ExecutionException e) {
      throw new IllegalStateException("a cover's answer got lost", e);
    }
  }

  /// The one with the least before it; null if all have enough.
  private @org.jspecify.annotations.Nullable Place free() {
    checkOpen();
    boolean hasAny = places.stream().anyMatch(Place::isInUse);
    waitedNanos = hasAny ? waitedNanos : 0;
    boolean mayBeMore = !hasAny || waitedNanos >= ALONE_MAX.toNanos();
    return places.stream()
        .filter(Place::hasRoom)
        .filter(place -> mayBeMore || place.isInUse())
        .min(Comparator.comparingInt(Place::load))
        .orElse(null);
  }

  private void checkOpen() {
    if (closed) {
      throw new IllegalStateException("the prober is closed");
    }
  }

  private static ProbeResult result(ProbeOrder order, Answer answer) {
    return switch (answer) {
      case Answer.Read read -> new ProbeResult.Read(order, read.media());
      case Answer.Unreadable unreadable -> new ProbeResult.Unreadable(order, unreadable.reason());
      case Answer.Vanished _ -> new ProbeResult.Vanished(order);
      case Answer.Unreachable away -> new ProbeResult.Unreachable(order, away.reason());
      case Answer.Cover _, Answer.NoCover _ ->
          new ProbeResult.Unreadable(order, "The helper answered what nobody had asked.");
    };
  }

  private static CoverResult result(Answer answer) {
    return switch (answer) {
      case Answer.Cover cover -> new CoverResult.Written(cover.mediaType(), cover.bytes());
      case Answer.NoCover _ -> new CoverResult.None();
      case Answer.Unreadable unreadable -> new CoverResult.Failed(unreadable.reason());
      case Answer.Unreachable away -> new CoverResult.Failed(away.reason());
      case Answer.Vanished _ ->
          new CoverResult.Failed("The file is not there any more, or has changed.");
      case Answer.Read _ -> new CoverResult.Failed("The helper answered what nobody had asked.");
    };
  }

  private void oversee() {
    try {
      while (true) {
        Thread.sleep(LOOK);
        for (var place : places) {
          place.look();
        }
      }
    } catch (InterruptedException _) {
      // closed
    }
  }

  @Override
  public void close() {
    lock.lock();
    try {
      closed = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
    overseer.interrupt();
    var left = new ArrayList<Task>();
    places.forEach(place -> left.addAll(place.close()));
    // Who waits for a cover must not wait for ever.
    var answer = new Answer.Unreachable("The server is stopping.");
    left.stream()
        .filter(task -> !task.question().target().isEmpty())
        .forEach(task -> task.done().accept(answer));
  }

  /// For tests: the processes that are alive.
  List<Long> processes() {
    lock.lock();
    try {
      return places.stream().flatMap(place -> place.process().stream()).toList();
    } finally {
      lock.unlock();
    }
  }
}
