package contentgremlin.cli;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// What a camera writes into its pictures, for the demo's photo: ffmpeg makes pictures, but no
/// notes in them. Layout: Exif 2.32, which is TIFF 6.0 inside a JPEG segment.
final class ExifSegment {
  private static final byte[] IDENTIFIER = "Exif\0\0".getBytes(StandardCharsets.US_ASCII);
  private static final int TIFF_HEADER = 8;
  private static final int ENTRY = 12;

  // Types of values.
  private static final int ASCII = 2;
  private static final int SHORT = 3;
  private static final int LONG = 4;
  private static final int RATIONAL = 5;

  private static final int EXIF_DIRECTORY = 0x8769;
  private static final int GPS_DIRECTORY = 0x8825;

  /// @param value whole, little endian; never read by its position
  private record Entry(int tag, int type, int count, ByteBuffer value) {}

  private ExifSegment() {}

  /// The picture with notes: a camera, a time, and a place that nobody else should learn of.
  static byte[] insertInto(byte[] jpeg) {
    var body = tiff();
    var segment = ByteBuffer.allocate(4 + IDENTIFIER.length + body.length);
    segment.putShort((short) 0xffe1).putShort((short) (2 + IDENTIFIER.length + body.length));
    segment.put(IDENTIFIER).put(body);
    var out = new ByteArrayOutputStream();
    out.write(jpeg, 0, 2); // the mark that every JPEG starts with
    out.writeBytes(segment.array());
    out.write(jpeg, 2, jpeg.length - 2);
    return out.toByteArray();
  }

  private static byte[] tiff() {
    var camera =
        List.of(
            text(0x010f, "Gremlin Optics"),
            text(0x0110, "Pinhole 4"),
            number(0x0112, SHORT, 1), // orientation: upright
            text(0x0132, "2026:01:01 12:00:00"));
    var exposure =
        List.of(
            rationals(0x829a, 1, 125),
            rationals(0x829d, 28, 10),
            number(0x8827, SHORT, 200),
            text(0x9003, "2026:01:01 12:00:00"),
            rationals(0x920a, 35, 1));
    var place =
        List.of(
            text(1, "N"),
            rationals(2, 64, 1, 8, 1, 0, 1),
            text(3, "W"),
            rationals(4, 21, 1, 56, 1, 0, 1));

    int exposureAt = TIFF_HEADER + size(camera) + 2 * ENTRY;
    int placeAt = exposureAt + size(exposure);
    var main = new ArrayList<>(camera);
    main.add(number(EXIF_DIRECTORY, LONG, exposureAt));
    main.add(number(GPS_DIRECTORY, LONG, placeAt));

    var out = ByteBuffer.allocate(placeAt + size(place)).order(ByteOrder.LITTLE_ENDIAN);
    out.put((byte) 'I').put((byte) 'I').putShort((short) 42).putInt(TIFF_HEADER);
    putDirectory(out, main);
    putDirectory(out, exposure);
    putDirectory(out, place);
    return out.array();
  }

  /// A directory's entries, and after them the values that do not fit into one.
  private static void putDirectory(ByteBuffer out, List<Entry> entries) {
    int values = out.position() + 2 + entries.size() * ENTRY + Integer.BYTES;
    out.putShort((short) entries.size());
    for (var entry : entries) {
      out.putShort((short) entry.tag()).putShort((short) entry.type()).putInt(entry.count());
      if (entry.value().capacity() <= Integer.BYTES) {
        out.put(entry.value().duplicate())
            .position(out.position() + Integer.BYTES - entry.value().capacity());
      } else {
        out.putInt(values).put(values, entry.value(), 0, entry.value().capacity());
        values += entry.value().capacity();
      }
    }
    out.putInt(0).position(values);
  }

  private static int size(List<Entry> entries) {
    int values =
        entries.stream()
            .mapToInt(entry -> entry.value().capacity())
            .filter(length -> length > Integer.BYTES)
            .sum();
    return 2 + entries.size() * ENTRY + Integer.BYTES + values;
  }

  private static Entry text(int tag, String text) {
    var bytes = (text + "\0").getBytes(StandardCharsets.US_ASCII);
    return new Entry(tag, ASCII, bytes.length, ByteBuffer.wrap(bytes));
  }

  private static Entry number(int tag, int type, int number) {
    var value = ByteBuffer.allocate(Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN).putInt(number);
    return new Entry(tag, type, 1, value.flip());
  }

  /// @param parts numerator, denominator, numerator …
  private static Entry rationals(int tag, int... parts) {
    var value = ByteBuffer.allocate(parts.length * Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    for (int part : parts) {
      value.putInt(part);
    }
    return new Entry(tag, RATIONAL, parts.length / 2, value.flip());
  }
}
