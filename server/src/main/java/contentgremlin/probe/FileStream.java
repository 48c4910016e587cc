package contentgremlin.probe;

import java.io.InputStream;

/// A file from its beginning, for those who read streams.
final class FileStream extends InputStream {
  private final Bytes bytes;
  private long at;

  FileStream(Bytes bytes) {
    this.bytes = bytes;
  }

  @Override
  public int read() {
    return at < bytes.size() ? bytes.u8(at++) : -1;
  }

  @Override
  public int read(byte[] into, int offset, int length) {
    if (length == 0) {
      return 0;
    }
    long left = bytes.size() - at;
    if (left <= 0) {
      return -1;
    }
    int count = (int) Math.min(Math.min(length, left), Kernel.CHUNK);
    System.arraycopy(bytes.piece(at, count), 0, into, offset, count);
    at += count;
    return count;
  }

  @Override
  public long skip(long count) {
    long skipped = Math.clamp(count, 0, bytes.size() - at);
    at += skipped;
    return skipped;
  }

  @Override
  public int available() {
    return (int) Math.min(Integer.MAX_VALUE, bytes.size() - at);
  }
}
