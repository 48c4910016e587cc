package contentgremlin.probe;

/// The block before a picture (RFC 9639, 8.8).
///
/// @param data where its bytes begin
record FlacPicture(int kind, String mediaType, long data, long length) {
  private static final int MEDIA_TYPE_MAX = 100;

  /// Description, width, height, depth, colours: numbers of four bytes.
  private static final int NUMBERS = 16;

  static FlacPicture parse(Bytes bytes, long at) {
    int kind = bytes.s32(at);
    long type = bytes.u32(at + 4);
    if (type > MEDIA_TYPE_MAX) {
      throw new OddFileException("a picture's type has no end");
    }
    long description = at + 8 + type;
    long length = description + 4 + bytes.u32(description) + NUMBERS;
    return new FlacPicture(
        kind, Id3.mediaType(bytes.ascii(at + 8, (int) type)), length + 4, bytes.u32(length));
  }
}
