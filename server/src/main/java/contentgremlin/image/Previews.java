package contentgremlin.image;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;

/// Finds the JPEG pictures that cameras put into their own formats. All such formats differ, but
/// the marker at which a JPEG begins is the same in each.
final class Previews {
  /// Smaller ones are mere thumbnails.
  static final long PIXELS_MIN = 320 * 240;

  private static final int CANDIDATES_MAX = 64;
  private static final byte FF = (byte) 0xff;
  private static final byte START_OF_IMAGE = (byte) 0xd8;

  private Previews() {}

  /// Everything that may be a JPEG, from its beginning to the end of the file.
  static List<MemorySegment> in(MemorySegment bytes) {
    var found = new ArrayList<MemorySegment>();
    long end = bytes.byteSize() - 3;
    for (long at = 0; at < end && found.size() < CANDIDATES_MAX; at++) {
      if (bytes.get(ValueLayout.JAVA_BYTE, at) == FF
          && bytes.get(ValueLayout.JAVA_BYTE, at + 1) == START_OF_IMAGE
          && bytes.get(ValueLayout.JAVA_BYTE, at + 2) == FF) {
        found.add(bytes.asSlice(at));
      }
    }
    return found;
  }
}
