package contentgremlin.net;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;

/// Which addresses are anybody's on the Internet, and which are around us: this machine, its
/// network, or something that only looks like an address. After the registries of special-purpose
/// addresses (RFC 6890).
final class Surroundings {
  private Surroundings() {}

  static boolean isPublic(InetAddress address) {
    if (address.isAnyLocalAddress()
        || address.isLoopbackAddress()
        || address.isLinkLocalAddress()
        || address.isSiteLocalAddress()
        || address.isMulticastAddress()) {
      return false;
    }
    var bytes = address.getAddress();
    return address instanceof Inet4Address ? isPublic4(bytes) : isPublic6(bytes);
  }

  private static boolean isPublic4(byte[] bytes) {
    int first = bytes[0] & 0xff;
    int second = bytes[1] & 0xff;
    int third = bytes[2] & 0xff;
    boolean isCarriers = first == 100 && second >= 64 && second < 128;
    boolean isProtocols = first == 192 && second == 0 && (third == 0 || third == 2);
    boolean isRelay = first == 192 && second == 88 && third == 99;
    boolean isBenchmark = first == 198 && (second == 18 || second == 19);
    boolean isExample =
        (first == 198 && second == 51 && third == 100)
            || (first == 203 && second == 0 && third == 113);
    boolean isReserved = first == 0 || first >= 224;
    return !(isCarriers || isProtocols || isRelay || isBenchmark || isExample || isReserved);
  }

  /// Only what is given out at all, 2000::/3, and there nothing in which an address of the older
  /// sort may hide.
  private static boolean isPublic6(byte[] bytes) {
    if ((bytes[0] & 0xe0) != 0x20) {
      return isTranslated(bytes) && isPublicInside(Arrays.copyOfRange(bytes, 12, 16));
    }
    int first = ((bytes[0] & 0xff) << 8) | (bytes[1] & 0xff);
    int second = ((bytes[2] & 0xff) << 8) | (bytes[3] & 0xff);
    if (first == 0x2002) {
      return isPublicInside(Arrays.copyOfRange(bytes, 2, 6));
    }
    boolean isTunnel = first == 0x2001 && second < 0x0200;
    boolean isExample = first == 0x2001 && second == 0x0db8;
    return !isTunnel && !isExample;
  }

  private static boolean isPublicInside(byte[] address) {
    try {
      return isPublic(InetAddress.getByAddress(address));
    } catch (UnknownHostException e) {
      throw new IllegalStateException("four bytes are an address", e);
    }
  }

  /// 64:ff9b::/96: a network without addresses of the older sort reaches those by these.
  private static boolean isTranslated(byte[] bytes) {
    var prefix = new byte[] {0, 0x64, (byte) 0xff, (byte) 0x9b, 0, 0, 0, 0, 0, 0, 0, 0};
    return Arrays.equals(prefix, Arrays.copyOf(bytes, prefix.length));
  }
}
