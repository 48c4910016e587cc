package contentgremlin.http.server;

import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/// Some bytes of a file, on their way to a socket.
///
/// @param start of the slice in the file
/// @param marker stands for the bytes and has as many, but they are never looked at; its position
///   tells how many are sent
record FileSlice(FileChannel channel, long start, ByteBuffer marker) {
  /// The longest slice. All markers share this much memory.
  static final int SIZE_MAX = 2 * 1024 * 1024;

  private static final ByteBuffer MARKERS = ByteBuffer.allocateDirect(SIZE_MAX).asReadOnlyBuffer();

  static FileSlice of(FileChannel channel, long start, int size) {
    return new FileSlice(channel, start, MARKERS.duplicate().limit(size));
  }

  @SuppressWarnings("ReferenceEquality") // another buffer with equal bytes is not the marker
  boolean isMarkedBy(ByteBuffer buffer) {
    return buffer == marker;
  }
}
