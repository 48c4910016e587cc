package contentgremlin.probe;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;

import contentgremlin.library.Tags;
import java.io.ByteArrayOutputStream;
import java.util.List;

/// Reads ID3v2 tags (id3.org: 2.2.0, 2.3.0, 2.4.0 structure and native frames).
final class Id3 {
  static final int HEADER = 10;

  /// Of one text. More is cut off, except for lyrics nobody has so much to say.
  private static final int TEXT_MAX = 64 << 10;

  private static final int FRAMES_MAX = 1_000;

  /// Tags one after the other, as careless programs leave them.
  private static final int TAGS_MAX = 4;

  /// Of a tag that must be put together in memory.
  private static final int UNSYNCHRONISED_MAX = 8 << 20;

  private static final int MEDIA_TYPE_MAX = 60;
  private static final int DESCRIPTION_MAX = 1_000;
  private static final String MUSICBRAINZ = "http://musicbrainz.org";

  private final Bytes bytes;
  private final Draft draft;
  private final int version;

  /// Whether offsets in `bytes` are offsets in the file.
  private final boolean inPlace;

  /// 2.3 has the year and the day apart.
  private String year = "";

  private String day = "";

  private Id3(Bytes bytes, Draft draft, int version, boolean inPlace) {
    this.bytes = bytes;
    this.draft = draft;
    this.version = version;
    this.inPlace = inPlace;
  }

  static boolean isAt(Bytes file, long at) {
    return file.has(at, "ID3")
        && at + HEADER <= file.size()
        && file.u8(at + 3) != 0xff
        && file.u8(at + 6) < 0x80
        && file.u8(at + 7) < 0x80
        && file.u8(at + 8) < 0x80
        && file.u8(at + 9) < 0x80;
  }

  /// Reads what begins there and all that follows it directly.
  ///
  /// @return where they end
  static long readAll(Bytes file, long from, Draft draft) {
    long at = from;
    for (int each = 0; each < TAGS_MAX && isAt(file, at); each++) {
      long end = end(file, at);
      try {
        read(file, at, Math.min(end, file.size()), draft);
      } catch (OddFileException _) {
        // What was read until then is good; the sound may be, too.
      }
      at = end;
    }
    return at;
  }

  /// Where the tags end that begin there.
  static long skipAll(Bytes file, long from) {
    long at = from;
    for (int each = 0; each < TAGS_MAX && isAt(file, at); each++) {
      at = end(file, at);
    }
    return at;
  }

  private static long end(Bytes file, long at) {
    boolean footer = file.u8(at + 3) == 4 && (file.u8(at + 5) & 0x10) != 0;
    return at + HEADER + synchsafe(file, at + 6) + (footer ? HEADER : 0);
  }

  private static void read(Bytes file, long at, long end, Draft draft) {
    int version = file.u8(at + 3);
    int flags = file.u8(at + 5);
    if (version < 2 || version > 4 || (version == 2 && (flags & 0x40) != 0)) {
      return;
    }
    boolean unsynchronised = (flags & 0x80) != 0 && version < 4;
    boolean extended = (flags & 0x40) != 0;
    if (unsynchronised) {
      long length = Math.min(end - at - HEADER, UNSYNCHRONISED_MAX);
      byte[] plain = synchronised(file.piece(at + HEADER, length));
      new Id3(new Bytes(plain), draft, version, false).frames(0, plain.length, extended);
    } else {
      new Id3(file, draft, version, true).frames(at + HEADER, end, extended);
    }
  }

  private void frames(long from, long end, boolean extended) {
    long at = from;
    if (extended && version > 2) {
      // 2.3 does not count the size itself.
      at += version == 4 ? synchsafe(bytes, at) : bytes.u32(at) + 4;
    }
    int header = version == 2 ? 6 : HEADER;
    for (int each = 0; each < FRAMES_MAX && at + header < end; each++) {
      if (!isFrame(at)) {
        break; // padding, usually
      }
      String id = bytes.ascii(at, version == 2 ? 3 : 4);
      long size =
          version == 2 ? bytes.u24(at + 3) : version == 3 ? bytes.u32(at + 4) : size(at, end);
      long next = at + header + size;
      if (next > end) {
        break;
      }
      frame(id, at + header, next, version == 2 ? 0 : bytes.u8(at + 9));
      at = next;
    }
    dates();
  }

