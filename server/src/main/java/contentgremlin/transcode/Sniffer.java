package contentgremlin.transcode;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.List;
import java.util.Locale;
import java.util.Set;

/// Recognises files by their first and last bytes.
public final class Sniffer {
  private static final List<Pattern> PICTURES =
      List.of(
          new Pattern(0, "\u00ff\u00d8\u00ff", PictureFormat.JPEG),
          new Pattern(0, "\u0089PNG\r\n\u001a\n", PictureFormat.PNG),
          new Pattern(0, "GIF87a", PictureFormat.GIF),
          new Pattern(0, "GIF89a", PictureFormat.GIF),
          new Pattern(8, "CR\u0002", PictureFormat.RAW),
          new Pattern(0, "FUJIFILMCCD-RAW", PictureFormat.RAW),
          new Pattern(0, "IIRO", PictureFormat.RAW),
          new Pattern(0, "IIRS", PictureFormat.RAW),
          new Pattern(0, "MMOR", PictureFormat.RAW),
          new Pattern(0, "IIU\0", PictureFormat.RAW),
          new Pattern(0, "II*\0", PictureFormat.TIFF),
          new Pattern(0, "MM\0*", PictureFormat.TIFF),
          new Pattern(0, "II+\0", PictureFormat.TIFF),
          new Pattern(0, "MM\0+", PictureFormat.TIFF),
          new Pattern(0, "\0\0\0\u000cjP  \r\n", PictureFormat.JPEG_2000),
          new Pattern(0, "\u00ffO\u00ffQ", PictureFormat.JPEG_2000),
          new Pattern(0, "v/1\u0001", PictureFormat.EXR),
          new Pattern(0, "8BPS\0\u0001", PictureFormat.PSD));

  private static final List<Foreign> FOREIGN =
      List.of(
          new Foreign(0, "\u001f\u008b", "a gzip archive"),
          new Foreign(0, "BZh", "a bzip2 archive"),
          new Foreign(0, "\u00fd7zXZ\0", "an xz archive"),
          new Foreign(0, "7z\u00bc\u00af'\u001c", "a 7-Zip archive"),
          new Foreign(0, "Rar!\u001a\u0007", "a RAR archive"),
          new Foreign(0, "(\u00b5/\u00fd", "a Zstandard archive"),
          new Foreign(0, "\u0004\"M\u0018", "an LZ4 archive"),
          new Foreign(257, "ustar", "a tar archive"),
          new Foreign(0, "!<arch>\n", "a Unix archive"),
          new Foreign(0, "\u007fELF", "a program"),
          new Foreign(0, "MZ", "a Windows program"),
          new Foreign(0, "\u00ca\u00fe\u00ba\u00be", "a program"),
          new Foreign(0, "\u00fe\u00ed\u00fa", "a program"),
          new Foreign(0, "\u00cf\u00fa\u00ed\u00fe", "a program"),
          new Foreign(0, "#!/", "a script"),
          new Foreign(0, "SQLite format 3\0", "a database"),
          new Foreign(32769, "CD001", "a disc image"),
          new Foreign(0, "\u00d0\u00cf\u0011\u00e0\u00a1\u00b1\u001a\u00e1", "an old Office file"),
          new Foreign(0, "{\\rtf", "an RTF file"),
          new Foreign(0, "%!PS", "a PostScript file"),
          new Foreign(0, "\u00ff\n", "a JPEG XL picture, which nothing here can decode,"),
          new Foreign(0, "\0\0\0\u000cJXL ", "a JPEG XL picture, which nothing here can decode,"),
          new Foreign(0, "MThd", "a MIDI file: notes, not sound,"),
          new Foreign(0, "\0\u0001\0\0\0", "a font"),
          new Foreign(0, "OTTO", "a font"),
          new Foreign(0, "wOF", "a font"));

  private static final List<Pattern> MEDIA =
      List.of(
          new Pattern(0, "\u001aE\u00df\u00a3", null),
          new Pattern(0, "OggS", null),
          new Pattern(0, "fLaC", null),
          new Pattern(0, "ID3", null),
          new Pattern(4, "moov", null),
          new Pattern(4, "mdat", null),
          new Pattern(4, "wide", null),
          new Pattern(4, "skip", null),
          new Pattern(0, "FLV\u0001", null),
          new Pattern(0, "0&\u00b2u\u008ef\u00cf\u0011", null),
          new Pattern(0, "\0\0\u0001\u00ba", null),
          new Pattern(0, "\0\0\u0001\u00b3", null),
          new Pattern(0, "FORM", null),
          new Pattern(0, "caff", null),
          new Pattern(0, "#!AMR", null),
          new Pattern(0, "RF64", null),
          new Pattern(0, "MAC ", null),
          new Pattern(0, "wvpk", null));

