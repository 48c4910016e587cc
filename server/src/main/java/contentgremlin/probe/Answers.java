package contentgremlin.probe;

import contentgremlin.library.ProbeWire;
import java.io.IOException;
import java.io.OutputStream;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/// Collects answers while there is more to do, so that several wake their reader once; but never
/// keeps one for long.
final class Answers {
  private static final int BYTES = 32 << 10;
  private static final long KEPT_NANOS_MAX = TimeUnit.MILLISECONDS.toNanos(5);

  private final OutputStream output;
  private final BooleanSupplier idle;
  private final byte[] kept = new byte[BYTES];
  private int length;
  private long sinceNanos;

  /// @param idle whether nothing more is asked for now
  Answers(OutputStream output, BooleanSupplier idle) {
    this.output = output;
    this.idle = idle;
  }

  void ready() throws IOException {
    output.write(ProbeWire.answer(ProbeWire.READY));
  }

  void add(long number, ProbeWire.Answer answer) throws IOException {
    byte[] frame = ProbeWire.answer(new ProbeWire.Numbered(number, answer));
    if (length + frame.length > BYTES) {
      flush();
    }
    if (frame.length > BYTES) {
      output.write(frame);
      return;
    }
    long now = System.nanoTime();
    if (length == 0) {
      sinceNanos = now;
    }
    System.arraycopy(frame, 0, kept, length, frame.length);
    length += frame.length;
    if (idle.getAsBoolean() || now - sinceNanos > KEPT_NANOS_MAX) {
      flush();
    }
  }

  private void flush() throws IOException {
    output.write(kept, 0, length);
    length = 0;
  }
}
