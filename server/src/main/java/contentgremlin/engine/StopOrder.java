package contentgremlin.engine;

import java.util.Locale;

/// How a server is to stop.
///
/// @param now whether open requests and work inside the server are cut off; what was stored stays,
///   and the next start goes on from there
/// @param work what becomes of running tools
public record StopOrder(boolean now, Work work) {
  public static final StopOrder PLAIN = new StopOrder(false, Work.LEAVE);

  public enum Work {
    /// They run on, and the next start finds them again.
    LEAVE,
    /// They are ended, and their jobs queued again; that does not count as a failure.
    END;

    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /// Whoever asks again can make it more, but not less.
  public StopOrder and(StopOrder more) {
    return new StopOrder(
        now || more.now, work == Work.END || more.work == Work.END ? Work.END : Work.LEAVE);
  }
}
