package contentgremlin.probe;

import org.jspecify.annotations.Nullable;

/// Reads MP3, and its elder brothers MP1 and MP2.
final class MpegAudio {
  /// How much rubbish may stand before the first frame.
  private static final int SEARCH_MAX = 64 << 10;

  /// Frames in a row that prove that it is sound.
  private static final int PROOF = 3;

  /// Where a stream of changing bit rate does not say how long it is, its rate is taken from so
  /// many frames at so many places.
  private static final int FRAMES_LOOKED_AT = 40;

  private static final int PLACES = 4;
  private static final int VBRI_AT = 36;
  private static final int XING_HAS_FRAMES = 1;
  private static final int XING_HAS_BYTES = 2;
  private static final int XING_HAS_TABLE = 4;
  private static final int XING_HAS_QUALITY = 8;

  /// From the encoder's name.
  private static final int FILLING_AT = 21;

  private final Bytes file;
  private final Draft draft;

  private MpegAudio(Bytes file, Draft draft) {
    this.file = file;
    this.draft = draft;
  }

  /// Whether a frame begins there, and another right behind it.
  static boolean isAt(Bytes file, long at) {
    return at + MpegFrame.HEADER <= file.size() && proven(file, at, file.size()) != null;
  }

  static void read(Bytes file, Draft draft) {
    new MpegAudio(file, draft).read();
  }

  private void read() {
    long from = Id3.readAll(file, 0, draft);
    long end = TailTags.readAll(file, Math.min(from, file.size()), draft);
    long at = from;
    MpegFrame frame = null;
    long last = Math.min(end - MpegFrame.HEADER, from + SEARCH_MAX);
    for (; at <= last; at++) {
      if (file.u8(at) == 0xff) {
        frame = proven(file, at, end);
        if (frame != null) {
          break;
        }
      }
    }
    if (frame == null) {
      throw new OddFileException("there is no sound where it should be");
    }
    draft.container = "audio/mpeg";
    draft.audio = "mp" + frame.layer();
    draft.seconds = seconds(frame, at, end);
    draft.essence = Essence.of(file, "mpeg", at, end);
  }

  /// The frame that begins there, if others follow it.
  private static @Nullable MpegFrame proven(Bytes file, long from, long end) {
    var first = MpegFrame.parse(file.s32(from));
    if (first == null) {
      return null;
    }
    long at = from + first.length();
    for (int each = 1; each < PROOF && at + MpegFrame.HEADER <= end; each++) {
      var next = MpegFrame.parse(file.s32(at));
      if (next == null || !next.isLike(first)) {
        return null;
      }
      at += next.length();
    }
    return at <= end + first.length() && at > from + first.length() ? first : null;
  }

  private double seconds(MpegFrame first, long at, long end) {
    long frames = frames(first, at);
    if (frames > 0) {
      long samples = frames * first.samples();
      long filling = filling(first, at);
      return (double) (filling < samples ? samples - filling : samples) / first.sampleRate();
    }
    return (end - at) * 8.0 / bitRate(first, at, end);
  }

  /// What the first frame says of how many follow it; 0 if it does not.
  private long frames(MpegFrame first, long at) {
    if (at + first.length() > file.size()) {
      return 0;
    }
    long xing = at + first.sideEnd();
    boolean said = file.has(xing, "Xing") || file.has(xing, "Info");
    if (said && (file.u32(xing + 4) & XING_HAS_FRAMES) != 0) {
      return file.u32(xing + 8);
    }
    return file.has(at + VBRI_AT, "VBRI") ? file.u32(at + VBRI_AT + 14) : 0;
  }

  /// Samples before and behind the sound that fill frames up, where LAME or its like wrote how
  /// many: behind the Xing header's parts, of which its flags tell which are there.
  private long filling(MpegFrame first, long at) {
    long xing = at + first.sideEnd();
    if (!file.has(xing, "Xing") && !file.has(xing, "Info")) {
      return 0;
    }
    int flags = file.s32(xing + 4);
    long encoder =
        xing
            + 8
            + ((flags & XING_HAS_FRAMES) != 0 ? 4 : 0)
            + ((flags & XING_HAS_BYTES) != 0 ? 4 : 0)
            + ((flags & XING_HAS_TABLE) != 0 ? 100 : 0)
            + ((flags & XING_HAS_QUALITY) != 0 ? 4 : 0);
    boolean said = file.has(encoder, "LAME") || file.has(encoder, "Lav");
    if (!said || encoder + FILLING_AT + 3 > at + first.length()) {
      return 0;
    }
    long both = file.u24(encoder + FILLING_AT);
    return (both >> 12) + (both & 0xfff);
  }

  /// The average, as far as samples can tell. If the first frames are alike, so are all others.
  private double bitRate(MpegFrame first, long from, long end) {
    double bits = 0;
    double seconds = 0;
    for (int place = 0; place < PLACES; place++) {
      long at = synchronised(first, from + (end - from) / PLACES * place, end);
      boolean constant = true;
      for (int each = 0; each < FRAMES_LOOKED_AT && at + MpegFrame.HEADER <= end; each++) {
        var frame = MpegFrame.parse(file.s32(at));
        if (frame == null || !frame.isLike(first)) {
          break;
        }
        constant &= frame.bitRate() == first.bitRate();
        double length = (double) frame.samples() / frame.sampleRate();
        bits += frame.bitRate() * length;
        seconds += length;
        at += frame.length();
      }
      if (constant && place == 0) {
        return first.bitRate();
      }
    }
    return bits / seconds;
  }

  /// The first frame from there on; the end if there is none nearby.
  private long synchronised(MpegFrame first, long from, long end) {
    long last = Math.min(end - MpegFrame.HEADER, from + SEARCH_MAX);
    for (long at = from; at <= last; at++) {
      if (file.u8(at) == 0xff) {
        var frame = proven(file, at, end);
        if (frame != null && frame.isLike(first)) {
          return at;
        }
      }
    }
    return end;
  }
}
