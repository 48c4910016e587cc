package contentgremlin.probe;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import contentgremlin.library.Tags;

/// Reads what stands behind the sound: ID3v1, Lyrics3 (skipped) and APE tags.
final class TailTags {
  private static final int TAIL = 10 << 10;
  private static final int ID3V1 = 128;
  private static final int FOOTER = 32;
  private static final int LYRICS_FOOTER = 15;
  private static final int LYRICS_MAX = 4 << 20;
  private static final int ITEMS_MAX = 500;
  private static final int KEY_MAX = 255;
  private static final int TEXT_MAX = 64 << 10;
  private static final int FILE_NAME_MAX = 1_000;
  private static final long APE_MAX = 64L << 20;

  private TailTags() {}

  /// @param from where the sound begins
  /// @return where the sound ends
  static long readAll(Bytes file, long from, Draft draft) {
    long end = file.size();
    if (end <= from) {
      return end;
    }
    // Loaded in one go with what the essence is made of.
    file.u8(Math.max(from, end - TAIL));
    long first = -1;
    if (end - from >= ID3V1 && file.has(end - ID3V1, "TAG")) {
      end -= ID3V1;
      first = end;
    }
    end = lyrics(file, from, end);
    end = ape(file, from, end, draft);
    if (first >= 0) {
      draft.nextSource();
      first(file, first, draft);
    }
    return end;
  }

  private static long lyrics(Bytes file, long from, long end) {
    if (end - from < LYRICS_FOOTER || !file.has(end - 9, "LYRICS200")) {
      return end;
    }
    String size = file.ascii(end - LYRICS_FOOTER, 6);
    if (!size.matches("[0-9]{6}")) {
      return end;
    }
    long length = Long.parseLong(size) + LYRICS_FOOTER;
    return length <= Math.min(LYRICS_MAX, end - from) ? end - length : end;
  }

  /// APEv2 (wiki.hydrogenaudio.org, "APEv2 specification").
  private static long ape(Bytes file, long from, long end, Draft draft) {
    long footer = end - FOOTER;
    if (footer < from || !file.has(footer, "APETAGEX")) {
      return end;
    }
    long size = file.u32le(footer + 12);
    boolean header = (file.u32le(footer + 20) & 0x8000_0000L) != 0;
    long begin = end - size;
    if (size < FOOTER || size > APE_MAX || begin < from) {
      return end;
    }
    draft.nextSource();
    try {
      items(file, begin, footer, draft);
    } catch (OddFileException _) {
      // What was read until then is good.
    }
    return Math.max(from, header ? begin - FOOTER : begin);
  }

  private static void items(Bytes file, long begin, long end, Draft draft) {
    long at = begin;
    for (int each = 0; each < ITEMS_MAX && at + 9 < end; each++) {
      long size = file.u32le(at);
      long flags = file.u32le(at + 4);
      long key = at + 8;
      long zero = key;
      while (file.u8(zero) != 0) {
        if (++zero - key > KEY_MAX) {
          return;
        }
      }
      long value = zero + 1;
      if (value + size > end) {
        return;
      }
      item(file, file.ascii(key, (int) (zero - key)), flags, value, value + size, draft);
      at = value + size;
    }
  }

  private static void item(Bytes file, String key, long flags, long value, long end, Draft draft) {
    boolean text = (flags & 6) == 0;
    if (text) {
      byte[] raw = file.piece(value, Math.min(end - value, TEXT_MAX));
      String name = TagNames.free(key);
      for (String each : new String(raw, UTF_8).split("\0", -1)) {
        draft.tag(name, each);
      }
    } else if (key.regionMatches(true, 0, "Cover Art (", 0, 11)) {
      long zero = value;
      while (zero < Math.min(end, value + FILE_NAME_MAX) && file.u8(zero) != 0) {
        zero++;
      }
      int kind = key.regionMatches(true, 11, "Front", 0, 5) ? Picture.FRONT : 4;
      draft.picture(Picture.at(kind, "", zero + 1, end - zero - 1));
    }
  }

  private static void first(Bytes file, long at, Draft draft) {
    draft.tag(Tags.TITLE, field(file, at + 3, 30));
    draft.tag(Tags.ARTIST, field(file, at + 33, 30));
    draft.tag(Tags.ALBUM, field(file, at + 63, 30));
    draft.tag(Tags.DATE, field(file, at + 93, 4));
    boolean track = file.u8(at + 125) == 0 && file.u8(at + 126) != 0;
    draft.tag(Tags.COMMENT, field(file, at + 97, track ? 28 : 30));
    if (track) {
      draft.tag(Tags.TRACK, "" + file.u8(at + 126));
    }
    draft.tag(Tags.GENRE, Genres.of(file.u8(at + 127)));
  }

  private static String field(Bytes file, long at, int length) {
    String raw = new String(file.piece(at, length), ISO_8859_1);
    int zero = raw.indexOf('\0');
    return Id3.latin((zero < 0 ? raw : raw.substring(0, zero)).getBytes(ISO_8859_1));
  }
}
