package contentgremlin.engine;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HexFormat;

/// Slows down whoever tries passwords: so many wrong ones per account, and so many per address.
/// Thread-safe.
final class LogInThrottle {
  static final int TRIES_BY_NAME = 10;
  static final int TRIES_BY_ADDRESS = 30;
  static final int REGISTRATIONS = 20;

  private static final Duration ANOTHER_BY_NAME = Duration.ofSeconds(30);
  private static final Duration ANOTHER_BY_ADDRESS = Duration.ofSeconds(5);
  private static final Duration ANOTHER_REGISTRATION = Duration.ofSeconds(10);

  /// For those who come while too many hashes are being made.
  static final Duration BUSY_PAUSE = Duration.ofSeconds(3);

  private static final int NETWORK_BYTES = 8;

  private final Throttle byName;
  private final Throttle byAddress;
  private final Throttle registrations;

  LogInThrottle(InstantSource time) {
    byName = new Throttle(TRIES_BY_NAME, ANOTHER_BY_NAME, time);
    byAddress = new Throttle(TRIES_BY_ADDRESS, ANOTHER_BY_ADDRESS, time);
    registrations = new Throttle(REGISTRATIONS, ANOTHER_REGISTRATION, time);
  }

  /// @return how long to wait; zero if this try may be made
  Duration take(String who, String remoteAddress) {
    var address = byAddress.take(network(remoteAddress));
    if (address.isPositive()) {
      return address;
    }
    return byName.take(who);
  }

  /// A person who knows the password is no guesser.
  void succeeded(String who, String remoteAddress) {
    byName.reset(who);
    byAddress.giveBack(network(remoteAddress));
  }

  Duration takeRegistration() {
    return registrations.take("");
  }

  /// Whoever has one IPv6 address has the 2^64 beside it, too.
  private static String network(String remoteAddress) {
    try {
      if (InetAddress.ofLiteral(remoteAddress) instanceof Inet6Address address) {
        return HexFormat.of().formatHex(address.getAddress(), 0, NETWORK_BYTES);
      }
    } catch (IllegalArgumentException _) {
      // Not written as an address: then it is a key like any other.
    }
    return remoteAddress;
  }
}
