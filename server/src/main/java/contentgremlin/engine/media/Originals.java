package contentgremlin.engine.media;

import contentgremlin.transcode.Signature;
import contentgremlin.transcode.Sniffer;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;

/// Looks at the first and last bytes of originals; decodes nothing.
final class Originals {
  private Originals() {}

  static Signature sniff(Path path) throws IOException {
    try (var file = new RandomAccessFile(path.toFile(), "r")) {
      long size = file.length();
      byte[] head = read(file, 0, (int) Math.min(size, Signature.HEAD_BYTES));
      byte[] tail =
          read(
              file,
              Math.max(0, size - Signature.TAIL_BYTES),
              (int) Math.min(size, Signature.TAIL_BYTES));
      return Sniffer.sniff(head, tail, size);
    }
  }

  private static byte[] read(RandomAccessFile file, long from, int length) throws IOException {
    var bytes = new byte[length];
    file.seek(from);
    file.readFully(bytes);
    return bytes;
  }
}
