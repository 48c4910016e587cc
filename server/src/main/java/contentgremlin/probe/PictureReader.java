package contentgremlin.probe;

import com.drew.lang.RandomAccessReader;
import java.io.IOException;

/// A file for those who read it here and there.
final class PictureReader extends RandomAccessReader {
  private final Bytes bytes;

  PictureReader(Bytes bytes) {
    this.bytes = bytes;
  }

  @Override
  public int toUnshiftedOffset(int localOffset) {
    return localOffset;
  }

  @Override
  public byte getByte(int index) throws IOException {
    validateIndex(index, 1);
    return (byte) bytes.u8(index);
  }

  @Override
  public byte[] getBytes(int index, int count) throws IOException {
    validateIndex(index, count);
    return bytes.piece(index, count);
  }

  @Override
  protected void validateIndex(int index, int length) throws IOException {
    if (!isValidIndex(index, length)) {
      throw new IOException("it refers to what lies beyond its end");
    }
  }

  @Override
  protected boolean isValidIndex(int index, int length) {
    return index >= 0
        && length >= 0
        && length <= Bytes.PIECE_MAX
        && (long) index + length <= bytes.size();
  }

  @Override
  public long getLength() {
    return bytes.size();
  }
}