  private static final Set<String> AVIF_BRANDS = Set.of("avif", "avis");
  private static final Set<String> HEIC_BRANDS =
      Set.of("heic", "heix", "heim", "heis", "hevc", "hevx", "mif1", "msf1");

  private record Pattern(
      int offset, String bytes, @org.jspecify.annotations.Nullable PictureFormat format) {}

  private record Foreign(int offset, String bytes, String what) {}

  private final String head;
  private final byte[] headBytes;
  private final byte[] tailBytes;
  private final long size;

  private Sniffer(byte[] head, byte[] tail, long size) {
    this.head = new String(head, ISO_8859_1);
    this.headBytes = head;
    this.tailBytes = tail;
    this.size = size;
  }

  /// @param head the first [Signature#HEAD_BYTES], or all there are
  /// @param tail the last [Signature#TAIL_BYTES], or all there are
  public static Signature sniff(byte[] head, byte[] tail, long size) {
    if (size == 0) {
      return new Signature.Refused("The file is empty: it has no bytes at all.");
    }
    return new Sniffer(head, tail, size).decide();
  }

  private Signature decide() {
    if (has(4, "ftyp")) {
      return brand();
    }
    if (has(0, "RIFF")) {
      return riff();
    }
    if (has(0, "PK\u0003\u0004") || has(0, "PK\u0005\u0006")) {
      return Archive.read(headBytes, tailBytes);
    }
    if (has(0, "%PDF-") || head.substring(0, Math.min(head.length(), 1024)).contains("\n%PDF-")) {
      return new Signature.Document("application/pdf");
    }
    for (var pattern : PICTURES) {
      if (pattern.format() != null && has(pattern.offset(), pattern.bytes())) {
        return new Signature.Picture(pattern.format());
      }
    }
    if (isBitmap()) {
      return new Signature.Picture(PictureFormat.BMP);
    }
    if (MEDIA.stream().anyMatch(pattern -> has(pattern.offset(), pattern.bytes()))) {
      return new Signature.Media();
    }
    for (var foreign : FOREIGN) {
      if (has(foreign.offset(), foreign.bytes())) {
        return refused(foreign.what());
      }
    }
    return TextKind.of(headBytes, size).orElse(new Signature.Unknown());
  }

  static Signature.Refused refused(String what) {
    return new Signature.Refused(
        "This is %s not a video, song, picture or document."
            .formatted(what.endsWith(",") ? what : what + ","));
  }

  private Signature brand() {
    String major = brandAt(8);
    if (major.equals("crx ")) {
      return new Signature.Picture(PictureFormat.RAW);
    }
    if (AVIF_BRANDS.contains(major)) {
      return new Signature.Picture(PictureFormat.AVIF);
    }
    if (!HEIC_BRANDS.contains(major)) {
      return new Signature.Media();
    }
    int end = Math.min(boxSize(), head.length() - 3);
    for (int at = 16; at < end; at += 4) {
      if (AVIF_BRANDS.contains(brandAt(at))) {
        return new Signature.Picture(PictureFormat.AVIF);
      }
    }
    return new Signature.Picture(PictureFormat.HEIC);
  }

  private int boxSize() {
    return (head.charAt(0) << 24) | (head.charAt(1) << 16) | (head.charAt(2) << 8) | head.charAt(3);
  }

  private String brandAt(int offset) {
    return head.substring(Math.min(offset, head.length()), Math.min(offset + 4, head.length()))
        .toLowerCase(Locale.ROOT);
  }

  private Signature riff() {
    if (has(8, "WEBP")) {
      return new Signature.Picture(PictureFormat.WEBP);
    }
    return has(8, "AVI ") || has(8, "WAVE") ? new Signature.Media() : new Signature.Unknown();
  }

  /// "BM" alone is too little: the two reserved words must be zero and the header's size a real
  /// one.
  private boolean isBitmap() {
    return has(0, "BM")
        && has(6, "\0\0\0\0")
        && head.length() > 18
        && Set.of(12, 40, 52, 56, 64, 108, 124).contains((int) head.charAt(14));
  }

  private boolean has(int offset, String bytes) {
    return head.startsWith(bytes, offset);
  }
}
