package contentgremlin.enrich;

import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.Map;
import java.util.Set;

/// Makes one exchange with a server somewhere else, within limits. Thread-safe.
///
/// It goes nowhere but to public addresses, and to those that an administrator has named; over TLS
/// it only talks to whom it can verify; redirects are followed a few times, under the same rules,
/// and never from https to http. What it says of failures names neither addresses nor keys.
public interface Fetcher {
  /// Asks for a text. MUST end within the order's time, and when its thread is interrupted.
  Answer fetch(Order order) throws InterruptedException;

  /// Asks for bytes, in the same way. They are as they are there: never packed on the way.
  ///
  /// @throws IOException only if the sink does not take them
  Answer fetch(Order order, Sink sink) throws InterruptedException, IOException;

  /// @param headers besides the usual ones; sent on to no other server than the first
  /// @param body empty: GET; else it is sent as JSON, by POST, unless the headers say what it is
  /// @param since if what is there is still that, it is not sent again; [Since#NEVER] otherwise
  /// @param rest only what comes from there on, if it is still the same; [Rest#ALL] otherwise
  /// @param trusted addresses that an administrator has named: their hosts, at their ports, are
  ///   also gone to by plain http, and in private networks
  record Order(
      String address,
      Map<String, String> headers,
      String body,
      Since since,
      Rest rest,
      Limits limits,
      Set<String> trusted) {
    public Order {
      headers = Map.copyOf(headers);
      trusted = Set.copyOf(trusted);
    }

    public static Order get(String address, Limits limits, Set<String> trusted) {
      return new Order(address, Map.of(), "", Since.NEVER, Rest.ALL, limits, trusted);
    }
  }

  /// The validators of what is known; either may be empty.
  record Since(String tag, String modified) {
    public static final Since NEVER = new Since("", "");

    public boolean isNever() {
      return tag.isEmpty() && modified.isEmpty();
    }
  }

  /// @param offset of the first byte
  /// @param validator of the whole, as it was when the earlier ones came; not empty
  record Rest(long offset, String validator) {
    public static final Rest ALL = new Rest(0, "");
  }

  /// @param bytes of the answer, also after it was unpacked
  /// @param time for all of it, redirects included
  record Limits(long bytes, Duration time) {}

  /// Takes what comes.
  @FunctionalInterface
  interface Sink {
    /// Called once, when a status of 200 or 206 came.
    ///
    /// @return closed by whoever has called this
    OutputStream open(Head head) throws IOException;
  }

  sealed interface Answer {
    /// Somebody answered, whatever that says; all of it came.
    ///
    /// @param text empty if it went into a sink
    record Spoken(Head head, String text) implements Answer {}

    /// Nobody did, or not to the end, or not in time, or it made no sense.
    record Broken(String reason) implements Answer {}

    /// It is larger than allowed, or leads where it must not: asking again won't help.
    record Refused(String reason) implements Answer {}
  }

  /// Texts are empty where the answer did not say it.
  ///
  /// @param mediaType without parameters, in small letters
  /// @param tag with its quotes
  /// @param retryAfter as it came: seconds, or a date
  /// @param length of this answer's body; -1 if it did not say
  /// @param offset of the body's first byte in the whole: 0 unless the status is 206
  record Head(
      int status,
      String mediaType,
      String tag,
      String modified,
      String retryAfter,
      long length,
      long offset) {
    public boolean isFine() {
      return status >= 200 && status < 300;
    }
  }
}
