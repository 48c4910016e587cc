package contentgremlin.probe;

import static java.nio.charset.StandardCharsets.UTF_8;

import contentgremlin.library.Tags;

/// Reads MP4 (ISO/IEC 14496-12) that holds one sound and no film: M4A, and what is built like it.
/// Tags stand in moov/udta/meta/ilst, as iTunes writes them.
final class Mp4 {
  private static final int BOXES_MAX = 5_000;
  private static final int TEXT_MAX = 64 << 10;
  private static final int NAME_MAX = 200;

  // Types of values below "ilst".
  private static final int TYPE_TEXT = 1;
  private static final int TYPE_JPEG = 13;
  private static final int TYPE_PNG = 14;
  private static final int TYPE_BITMAP = 27;

  private static final int MP3 = 0x6b;
  private static final int MP3_LOW = 0x69;
  private static final int AAC = 0x40;

  private final Bytes file;
  private final Draft draft;
  private int boxes;
  private boolean hasMovie;
  private long mediaFrom;
  private long mediaTo;

  private Mp4(Bytes file, Draft draft) {
    this.file = file;
    this.draft = draft;
  }

  static void read(Bytes file, Draft draft) {
    new Mp4(file, draft).read();
  }

  private interface Visitor {
    void visit(String name, long content, long end);
  }

  private void read() {
    each(0, file.size(), this::top);
    if (!hasMovie || draft.audio.isEmpty() || !(draft.seconds > 0)) {
      throw new OddFileException("there is no sound that is read here");
    }
    draft.container = "audio/mp4";
    draft.essence = Essence.of(file, "mp4", mediaFrom, mediaTo);
  }

  private void each(long from, long to, Visitor visitor) {
    long at = from;
    while (at + 8 <= to) {
      if (++boxes > BOXES_MAX) {
        throw new OddFileException("it has too many parts");
      }
      long size = file.u32(at);
      long content = at + 8;
      if (size == 1) {
        size = file.s64(at + 8);
        content = at + 16;
      }
      long end = size == 0 ? to : at + size;
      if (end < content || end > to) {
        throw new OddFileException("a part is longer than the whole");
      }
      visitor.visit(file.ascii(at + 4, 4), content, end);
      at = end;
    }
  }

  private void top(String name, long content, long end) {
    switch (name) {
      case "moov" -> {
        hasMovie = true;
        each(content, end, this::movie);
      }
      case "moof" -> throw new OddFileException("it is in fragments");
      case "mdat" -> {
        if (end - content > mediaTo - mediaFrom) {
          mediaFrom = content;
          mediaTo = end;
        }
      }
      default -> {
        // Nothing that is of use here.
      }
    }
  }

  private void movie(String name, long content, long end) {
    switch (name) {
      case "mvhd" -> {
        boolean wide = file.u8(content) == 1;
        long scale = file.u32(content + (wide ? 20 : 12));
        long length = wide ? file.s64(content + 24) : file.u32(content + 16);
        draft.seconds = scale == 0 ? 0 : (double) length / scale;
      }
      case "trak" -> new Track().read(content, end);
      case "udta" -> each(content, end, this::user);
      case "mvex" -> throw new OddFileException("it is in fragments");
      default -> {
        // Nothing that is of use here.
      }
    }
  }

  private void user(String name, long content, long end) {
    if (name.equals("meta")) {
      // QuickTime leaves out version and flags.
      boolean plain = file.has(content + 4, "hdlr");
      each(plain ? content : content + 4, end, this::meta);
    } else if (name.equals("chpl") && end - content > 8) {
      draft.chapters = file.u8(content + 8);
    }
  }

  private void meta(String name, long content, long end) {
    if (name.equals("ilst")) {
      each(content, end, this::item);
    }
  }

  private final class Track {
    private String kind = "";
    private String codec = "";

    void read(long content, long end) {
      each(content, end, this::visit);
      if (kind.equals("vide")) {
        throw new OddFileException("it holds a film");
      }
      if (kind.equals("soun")) {
        if (!draft.audio.isEmpty() || codec.isEmpty()) {
          throw new OddFileException("it holds several sounds, or an unknown one");
        }
        draft.audio = codec;
      }
    }

