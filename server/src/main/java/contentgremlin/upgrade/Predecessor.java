package contentgremlin.upgrade;

import contentgremlin.store.Changes;
import java.net.URI;

/// The process that serves the home now, as its successor sees it. Each step may be refused. Used
/// by one thread at a time, but for [#beat].
public interface Predecessor {
  void begin();

  /// Tells that the successor is alive; cheap.
  void beat();

  Changes changes();

  void quiet();

  Changes freeze();

  /// @param address where the successor listens
  void complete(URI address);

  void abandon();

  /// It refused a step: it goes on serving as before.
  final class Refused extends RuntimeException {
    private static final long serialVersionUID = 1;

    public Refused(String message) {
      super(message);
    }
  }

  /// It does not answer any more.
  final class Gone extends RuntimeException {
    private static final long serialVersionUID = 1;

    public Gone(Throwable cause) {
      super("The running server does not answer any more: " + cause.getMessage(), cause);
    }
  }
}
