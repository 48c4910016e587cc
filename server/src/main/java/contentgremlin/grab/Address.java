package contentgremlin.grab;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Locale;

/// An address that is put together from what it asks for (RFC 3986). Not thread-safe.
final class Address {
  private static final String UNRESERVED = "-._~";

  private final StringBuilder text;
  private boolean asks;

  /// @param base without a slash at its end
  Address(String base) {
    text = new StringBuilder(base);
    asks = base.indexOf('?') >= 0;
  }

  Address to(String segment) {
    text.append('/').append(encoded(segment));
    return this;
  }

  Address with(String name, String value) {
    text.append(asks ? '&' : '?').append(encoded(name)).append('=').append(encoded(value));
    asks = true;
    return this;
  }

  Address with(String name, long value) {
    return with(name, Long.toString(value));
  }

  /// Leaves out what is not known.
  Address withKnown(String name, String value) {
    return value.isEmpty() ? this : with(name, value);
  }

  private static String encoded(String plain) {
    var encoded = new StringBuilder(plain.length() + 16);
    for (byte each : plain.getBytes(UTF_8)) {
      char sign = (char) (each & 0xff);
      boolean isPlain =
          (sign >= 'a' && sign <= 'z')
              || (sign >= 'A' && sign <= 'Z')
              || (sign >= '0' && sign <= '9')
              || UNRESERVED.indexOf(sign) >= 0;
      if (isPlain) {
        encoded.append(sign);
      } else {
        encoded.append(String.format(Locale.ROOT, "%%%02X", (int) sign));
      }
    }
    return encoded.toString();
  }

  @Override
  public String toString() {
    return text.toString();
  }
}
