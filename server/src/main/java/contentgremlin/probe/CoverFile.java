package contentgremlin.probe;

import contentgremlin.library.ProbeWire.Answer;
import contentgremlin.transcode.Signature;
import contentgremlin.transcode.Sniffer;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/// Writes the picture that a file brings along to a file of its own.
final class CoverFile {
  private static final long BYTES_MAX = 64 << 20;

  private final OpenFile file;
  private final Picture picture;

  CoverFile(OpenFile file, Picture picture) {
    this.file = file;
    this.picture = picture;
  }

  Answer write(Path target) throws IOException {
    var bytes = picture.bytes();
    byte[] whole = bytes == null ? new byte[0] : bytes.get();
    byte[] head = bytes == null ? read(0, Signature.HEAD_BYTES) : whole;
    var signature =
        Sniffer.sniff(
            Arrays.copyOf(head, Math.min(head.length, Signature.HEAD_BYTES)),
            new byte[0],
            head.length);
    if (!(signature instanceof Signature.Picture(var format)) || picture.length() > BYTES_MAX) {
      return new Answer.NoCover();
    }
    long written = whole.length;
    try (var out = Files.newOutputStream(target)) {
      if (bytes == null) {
        written = copy(out);
      } else {
        out.write(whole);
      }
    }
    return new Answer.Cover(format.mediaType(), written);
  }

  private long copy(OutputStream out) throws IOException {
    long done = 0;
    while (done < picture.length()) {
      byte[] part = read(done, Kernel.CHUNK);
      if (part.length == 0) {
        break;
      }
      out.write(part);
      done += part.length;
    }
    return done;
  }

  private byte[] read(long from, int most) {
    int length = (int) Math.min(most, picture.length() - from);
    var part = new byte[length];
    try {
      int got = file.read(picture.offset() + from, part, length);
      return got == length ? part : Arrays.copyOf(part, got);
    } catch (ProbeException e) {
      throw new UncheckedProbeException(e);
    }
  }
}
