package contentgremlin.probe;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Base64;

/// Reads the comments of FLAC, Vorbis, Opus and Speex (xiph.org, "Ogg Vorbis I format
/// specification: comment field and header specification"; RFC 7845, 5.2).
final class VorbisComment {
  private static final int COMMENTS_MAX = 2_000;
  private static final int NAME_MAX = 80;
  private static final int TEXT_MAX = 64 << 10;

  /// What stands before a picture's bytes, as Base64.
  private static final int PICTURE_HEAD = 4 * 256;

  private static final String PICTURE = "METADATA_BLOCK_PICTURE";
  private static final String OLD_PICTURE = "COVERART";

  private final Bytes bytes;
  private final long end;
  private final Draft draft;

  private VorbisComment(Bytes bytes, long end, Draft draft) {
    this.bytes = bytes;
    this.end = end;
    this.draft = draft;
  }

  static void read(Bytes bytes, long from, long to, Draft draft) {
    new VorbisComment(bytes, to, draft).read(from);
  }

  private void read(long from) {
    long at = from + 4 + bytes.u32le(from);
    long count = Math.min(bytes.u32le(at), COMMENTS_MAX);
    at += 4;
    for (int each = 0; each < count && at + 4 <= end; each++) {
      long length = bytes.u32le(at);
      at += 4;
      if (at + length > end) {
        return;
      }
      comment(at, at + length);
      at += length;
    }
  }

  private void comment(long from, long to) {
    long equals = from;
    while (equals < to && equals - from <= NAME_MAX && bytes.u8(equals) != '=') {
      equals++;
    }
    if (equals == to || equals - from > NAME_MAX) {
      return;
    }
    String name = bytes.ascii(from, (int) (equals - from));
    if (name.equalsIgnoreCase(PICTURE)) {
      picture(equals + 1, to);
    } else if (name.equalsIgnoreCase(OLD_PICTURE)) {
      oldPicture(equals + 1, to);
    } else {
      byte[] value = bytes.piece(equals + 1, Math.min(to - equals - 1, TEXT_MAX));
      draft.tag(TagNames.free(name), new String(value, UTF_8));
    }
  }

  private void picture(long from, long to) {
    byte[] head = decoded(from, Math.min(to, from + PICTURE_HEAD));
    try {
      var found = FlacPicture.parse(new Bytes(head), 0);
      long length = (to - from) / 4 * 3 - found.data();
      if (found.length() > 0 && found.length() <= length) {
        draft.picture(
            new Picture(
                found.kind(),
                found.mediaType(),
                -1,
                found.length(),
                () -> {
                  byte[] all = decoded(from, to);
                  return new Bytes(all).piece(found.data(), found.length());
                }));
      }
    } catch (OddFileException _) {
      // No picture, then.
    }
  }

  private void oldPicture(long from, long to) {
    draft.picture(new Picture(Picture.OTHER, "", -1, (to - from) / 4 * 3, () -> decoded(from, to)));
  }

  private byte[] decoded(long from, long to) {
    long length = to - from;
    try {
      // Some programs break lines.
      String text = new String(bytes.piece(from, length), ISO_8859_1);
      return Base64.getMimeDecoder().decode(text.substring(0, text.length() / 4 * 4));
    } catch (IllegalArgumentException _) {
      throw new OddFileException("a picture is not written as it should be");
    }
  }
}