    private void visit(String name, long content, long end) {
      switch (name) {
        case "mdia", "minf", "stbl" -> each(content, end, this::visit);
        case "hdlr" -> {
          if (kind.isEmpty()) {
            kind = file.ascii(content + 8, 4);
          }
        }
        case "stsd" -> codec = codec(content + 8, end);
        default -> {
          // Nothing that is of use here.
        }
      }
    }

    private String codec(long at, long end) {
      return switch (file.ascii(at + 4, 4)) {
        case "mp4a" -> elementary(at + 36, end);
        case "alac" -> "alac";
        case "ac-3" -> "ac3";
        case "ec-3" -> "eac3";
        case "Opus" -> "opus";
        case "fLaC" -> "flac";
        default -> "";
      };
    }

    /// What "mp4a" is, stands in a descriptor (ISO/IEC 14496-1, 7.2.6.6).
    private String elementary(long at, long end) {
      if (!file.has(at + 4, "esds") || at + 12 > end) {
        return "";
      }
      // The stream's descriptor begins with its number and flags; flags that call for more are
      // rare.
      if (file.u8(at + 12) != 3) {
        return "";
      }
      long stream = afterLength(at + 13);
      if (file.u8(stream + 2) != 0 || file.u8(stream + 3) != 4) {
        return "";
      }
      long decoder = afterLength(stream + 4);
      return switch (file.u8(decoder)) {
        case AAC, 0x66, 0x67, 0x68 -> "aac";
        case MP3, MP3_LOW -> "mp3";
        default -> "";
      };
    }

    /// Lengths take as many bytes as somebody liked.
    private long afterLength(long at) {
      long each = at;
      while ((file.u8(each) & 0x80) != 0) {
        each++;
      }
      return each + 1;
    }
  }

  private void item(String name, long content, long end) {
    if (name.equals("----")) {
      own(content, end);
      return;
    }
    each(
        content,
        end,
        (inner, from, to) -> {
          if (inner.equals("data") && to - from >= 8) {
            value(name, file.u24(from + 1), from + 8, to);
          }
        });
  }

  private void value(String name, int type, long from, long to) {
    switch (name) {
      case "covr" -> draft.picture(Picture.at(Picture.FRONT, image(type), from, to - from));
      case "trkn" -> pair(Tags.TRACK, Tags.TRACKS, from, to);
      case "disk" -> pair(Tags.DISC, Tags.DISCS, from, to);
      case "gnre" -> draft.tag(Tags.GENRE, Genres.of(file.u16(from) - 1));
      default -> {
        String tag = TagNames.atom(name);
        if (!tag.isEmpty()) {
          draft.tag(tag, type == TYPE_TEXT ? text(from, to) : number(from, to));
        }
      }
    }
  }

  private static String image(int type) {
    return switch (type) {
      case TYPE_JPEG -> "image/jpeg";
      case TYPE_PNG -> "image/png";
      case TYPE_BITMAP -> "image/bmp";
      default -> "";
    };
  }

  private void pair(String name, String total, long from, long to) {
    int number = to - from >= 4 ? file.u16(from + 2) : 0;
    int all = to - from >= 6 ? file.u16(from + 4) : 0;
    if (number > 0) {
      draft.tag(name, "" + number);
    }
    if (all > 0) {
      draft.tag(total, "" + all);
    }
  }

  private String number(long from, long to) {
    return switch ((int) Math.min(8, to - from)) {
      case 1 -> "" + file.u8(from);
      case 2 -> "" + file.u16(from);
      case 4 -> "" + file.u32(from);
      default -> "";
    };
  }

  /// A name that a program chose: its domain, the name, and values.
  private void own(long content, long end) {
    var name = new StringBuilder();
    each(
        content,
        end,
        (inner, from, to) -> {
          if (inner.equals("name") && to - from > 4) {
            name.append(new String(file.piece(from + 4, Math.min(to - from - 4, NAME_MAX)), UTF_8));
          } else if (inner.equals("data") && to - from >= 8 && file.u24(from + 1) == TYPE_TEXT) {
            draft.tag(TagNames.free(name.toString()), text(from + 8, to));
          }
        });
  }

  private String text(long from, long to) {
    return new String(file.piece(from, Math.min(to - from, TEXT_MAX)), UTF_8);
  }
}
