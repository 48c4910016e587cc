package contentgremlin.probe;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// The bytes of a file, or of a part of it that was put together in memory, read at any place. What
/// lies beyond the end throws [OddFileException].
final class Bytes {
  /// Enough for the tags of most files; and what lies beyond is often skipped.
  private static final int WINDOW = 16 << 10;

  /// A file whose parts refer to one another criss-cross is given up.
  private static final int LOADS_MAX = 4_000;

  /// In one piece.
  static final int PIECE_MAX = 16 << 20;

  private final @Nullable OpenFile file;
  private final long size;
  private final byte[] head;
  private final int headLength;

  /// Another part of the file, if there was need for one.
  private byte[] window = {};

  private long windowAt;
  private int windowLength;
  private int loads;

  Bytes(OpenFile file) throws ProbeException {
    this.file = file;
    this.size = file.size();
    this.head = new byte[(int) Math.min(size, WINDOW)];
    this.headLength = file.read(0, head, head.length);
  }

  Bytes(byte[] bytes) {
    this.file = null;
    this.size = bytes.length;
    this.head = bytes;
    this.headLength = bytes.length;
  }

  long size() {
    return size;
  }

  /// For another reader, who has done nothing wrong yet.
  void startAgain() {
    loads = 0;
  }

  int u8(long at) {
    if (at >= 0 && at < headLength) {
      return head[(int) at] & 0xff;
    }
    long within = at - windowAt;
    if (within < 0 || within >= windowLength) {
      load(at);
      within = at - windowAt;
    }
    return window[(int) within] & 0xff;
  }

  int u16(long at) {
    return (u8(at) << 8) | u8(at + 1);
  }

  int u24(long at) {
    return (u16(at) << 8) | u8(at + 2);
  }

  /// Signed.
  int s32(long at) {
    return (u16(at) << 16) | u16(at + 2);
  }

  long u32(long at) {
    return s32(at) & 0xffff_ffffL;
  }

  long s64(long at) {
    return (u32(at) << 32) | u32(at + 4);
  }

  int u16le(long at) {
    return u8(at) | (u8(at + 1) << 8);
  }

  long u32le(long at) {
    return u16le(at) | ((long) u16le(at + 2) << 16);
  }

  long s64le(long at) {
    return u32le(at) | (u32le(at + 4) << 32);
  }

  /// Characters of one byte each.
  String ascii(long at, int length) {
    return new String(piece(at, length), ISO_8859_1);
  }

  boolean has(long at, String ascii) {
    if (at < 0 || at + ascii.length() > size) {
      return false;
    }
    for (int each = 0; each < ascii.length(); each++) {
      if (u8(at + each) != ascii.charAt(each)) {
        return false;
      }
    }
    return true;
  }

  byte[] piece(long at, long length) {
    if (at < 0 || length < 0 || length > PIECE_MAX || at > size - length) {
      throw new OddFileException("a part lies beyond the end");
    }
    if (at + length <= headLength) {
      return Arrays.copyOfRange(head, (int) at, (int) (at + length));
    }
    if (at >= windowAt && at + length <= windowAt + windowLength) {
      int from = (int) (at - windowAt);
      return Arrays.copyOfRange(window, from, from + (int) length);
    }
    if (length <= WINDOW / 2) {
      load(at);
      return piece(at, length);
    }
    var bytes = new byte[(int) length];
    if (read(at, bytes, bytes.length) < bytes.length) {
      throw new OddFileException("the file became shorter");
    }
    return bytes;
  }

  private void load(long at) {
    if (file == null || at < 0 || at >= size) {
      throw new OddFileException("a part lies beyond the end");
    }
    if (window.length == 0) {
      window = new byte[WINDOW];
    }
    windowLength = 0;
    windowAt = at;
    windowLength = read(at, window, WINDOW);
    if (windowLength == 0) {
      throw new OddFileException("the file became shorter");
    }
  }

  private int read(long at, byte[] into, int length) {
    if (file == null || ++loads > LOADS_MAX) {
      throw new OddFileException("its parts lie criss-cross");
    }
    try {
      return file.read(at, into, length);
    } catch (ProbeException e) {
      throw new UncheckedProbeException(e);
    }
  }
}
