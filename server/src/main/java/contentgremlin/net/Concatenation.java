package contentgremlin.net;

import contentgremlin.worker.OutputList;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/// The bytes of several files, one behind the other.
///
/// @param folder that the paths are relative to
record Concatenation(OutputList list, Path folder) {
  byte[] bytes(long from, int length) throws IOException {
    var piece = ByteBuffer.allocate(length);
    long start = 0;
    for (var file : list.files()) {
      long end = start + file.size();
      if (end > from && piece.hasRemaining()) {
        read(file, Math.max(0, from - start), piece);
      }
      start = end;
    }
    return piece.array();
  }

  private void read(OutputList.Entry file, long from, ByteBuffer piece) throws IOException {
    int count = (int) Math.min(piece.remaining(), file.size() - from);
    var part = piece.slice(piece.position(), count);
    try (var channel = FileChannel.open(folder.resolve(file.path()), StandardOpenOption.READ)) {
      while (part.hasRemaining()) {
        if (channel.read(part, from + part.position()) < 0) {
          throw new EOFException(file.path() + " became shorter");
        }
      }
    }
    piece.position(piece.position() + count);
  }
}
