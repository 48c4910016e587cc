package contentgremlin.upgrade;

import java.net.URI;

/// A server of the newer program that is made ready beside the old one. Used by one thread.
public interface Newcomer {
  /// Starts everything that can be started without serving anybody: on the copy, which it only
  /// reads.
  void prepare();

  /// Takes the socket on which the predecessor listens, without listening yet.
  void takeSocket();

  /// Closes the copy, runs `move`, and opens what then is the home's database.
  void relocate(Runnable move);

  /// Where it will listen: as the predecessor does.
  URI address();

  /// Listens, and goes on with all work.
  void serve();
}
