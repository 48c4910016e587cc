package contentgremlin.probe;

/// Reads FLAC (RFC 9639).
final class Flac {
  private static final int MARK = 4;
  private static final int BLOCK_HEADER = 4;
  private static final int STREAM_INFO = 34;
  private static final int DIGEST_AT = 18;
  private static final int BLOCKS_MAX = 1_000;

  private static final int TYPE_STREAM_INFO = 0;
  private static final int TYPE_COMMENT = 4;
  private static final int TYPE_PICTURE = 6;

  private Flac() {}

  /// @param from where the mark stands: behind ID3 tags, if somebody put them there
  static void read(Bytes file, long from, Draft draft) {
    draft.container = "audio/flac";
    draft.audio = "flac";
    long at = from + MARK;
    boolean last = false;
    boolean digested = false;
    for (int each = 0; each < BLOCKS_MAX && !last; each++) {
      int header = file.u8(at);
      last = (header & 0x80) != 0;
      int type = header & 0x7f;
      long length = file.u24(at + 1);
      long content = at + BLOCK_HEADER;
      if (content + length > file.size() || (each == 0) != (type == TYPE_STREAM_INFO)) {
        throw new OddFileException("it is no FLAC, or cut off");
      }
      switch (type) {
        case TYPE_STREAM_INFO -> digested = streamInfo(file, content, draft);
        case TYPE_COMMENT -> VorbisComment.read(file, content, content + length, draft);
        case TYPE_PICTURE -> picture(file, content, draft);
        default -> {
          // Padding, seek points, cue sheets.
        }
      }
      at = content + length;
    }
    if (!digested) {
      draft.essence = Essence.of(file, "flac", at, file.size());
    }
  }

  /// @return whether it says what all samples together are
  static boolean streamInfo(Bytes file, long at, Draft draft) {
    long packed = file.s64(at + 10);
    int rate = (int) (packed >>> 44);
    long samples = packed & 0xf_ffff_ffffL;
    if (rate == 0) {
      throw new OddFileException("its sample rate is zero");
    }
    draft.seconds = (double) samples / rate;
    byte[] info = file.piece(at, STREAM_INFO);
    for (int each = DIGEST_AT; each < STREAM_INFO; each++) {
      if (info[each] != 0) {
        // The digest of the sound, and how it is written.
        draft.essence = Essence.of("flac", samples, info);
        return true;
      }
    }
    return false;
  }

  private static void picture(Bytes file, long at, Draft draft) {
    var found = FlacPicture.parse(file, at);
    draft.picture(Picture.at(found.kind(), found.mediaType(), found.data(), found.length()));
  }
}
