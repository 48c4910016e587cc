package contentgremlin.engine.library;

import contentgremlin.library.Entry;
import contentgremlin.library.FileStat;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/// Files whose name another file has now, so that this one was taken for what they were. That is
/// right after a program has saved a file. But a file may have been moved away, and another one
/// written in its place: then it is met a little later under its new name, and its item is given
/// back to it. Of all libraries; thread-safe.
final class Displaced {
  private static final int MAX = 10_000;

  /// A walk through a large library takes so long. What comes later was kept somewhere else on
  /// purpose.
  private static final Duration KEPT = Duration.ofMinutes(10);

  private record File(long inode, long born) {}

  private record Owner(long entry, Instant since) {}

  private final InstantSource time;
  private final ReentrantLock lock = new ReentrantLock();
  private final LinkedHashMap<File, Owner> owners = new LinkedHashMap<>();

  Displaced(InstantSource time) {
    this.time = time;
  }

  /// Somebody else is taken for this file from now on.
  void add(Entry entry) {
    if (entry.stat().born() == 0) {
      return; // its inode may be another file's by now
    }
    lock.lock();
    try {
      var file = file(entry.stat());
      owners.remove(file);
      owners.put(file, new Owner(entry.id(), time.instant()));
      if (owners.size() > MAX) {
        owners.pollFirstEntry();
      }
    } finally {
      lock.unlock();
    }
  }

  /// The number of the entry that was this file's, if somebody else has it.
  Optional<Long> of(FileStat stat) {
    lock.lock();
    try {
      var limit = time.instant().minus(KEPT);
      return Optional.ofNullable(owners.get(file(stat)))
          .filter(owner -> owner.since().isAfter(limit))
          .map(Owner::entry);
    } finally {
      lock.unlock();
    }
  }

  void clear() {
    lock.lock();
    try {
      owners.clear();
    } finally {
      lock.unlock();
    }
  }

  private static File file(FileStat stat) {
    return new File(stat.inode(), stat.born());
  }
}
