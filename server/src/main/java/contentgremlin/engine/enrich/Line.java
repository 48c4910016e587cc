package contentgremlin.engine.enrich;

import java.time.Duration;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// Those who wait to ask one provider: one at a time, the newest demand first, then who has waited
/// longest. Thread-safe.
final class Line {
  /// There are never so many jobs at once.
  private static final int WAITING_MAX = 10_000;

  /// What went wrong lately is told to those who came before that, once.
  private static final int FAILURES_MAX = 100;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition moved = lock.newCondition();
  private final PriorityQueue<Place> waiting =
      new PriorityQueue<>(
          Comparator.comparingLong((Place place) -> -place.demand)
              .thenComparingLong(place -> place.number));
  private final Map<String, Failure> failures =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Failure> eldest) {
          return size() > FAILURES_MAX;
        }
      };
  private @Nullable Place inside;
  private long numbers;
  private long moves;

  /// @param number of what came next
  private record Failure(long number, String reason, Duration pause) {}

  /// What went wrong, for all who asked the same.
  record Missed(String reason, Duration pause) {}

  /// @param demand 0 if nobody waits for what is asked
  /// @return closed by who has got it
  Place enter(long demand) {
    lock.lock();
    try {
      if (waiting.size() >= WAITING_MAX) {
        throw new IllegalStateException("too many wait for the same provider");
      }
      var place = new Place(demand, numbers++);
      waiting.add(place);
      move(); // whoever is first may not be so any more
      return place;
    } finally {
      lock.unlock();
    }
  }

  /// How many are in it, with whoever is inside.
  int length() {
    lock.lock();
    try {
      return waiting.size();
    } finally {
      lock.unlock();
    }
  }

  private void move() {
    moves++;
    moved.signalAll();
  }

  /// A place in the line. Used by one thread.
  final class Place implements AutoCloseable {
    private final long demand;
    private final long number;
    private boolean isOpen = true;

    private Place(long demand, long number) {
      this.demand = demand;
      this.number = number;
    }

    /// Waits until it is the first, and nobody else is inside.
    void come() throws InterruptedException {
      lock.lockInterruptibly();
      try {
        while (inside != this && (inside != null || waiting.peek() != this)) {
          moved.await();
        }
        inside = this;
      } finally {
        lock.unlock();
      }
    }

    /// Lets others pass who are more urgent, for so long or until somebody moves.
    void stepBack(Duration pause) throws InterruptedException {
      lock.lockInterruptibly();
      try {
        inside = null;
        if (waiting.peek() == this) {
          rest(pause);
        } else {
          move();
        }
      } finally {
        lock.unlock();
      }
    }

    private void rest(Duration pause) throws InterruptedException {
      long seen = moves;
      long left = pause.toNanos();
      while (left > 0 && moves == seen) {
        left = moved.awaitNanos(left);
      }
    }

    void failed(String question, String reason, Duration pause) {
      lock.lock();
      try {
        failures.remove(question);
        failures.put(question, new Failure(numbers++, reason, pause));
      } finally {
        lock.unlock();
      }
    }

    /// Whether the same question failed after it was asked here, too.
    Optional<Missed> missed(String question) {
      lock.lock();
      try {
        return Optional.ofNullable(failures.get(question))
            .filter(failure -> failure.number() > number)
            .map(failure -> new Missed(failure.reason(), failure.pause()));
      } finally {
        lock.unlock();
      }
    }

    boolean isOpen() {
      return isOpen;
    }

    @Override
    public void close() {
      leave();
    }

    /// Others may come; it has nothing more to ask.
    void leave() {
      lock.lock();
      try {
        isOpen = false;
        waiting.remove(this);
        if (inside == this) {
          inside = null;
        }
        move();
      } finally {
        lock.unlock();
      }
    }
  }
}
