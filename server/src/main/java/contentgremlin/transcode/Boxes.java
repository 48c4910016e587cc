package contentgremlin.transcode;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The boxes that ISO media files consist of (ISO/IEC 14496-12, section 4.2).
final class Boxes {
  /// @param body without size and type
  record Box(String type, ByteBuffer body) {}

  private static final int HEADER_BYTES = 8;
  private static final int LONG_HEADER_BYTES = 16;

  private Boxes() {}

  /// Takes one box off the front.
  ///
  /// @throws IllegalArgumentException or BufferUnderflowException if no whole one is there
  static Box next(ByteBuffer bytes) {
    int start = bytes.position();
    long size = Integer.toUnsignedLong(bytes.getInt());
    var type = new byte[4];
    bytes.get(type);
    int header = HEADER_BYTES;
    if (size == 1) {
      size = bytes.getLong();
      header = LONG_HEADER_BYTES;
    }
    if (size < header || size > bytes.limit() - start) {
      throw new IllegalArgumentException("a box of " + size + " bytes");
    }
    var body = bytes.slice(start + header, (int) size - header);
    bytes.position(start + (int) size);
    return new Box(new String(type, ISO_8859_1), body);
  }

  static List<ByteBuffer> all(ByteBuffer bytes, String type) {
    var found = new ArrayList<ByteBuffer>();
    while (bytes.hasRemaining()) {
      var box = next(bytes);
      if (box.type().equals(type)) {
        found.add(box.body());
      }
    }
    return found;
  }

  /// The first one at the end of this way down.
  static Optional<ByteBuffer> find(ByteBuffer bytes, String... types) {
    Optional<ByteBuffer> found = Optional.of(bytes);
    for (String type : types) {
      found = found.flatMap(body -> all(body, type).stream().findFirst());
    }
    return found;
  }

  static int version(ByteBuffer body) {
    return body.get(0);
  }
}
