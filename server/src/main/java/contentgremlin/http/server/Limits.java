package contentgremlin.http.server;

import java.lang.management.ManagementFactory;
import java.time.Duration;

/// How much a client may take of the server. Each number stands for a thing that would otherwise
/// grow with what strangers do.
///
/// @param connections open ones; beyond it nobody new is accepted, and those that wait longest for
///   a request are closed to make room
/// @param head how long the head of a request may take, from its first byte
/// @param idle how long nothing at all may move on a connection
/// @param bodyGrace how long a body may be slower than `bodyRate`
/// @param bodyRate bytes per second that a body brings at the least, over the time we wait for it
public record Limits(
    int connections, Duration head, Duration idle, Duration bodyGrace, long bodyRate) {
  /// All header lines of a request.
  static final int HEAD_SIZE = 16 * 1024;

  /// All header lines of a response.
  static final int RESPONSE_HEAD_SIZE = 16 * 1024;

  /// Held by each connection while a head or body arrives.
  static final int INPUT_BUFFER = 16 * 1024;

  static final int OUTPUT_BUFFER = 32 * 1024;

  /// Connections that the kernel keeps for us until they are accepted.
  static final int BACKLOG = 1024;

  /// Requests at once; further ones get 503. HTTP/2 would else allow a multiple of the connections.
  static final int RUNNING = 16 * 1024;

  /// Streams of one HTTP/2 connection at once.
  static final int STREAMS = 128;

  /// Bytes of a body that nobody wanted, taken so that the client reads our answer.
  static final int DRAIN_SIZE = 1024 * 1024;

  static final Duration DRAIN_TIME = Duration.ofSeconds(3);

  /// Ranges in one request; a longer list is answered with the whole file.
  static final int RANGES = 32;

  /// Descriptors left for files, database and processes.
  private static final int DESCRIPTORS_KEPT = 2048;

  private static final int CONNECTIONS_MAX = 50_000;
  private static final int CONNECTIONS_MIN = 256;

  /// As many connections as this process may have descriptors for.
  public static Limits ofThisProcess() {
    return new Limits(
        connectionsFor(descriptors()),
        Duration.ofSeconds(15),
        Duration.ofSeconds(60),
        Duration.ofSeconds(15),
        256);
  }

  static int connectionsFor(long descriptors) {
    long free = Math.max(descriptors - DESCRIPTORS_KEPT, descriptors / 2);
    return Math.clamp(free, CONNECTIONS_MIN, CONNECTIONS_MAX);
  }

  private static long descriptors() {
    var system = ManagementFactory.getOperatingSystemMXBean();
    return system instanceof com.sun.management.UnixOperatingSystemMXBean unix
        ? unix.getMaxFileDescriptorCount()
        : 4096;
  }
}