  private boolean isFrame(long at) {
    for (int each = 0; each < (version == 2 ? 3 : 4); each++) {
      int character = bytes.u8(at + each);
      boolean letter = character >= 'A' && character <= 'Z';
      boolean digit = character >= '0' && character <= '9';
      if (!letter && !digit && !(each == 3 && character == ' ')) {
        return false;
      }
    }
    return true;
  }

  /// Some programs wrote sizes of 2.4 as in 2.3: what fits better is meant.
  private long size(long at, long end) {
    long safe = synchsafe(bytes, at + 4);
    long plain = bytes.u32(at + 4);
    if (safe == plain || fits(at + HEADER + safe, end)) {
      return safe;
    }
    return fits(at + HEADER + plain, end) ? plain : safe;
  }

  private boolean fits(long at, long end) {
    return at == end || (at + 4 <= end && (bytes.u8(at) == 0 || isFrame(at)));
  }

  private void frame(String id, long from, long end, int flags) {
    boolean compressed = version == 4 ? (flags & 0x08) != 0 : (flags & 0x80) != 0;
    boolean encrypted = version == 4 ? (flags & 0x04) != 0 : (flags & 0x40) != 0;
    if (compressed || encrypted) {
      return;
    }
    long at = from;
    if (version == 4 ? (flags & 0x40) != 0 : (flags & 0x20) != 0) {
      at++; // the group that it belongs to
    }
    if (version == 4 && (flags & 0x01) != 0) {
      at += 4; // its length without what keeps it from looking like sound
    }
    boolean unsynchronised = version == 4 && (flags & 0x02) != 0;
    if (at < end) {
      content(id, at, end, unsynchronised);
    }
  }

  private void content(String id, long at, long end, boolean unsynchronised) {
    switch (id) {
      case "APIC", "PIC" -> picture(id, at, end, unsynchronised);
      case "COMM", "COM" -> described(Tags.COMMENT, at, end);
      case "USLT", "ULT" -> described(Tags.LYRICS, at, end);
      case "UFID" -> identifier(at, end);
      case "TXXX", "TXX" -> own(at, end);
      case "TYER" -> year = text(at, end).getFirst();
      case "TDAT" -> day = text(at, end).getFirst();
      case "TCON", "TCO" -> text(at, end).forEach(value -> Genres.add(draft, Tags.GENRE, value));
      default -> {
        String name = TagNames.frame(id);
        if (!name.isEmpty()) {
          text(at, end).forEach(value -> draft.tag(name, value));
        }
      }
    }
  }

  private void dates() {
    boolean both = year.matches("[0-9]{4}") && day.matches("[0-9]{4}");
    if (!year.isEmpty() && !draft.hasTag(Tags.DATE)) {
      draft.tag(Tags.DATE, both ? year + "-" + day.substring(2) + "-" + day.substring(0, 2) : year);
    }
  }

  /// A name that a program chose, and its values.
  private void own(long at, long end) {
    var parts = text(at, end);
    String name = TagNames.free(parts.getFirst());
    parts.stream().skip(1).forEach(value -> draft.tag(name, value));
  }

  /// A language, a description, and then the text. Only what has no description is meant for
  /// people.
  private void described(String name, long at, long end) {
    int encoding = bytes.u8(at);
    var parts = decode(encoding, cut(at + 4, end));
    if (parts.size() > 1 && parts.getFirst().isEmpty()) {
      draft.tag(name, String.join("\n", parts.subList(1, parts.size())));
    }
  }

  private void identifier(long at, long end) {
    var parts = new String(cut(at, end), ISO_8859_1).split("\0", 2);
    if (parts.length == 2 && parts[0].equals(MUSICBRAINZ)) {
      draft.tag(Tags.MUSICBRAINZ_TRACK, parts[1]);
    }
  }

