package contentgremlin.engine.library;

import contentgremlin.library.FileStat;
import contentgremlin.library.Listing;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/// How far the listing under way is. Thread-safe.
public final class ScanProgress {
  private final InstantSource time;
  private final AtomicLong folders = new AtomicLong();
  private final AtomicLong files = new AtomicLong();
  private final AtomicLong changed = new AtomicLong();
  private volatile @Nullable Instant started;
  private volatile String at = "";

  ScanProgress(InstantSource time) {
    this.time = time;
  }

  void begin() {
    folders.set(0);
    files.set(0);
    changed.set(0);
    started = time.instant();
  }

  void saw(Listing.Folder listing) {
    folders.incrementAndGet();
    long there =
        listing.found().stream().filter(one -> one.stat().kind() == FileStat.Kind.FILE).count();
    files.addAndGet(there);
    at = listing.path();
  }

  void changed(int count) {
    changed.addAndGet(count);
  }

  void end() {
    started = null;
  }

  /// @param started null when none is under way
  /// @param at the folder that was listed last
  public record Shown(
      @Nullable Instant started, long folders, long files, long changed, String at) {}

  Shown shown() {
    return new Shown(started, folders.get(), files.get(), changed.get(), at);
  }
}
