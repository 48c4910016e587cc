package contentgremlin.probe;

/// Finds the part of a film that holds the media, so that its essence can be told. Players write
/// tags into the other parts.
final class MediaPart {
  private static final int PARTS_MAX = 2_000;

  /// Of ASF's object with the media: 75B22636-668E-11CF-A6D9-00AA0062CE6C.
  private static final long ASF_DATA = 0x3626b2758e66cf11L;

  private static final int ASF_HEADER = 24;
  private static final int SEGMENT = 0x18538067;
  private static final int CLUSTER = 0x1f43b675;
  private static final int MATROSKA = 0x1a45dfa3;

  private MediaPart() {}

  /// The empty string where it is not known how to find it.
  static String essence(Bytes file) {
    if (file.has(4, "ftyp") || file.has(4, "moov") || file.has(4, "mdat") || file.has(4, "wide")) {
      return mp4(file);
    }
    if (file.has(0, "RIFF") && file.has(8, "AVI ")) {
      return avi(file);
    }
    if (file.size() > 50 && file.s64(0) == 0x3026b2758e66cf11L) {
      return asf(file);
    }
    if (file.size() > 4 && file.s32(0) == MATROSKA) {
      return matroska(file);
    }
    return "";
  }

  /// The largest box "mdat".
  private static String mp4(Bytes file) {
    long at = 0;
    long from = 0;
    long to = 0;
    for (int each = 0; each < PARTS_MAX && at + 8 <= file.size(); each++) {
      long size = file.u32(at);
      long content = at + 8;
      if (size == 1) {
        size = file.s64(at + 8);
        content = at + 16;
      }
      long end = size == 0 ? file.size() : at + size;
      if (end < content || end > file.size()) {
        break;
      }
      if (file.has(at + 4, "mdat") && end - content > to - from) {
        from = content;
        to = end;
      }
      at = end;
    }
    return Essence.of(file, "mp4", from, to);
  }

  private static String avi(Bytes file) {
    long at = 12;
    for (int each = 0; each < PARTS_MAX && at + 12 <= file.size(); each++) {
      long length = file.u32le(at + 4);
      if (file.has(at, "LIST") && file.has(at + 8, "movi")) {
        return Essence.of(file, "avi", at + 12, at + 8 + length);
      }
      at += 8 + length + (length & 1);
    }
    return "";
  }

  private static String asf(Bytes file) {
    long at = 0;
    for (int each = 0; each < PARTS_MAX && at + ASF_HEADER <= file.size(); each++) {
      long size = file.s64le(at + 16);
      if (size < ASF_HEADER || size > file.size() - at) {
        return "";
      }
      if (file.s64(at) == ASF_DATA) {
        return Essence.of(file, "asf", at + ASF_HEADER, at + size);
      }
      at += size;
    }
    return "";
  }

  /// Clusters are many, and tags may stand behind them, or before. The first one, which holds
  /// seconds of a film, tells enough.
  private static String matroska(Bytes file) {
    long at = 0;
    for (int each = 0; each < PARTS_MAX && at + 12 < file.size(); each++) {
      int idLength = Integer.numberOfLeadingZeros(file.u8(at)) - 23;
      if (idLength > 4) {
        break;
      }
      int id = 0;
      for (int one = 0; one < idLength; one++) {
        id = (id << 8) | file.u8(at + one);
      }
      long sizeAt = at + idLength;
      int sizeLength = Integer.numberOfLeadingZeros(file.u8(sizeAt)) - 23;
      if (sizeLength > 8) {
        break;
      }
      long size = file.u8(sizeAt) & (0xff >> sizeLength);
      for (int one = 1; one < sizeLength; one++) {
        size = (size << 8) | file.u8(sizeAt + one);
      }
      long content = sizeAt + sizeLength;
      if (id == SEGMENT) {
        at = content;
        continue;
      }
      if (size < 0 || size > file.size() - content) {
        break; // of unknown length, as in recordings, or cut off
      }
      if (id == CLUSTER) {
        return Essence.of(file, "matroska", content, content + size);
      }
      at = content + size;
    }
    return "";
  }
}
