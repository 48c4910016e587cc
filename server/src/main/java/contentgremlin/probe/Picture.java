package contentgremlin.probe;

import contentgremlin.library.EmbeddedCover;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// A picture that a file brings along.
///
/// @param kind as ID3 and FLAC number them: 3 is the front cover
/// @param offset of its bytes in the file; -1 if they do not lie there as they are
/// @param bytes gives them in that case
record Picture(
    int kind, String mediaType, long offset, long length, @Nullable Supplier<byte[]> bytes) {
  static final int FRONT = 3;
  static final int OTHER = 0;

  /// An address of a picture is written in the place of one, with this for a type.
  private static final String LINK = "-->";

  static Picture at(int kind, String mediaType, long offset, long length) {
    return new Picture(kind, mediaType, offset, length, null);
  }

  boolean isUsable() {
    return length > 0 && !mediaType.equals(LINK);
  }

  /// Front covers first; file icons (1 and 2) last.
  int rank() {
    return switch (kind) {
      case FRONT -> 0;
      case OTHER -> 1;
      case 1, 2 -> 3;
      default -> 2;
    };
  }

  EmbeddedCover place() {
    return new EmbeddedCover(mediaType, offset, length);
  }
}
