package contentgremlin.probe;

import java.io.ByteArrayOutputStream;

/// Reads Ogg (RFC 3533) with one stream of Vorbis, Opus (RFC 7845), Speex or FLAC in it. What holds
/// several is left to others.
final class Ogg {
  private static final int HEADER = 27;
  private static final int PAGES_MAX = 4_000;

  /// Of one packet: comments with pictures, as Base64.
  private static final int PACKET_MAX = 12 << 20;

  /// No page is longer.
  private static final int PAGE_MAX = HEADER + 255 + 255 * 255;

  /// Of the first and the last page with sound.
  private static final int SAMPLE = 8 << 10;

  private static final int CONTINUED = 1;
  private static final int FIRST = 2;
  private static final double OPUS_RATE = 48_000;

  private final Bytes file;
  private final Draft draft;

  /// Where the next page begins.
  private long at;

  private int serial;

  private Ogg(Bytes file, Draft draft) {
    this.file = file;
    this.draft = draft;
  }

  static void read(Bytes file, Draft draft) {
    new Ogg(file, draft).read();
  }

  /// @param content where its segments' bytes begin
  private record Page(int flags, long position, int serial, long content, long end) {}

  private void read() {
    var first = page(0);
    serial = first.serial();
    byte[] head = file.piece(first.content(), Math.min(first.end() - first.content(), 128));
    var bytes = new Bytes(head);
    at = first.end();
    draft.container = "audio/ogg";
    double rate;
    long skipped = 0;
    int packets;
    if (bytes.has(0, "OpusHead")) {
      draft.audio = "opus";
      rate = OPUS_RATE;
      skipped = bytes.u16le(10);
      packets = 1;
      comments(8);
    } else if (bytes.has(0, "\u0001vorbis")) {
      draft.audio = "vorbis";
      rate = bytes.u32le(12);
      packets = 2;
      comments(7);
    } else if (bytes.has(0, "Speex   ")) {
      draft.audio = "speex";
      rate = bytes.u32le(36);
      packets = 1;
      comments(0);
    } else if (bytes.has(0, "\u007fFLAC")) {
      draft.audio = "flac";
      rate = bytes.s64(27) >>> 44;
      packets = Math.max(1, bytes.u16(7));
      comments(4);
    } else {
      throw new OddFileException("what is in it is not read here");
    }
    if (rate < 1) {
      throw new OddFileException("its sample rate is zero");
    }
    sound(packets, rate, skipped);
  }

  private Page page(long from) {
    if (!file.has(from, "OggS") || file.u8(from + 4) != 0) {
      throw new OddFileException("a page is missing");
    }
    int segments = file.u8(from + 26);
    long content = from + HEADER + segments;
    long end = content;
    for (int each = 0; each < segments; each++) {
      end += file.u8(from + HEADER + each);
    }
    if (end > file.size()) {
      throw new OddFileException("a page is cut off");
    }
    return new Page(
        file.u8(from + 5), file.s64le(from + 6), (int) file.u32le(from + 14), content, end);
  }

  /// Puts the second packet together; it may lie on many pages.
  ///
  /// @param mark how many bytes stand before the comments
  private void comments(int mark) {
    var packet = new ByteArrayOutputStream();
    for (int each = 0; each < PAGES_MAX; each++) {
      var page = next();
      boolean ended = false;
      long content = page.content();
      long table = at + HEADER;
      int segments = file.u8(at + 26);
      for (int segment = 0; segment < segments && !ended; segment++) {
        int length = file.u8(table + segment);
        content += length;
        ended = length < 255;
      }
      if (packet.size() + content - page.content() > PACKET_MAX) {
        throw new OddFileException("its comments are too long");
      }
      packet.writeBytes(file.piece(page.content(), content - page.content()));
      if (ended) {
        // What follows on this page is looked at once more, from its beginning.
        VorbisComment.read(new Bytes(packet.toByteArray()), mark, packet.size(), draft);
        return;
      }
      at = page.end();
    }
    throw new OddFileException("its comments have no end");
  }

  private Page next() {
    var page = page(at);
    if (page.serial() != serial || (page.flags() & FIRST) != 0) {
      throw new OddFileException("it holds several streams");
    }
    return page;
  }

  /// @param packets headers that are left, the comments among them; sound begins on a page of its
  ///   own
  private void sound(int packets, double rate, long skipped) {
    int left = packets;
    for (int each = 0; left > 0 && each < PAGES_MAX; each++) {
      var page = next();
      int segments = file.u8(at + 26);
      for (int segment = 0; segment < segments; segment++) {
        left -= file.u8(at + HEADER + segment) < 255 ? 1 : 0;
      }
      at = page.end();
    }
    long begin = at;
    var last = last();
    if (last.serial() != serial || last.position() < 0) {
      throw new OddFileException("it holds several streams");
    }
    long samples = last.position() - skipped - started(begin, last);
    draft.seconds = samples / rate;
    if (begin < file.size()) {
      var first = page(begin);
      draft.essence =
          Essence.of(
              "ogg",
              last.position(),
              file.piece(first.content(), first.end() - first.content()),
              file.piece(last.content(), last.end() - last.content()));
    }
  }

  /// Streams that were cut out of a longer one, or recorded, do not begin at zero. The first page's
  /// position is where its sound ends: only a large one says something.
  private long started(long begin, Page last) {
    if (begin >= file.size() || draft.audio.equals("flac")) {
      return 0;
    }
    long first = page(begin).position();
    boolean recorded = first > OPUS_RATE * 10 && first < last.position();
    return recorded ? first : 0;
  }

  /// The last page is looked for from behind.
  private Page last() {
    long from = Math.max(0, file.size() - PAGE_MAX);
    for (long end = file.size(); end > from; end -= SAMPLE) {
      long begin = Math.max(from, end - SAMPLE);
      // Marks that begin in this part may end in the one behind it.
      byte[] part = file.piece(begin, Math.min(SAMPLE + 3L, file.size() - begin));
      for (int each = part.length - 4; each >= 0; each--) {
        if (part[each] == 'O'
            && part[each + 1] == 'g'
            && part[each + 2] == 'g'
            && part[each + 3] == 'S') {
          var page = page(begin + each);
          if ((page.flags() & CONTINUED) == 0 || page.position() >= 0) {
            return page;
          }
        }
      }
    }
    throw new OddFileException("its end is missing");
  }
}
