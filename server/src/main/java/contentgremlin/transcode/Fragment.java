package contentgremlin.transcode;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.Optional;

/// What a segment of a stream says about itself (ISO/IEC 14496-12, movie fragments).
///
/// @param from decoding time of its first sample, in ticks of the stream
/// @param length of all its samples, in ticks
/// @param samples in it: frames of pictures
public record Fragment(long from, long length, int samples) {
  private static final int BASE_OFFSET = 0x1;
  private static final int DESCRIPTION = 0x2;
  private static final int DEFAULT_DURATION = 0x8;
  private static final int DEFAULT_SIZE = 0x10;

  private static final int RUN_OFFSET = 0x1;
  private static final int RUN_FIRST_FLAGS = 0x4;
  private static final int RUN_DURATION = 0x100;
  private static final int RUN_SIZE = 0x200;
  private static final int RUN_FLAGS = 0x400;
  private static final int RUN_COMPOSITION = 0x800;

  /// Reads all of it, and compares the sizes of its samples with the bytes that are there.
  ///
  /// @return empty if it is not whole
  public static Optional<Fragment> parse(byte[] segment) {
    try {
      var sum = new Sum();
      sum.segment(ByteBuffer.wrap(segment));
      return sum.isWhole()
          ? Optional.of(new Fragment(sum.from, sum.length, sum.samples))
          : Optional.empty();
    } catch (BufferUnderflowException | IllegalArgumentException _) {
      return Optional.empty();
    }
  }

  /// The ticks per second of a stream, by its initialisation section; 0 if it does not say.
  public static long timescale(byte[] init) {
    try {
      var media = Boxes.find(ByteBuffer.wrap(init), "moov", "trak", "mdia", "mdhd");
      if (media.isEmpty()) {
        return 0;
      }
      var box = media.get();
      box.position(Boxes.version(box) == 1 ? 4 + 16 : 4 + 8);
      return Integer.toUnsignedLong(box.getInt());
    } catch (BufferUnderflowException | IllegalArgumentException _) {
      return 0;
    }
  }

  private static final class Sum {
    private long from = -1;
    private long length;
    private int samples;
    private long described;
    private long held;

    boolean isWhole() {
      return from >= 0 && samples > 0 && described == held;
    }

    void segment(ByteBuffer bytes) {
      while (bytes.hasRemaining()) {
        var box = Boxes.next(bytes);
        switch (box.type()) {
          case "moof" -> Boxes.all(box.body(), "traf").forEach(this::track);
          case "mdat" -> held += box.body().remaining();
          default -> {
            // what players may skip
          }
        }
      }
    }

    private void track(ByteBuffer track) {
      var header = Boxes.find(track.duplicate(), "tfhd").orElseThrow(IllegalArgumentException::new);
      int flags = header.getInt() & 0xffffff;
      header.getInt(); // its number
      skip(header, flags, BASE_OFFSET, 8);
      skip(header, flags, DESCRIPTION, 4);
      long duration = (flags & DEFAULT_DURATION) != 0 ? Integer.toUnsignedLong(header.getInt()) : 0;
      long size = (flags & DEFAULT_SIZE) != 0 ? Integer.toUnsignedLong(header.getInt()) : 0;
      var time = Boxes.find(track.duplicate(), "tfdt").orElseThrow(IllegalArgumentException::new);
      long at = time.getInt() >>> 24 == 1 ? time.getLong() : Integer.toUnsignedLong(time.getInt());
      if (from < 0) {
        from = at;
      } else if (at != from + length) {
        throw new IllegalArgumentException("a gap within a segment");
      }
      Boxes.all(track, "trun").forEach(run -> run(run, duration, size));
    }

    private void run(ByteBuffer run, long duration, long size) {
      int flags = run.getInt() & 0xffffff;
      int count = run.getInt();
      skip(run, flags, RUN_OFFSET, 4);
      skip(run, flags, RUN_FIRST_FLAGS, 4);
      for (int number = 0; number < count; number++) {
        length += (flags & RUN_DURATION) != 0 ? Integer.toUnsignedLong(run.getInt()) : duration;
        described += (flags & RUN_SIZE) != 0 ? Integer.toUnsignedLong(run.getInt()) : size;
        skip(run, flags, RUN_FLAGS, 4);
        skip(run, flags, RUN_COMPOSITION, 4);
        samples++;
      }
    }

    private static void skip(ByteBuffer bytes, int flags, int flag, int count) {
      if ((flags & flag) != 0) {
        bytes.position(bytes.position() + count);
      }
    }
  }
}
