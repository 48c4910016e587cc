package contentgremlin.probe;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import contentgremlin.library.Tags;

/// Reads WAV and AIFF: chunks, each with a name and a length, once in one byte order, once in the
/// other.
final class Waves {
  private static final int CHUNKS_MAX = 2_000;
  private static final int TEXT_MAX = 64 << 10;

  private static final int PCM = 1;
  private static final int FLOATING = 3;
  private static final int EXTENSIBLE = 0xfffe;

  private final Bytes file;
  private final Draft draft;
  private final boolean little;
  private double rate;
  private long frames;
  private int frameBytes;
  private long soundFrom;
  private long soundTo;

  private Waves(Bytes file, Draft draft, boolean little) {
    this.file = file;
    this.draft = draft;
    this.little = little;
  }

  static void readWav(Bytes file, Draft draft) {
    draft.container = "audio/wav";
    var waves = new Waves(file, draft, true);
    waves.chunks(12, file.size());
    waves.finish("wav");
  }

  static void readAiff(Bytes file, Draft draft) {
    draft.container = "audio/aiff";
    var waves = new Waves(file, draft, false);
    waves.chunks(12, file.size());
    waves.finish("aiff");
  }

  private void finish(String kind) {
    if (soundTo <= soundFrom || rate < 1) {
      throw new OddFileException("there is no sound in it");
    }
    draft.seconds = frames > 0 ? frames / rate : (soundTo - soundFrom) / (rate * frameBytes);
    draft.essence = Essence.of(file, kind, soundFrom, soundTo);
  }

  private void chunks(long from, long to) {
    long at = from;
    for (int each = 0; each < CHUNKS_MAX && at + 8 <= to; each++) {
      String name = file.ascii(at, 4);
      long length = little ? file.u32le(at + 4) : file.u32(at + 4);
      long content = at + 8;
      long end = Math.min(content + length, to);
      try {
        chunk(name, content, end);
      } catch (OddFileException e) {
        if (name.equals("fmt ") || name.equals("COMM")) {
          throw e;
        }
      }
      at = content + length + (length & 1);
    }
  }

  private void chunk(String name, long at, long end) {
    switch (name) {
      case "fmt " -> format(at, end);
      case "data" -> sound(at, end);
      case "LIST" -> {
        if (file.has(at, "INFO")) {
          list(at + 4, end);
        }
      }
      case "id3 ", "ID3 " -> Id3.readAll(file, at, draft);
      case "COMM" -> common(at, end);
      case "SSND" -> sound(at + 8, end);
      case "NAME" -> draft.tag(Tags.TITLE, text(at, end));
      case "AUTH" -> draft.tag(Tags.ARTIST, text(at, end));
      case "ANNO" -> draft.tag(Tags.COMMENT, text(at, end));
      case "(c) " -> draft.tag("copyright", text(at, end));
      default -> {
        // Nothing that is of use here.
      }
    }
  }

  private void sound(long at, long end) {
    if (soundTo == 0) {
      soundFrom = at;
      soundTo = end;
    }
  }

  private void format(long at, long end) {
    int tag = file.u16le(at);
    if (tag == EXTENSIBLE && end - at >= 26) {
      tag = file.u16le(at + 24);
    }
    rate = file.u32le(at + 4);
    frameBytes = file.u16le(at + 12);
    int bits = file.u16le(at + 14);
    if (frameBytes == 0 || (tag != PCM && tag != FLOATING)) {
      throw new OddFileException("its sound is not plain");
    }
    draft.audio =
        tag == FLOATING ? "pcm_f" + bits + "le" : bits == 8 ? "pcm_u8" : "pcm_s" + bits + "le";
  }

  private void common(long at, long end) {
    frames = file.u32(at + 2);
    int bits = file.u16(at + 6);
    rate = extended(at + 8);
    String compression = end - at >= 22 ? file.ascii(at + 18, 4) : "NONE";
    draft.audio =
        switch (compression) {
          case "NONE", "twos" -> bits <= 8 ? "pcm_s8" : "pcm_s" + (bits + 7) / 8 * 8 + "be";
          case "sowt" -> "pcm_s" + (bits + 7) / 8 * 8 + "le";
          default -> throw new OddFileException("its sound is not plain");
        };
  }

  /// A number of 80 bits (IEEE 754, double extended).
  private double extended(long at) {
    int exponent = (file.u16(at) & 0x7fff) - 16_383 - 31;
    long mantissa = file.u32(at + 2);
    return exponent < -31 || exponent > 31 ? 0 : Math.scalb((double) mantissa, exponent);
  }

  private void list(long from, long to) {
    draft.nextSource();
    long at = from;
    for (int each = 0; each < CHUNKS_MAX && at + 8 <= to; each++) {
      long length = file.u32le(at + 4);
      long end = Math.min(at + 8 + length, to);
      String name = TagNames.chunk(file.ascii(at, 4));
      if (!name.isEmpty()) {
        draft.tag(name, text(at + 8, end));
      }
      at = at + 8 + length + (length & 1);
    }
  }

  private String text(long at, long end) {
    String raw = new String(file.piece(at, Math.min(Math.max(0, end - at), TEXT_MAX)), ISO_8859_1);
    int zero = raw.indexOf('\0');
    return Id3.latin((zero < 0 ? raw : raw.substring(0, zero)).getBytes(ISO_8859_1));
  }
}
