package contentgremlin.acceptance;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/// Points at which somebody may strike. Whoever passes an armed one strikes himself, at once.
/// Thread-safe.
final class Moments {
  enum Moment {
    UPLOAD_CREATED,
    IN_THE_MIDDLE_OF_A_PIECE,
    PIECE_SENT,
    PIECE_ACKNOWLEDGED,
    LAST_BYTE_SENT,
    LAST_BYTE_ACKNOWLEDGED,
    IN_THE_MIDDLE_OF_A_FORM,
    EDIT_SENT,
    EDIT_ACKNOWLEDGED,
    JOB_CANCELLED,
    JOB_STARTED,
    JOB_SUCCEEDED,
    ITEM_PUBLISHED,
    TRANSCODE_PROGRESS,
    // These leave traces in the home.
    TOOLS_ENDED,
    RENDITION_MOVED,
    ORIGINAL_MOVED;

    boolean isInTheHome() {
      return compareTo(TOOLS_ENDED) >= 0;
    }
  }

  private record Armed(Moment moment, Runnable strike, CountDownLatch struck) {}

  private final AtomicReference<@Nullable Armed> armed = new AtomicReference<>();

  /// Passes a point.
  void at(Moment moment) {
    var now = armed.get();
    if (now != null && now.moment() == moment && armed.compareAndSet(now, null)) {
      try {
        now.strike().run();
      } finally {
        now.struck().countDown();
      }
    }
  }

  /// @return whether somebody came there in time; if not, nothing was struck
  boolean await(Moment moment, Runnable strike, long patienceMs) throws InterruptedException {
    var mine = new Armed(moment, strike, new CountDownLatch(1));
    armed.set(mine);
    if (mine.struck().await(patienceMs, TimeUnit.MILLISECONDS)) {
      return true;
    }
    if (armed.compareAndSet(mine, null)) {
      return false;
    }
    mine.struck().await(); // somebody strikes just now
    return true;
  }
}
