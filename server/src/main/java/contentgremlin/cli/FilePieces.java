package contentgremlin.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.function.LongConsumer;

/// The bytes of a file from some offset on, piece by piece, as they are asked for. Its position may
/// be read by any thread; the rest is for one at a time.
final class FilePieces implements Iterable<byte[]>, AutoCloseable {
  private static final int PIECE_BYTES = 1 << 18;

  private final Path file;
  private final FileChannel channel;
  private final long end;
  private final LongConsumer onRead;
  private volatile long position;

  /// @param onRead is told each new position, by the thread that reads
  FilePieces(Path file, long start, long end, LongConsumer onRead) throws IOException {
    this.onRead = onRead;
    this.file = file;
    this.channel = FileChannel.open(file, StandardOpenOption.READ);
    this.position = start;
    this.end = end;
  }

  /// How far the file was read.
  long position() {
    return position;
  }

  @Override
  public Iterator<byte[]> iterator() {
    return new Iterator<>() {
      @Override
      public boolean hasNext() {
        return position < end;
      }

      @Override
      public byte[] next() {
        if (!hasNext()) {
          throw new NoSuchElementException();
        }
        long from = position;
        var piece = new byte[(int) Math.min(PIECE_BYTES, end - from)];
        read(ByteBuffer.wrap(piece), from);
        position = from + piece.length;
        onRead.accept(position);
        return piece;
      }
    };
  }

  private void read(ByteBuffer piece, long from) {
    try {
      while (piece.hasRemaining()) {
        if (channel.read(piece, from + piece.position()) < 0) {
          throw new IOException(file + " became shorter while it was uploaded");
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