  private void picture(String id, long from, long end, boolean unsynchronised) {
    int encoding = bytes.u8(from);
    long at = from + 1;
    String mediaType;
    if (id.equals("PIC")) {
      mediaType = mediaType(bytes.ascii(at, 3));
      at += 3;
    } else {
      long zero = zero(at, end, MEDIA_TYPE_MAX, 1);
      mediaType = mediaType(bytes.ascii(at, (int) (zero - at)));
      at = zero + 1;
    }
    int kind = bytes.u8(at);
    int wide = encoding == 1 || encoding == 2 ? 2 : 1;
    long data = zero(at + 1, end, DESCRIPTION_MAX, wide) + wide;
    long length = end - data;
    if (inPlace && !unsynchronised) {
      draft.picture(Picture.at(kind, mediaType, data, length));
    } else if (length <= Bytes.PIECE_MAX) {
      draft.picture(
          new Picture(
              kind,
              mediaType,
              -1,
              length,
              () -> {
                byte[] raw = bytes.piece(data, length);
                return unsynchronised ? synchronised(raw) : raw;
              }));
    }
  }

  static String mediaType(String text) {
    return switch (text) {
      case "JPG", "image/jpg", "jpg", "jpeg" -> "image/jpeg";
      case "PNG", "png" -> "image/png";
      default -> text;
    };
  }

  /// Where the text ends.
  private long zero(long from, long end, int most, int wide) {
    for (long at = from; at + wide <= Math.min(end, from + most); at += wide) {
      if (bytes.u8(at) == 0 && (wide == 1 || bytes.u8(at + 1) == 0)) {
        return at;
      }
    }
    throw new OddFileException("a text has no end");
  }

  private List<String> text(long at, long end) {
    return decode(bytes.u8(at), cut(at + 1, end));
  }

  private byte[] cut(long at, long end) {
    return bytes.piece(at, Math.max(0, Math.min(end - at, TEXT_MAX)));
  }

  /// All texts, one at least.
  private static List<String> decode(int encoding, byte[] raw) {
    String text =
        switch (encoding) {
          case 1 -> utf16(raw);
          case 2 -> new String(raw, UTF_16BE);
          case 3 -> new String(raw, UTF_8);
          default -> latin(raw);
        };
    if (text.indexOf('\0') < 0) {
      return List.of(text);
    }
    // Each has a byte order mark of its own. Empty ones at the end are no values.
    String plain = text.replace("\ufeff", "");
    int end = plain.length();
    while (end > 0 && plain.charAt(end - 1) == '\0') {
      end--;
    }
    return List.of(plain.substring(0, end).split("\0", -1));
  }

  /// Without a mark, it is taken for what Windows writes.
  private static String utf16(byte[] raw) {
    boolean marked =
        raw.length > 1
            && ((raw[0] == (byte) 0xfe && raw[1] == (byte) 0xff)
                || (raw[0] == (byte) 0xff && raw[1] == (byte) 0xfe));
    return new String(raw, marked ? UTF_16 : UTF_16LE);
  }

  /// Latin-1 by the book; but much of it is UTF-8, which nothing else looks like.
  static String latin(byte[] raw) {
    for (byte each : raw) {
      if (each < 0) {
        String text = new String(raw, UTF_8);
        return text.indexOf('\ufffd') < 0 ? text : new String(raw, ISO_8859_1);
      }
    }
    return new String(raw, ISO_8859_1);
  }

  private static byte[] synchronised(byte[] raw) {
    var plain = new ByteArrayOutputStream(raw.length);
    for (int at = 0; at < raw.length; at++) {
      plain.write(raw[at]);
      if (raw[at] == (byte) 0xff && at + 1 < raw.length && raw[at + 1] == 0) {
        at++;
      }
    }
    return plain.toByteArray();
  }

  private static long synchsafe(Bytes bytes, long at) {
    int size = 0;
    for (int each = 0; each < 4; each++) {
      size = (size << 7) | (bytes.u8(at + each) & 0x7f);
    }
    return size;
  }
}
