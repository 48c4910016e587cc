package contentgremlin.http.server;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.logging.ErrorManager;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/// Writes the access log as one line of JSON per request, with its time. A thread of its own
/// writes, since whoever reads our standard error may be slow, and requests must not wait for it;
/// when too many lines wait, further ones are dropped and counted. Thread-safe.
public final class AccessLines extends Handler {
  /// Lines that wait to be written.
  private static final int WAITING_MAX = 8192;

  private static final int TOGETHER_MAX = 256;

  /// Kept here, since the log manager itself would let go of it.
  private static final Logger LOGGER = Logger.getLogger("contentgremlin.access");

  private final BlockingQueue<String> waiting = new ArrayBlockingQueue<>(WAITING_MAX);
  private final AtomicLong dropped = new AtomicLong();
  private final OutputStream out;
  private final Thread writer = new Thread(this::run, "access-log");

  AccessLines(OutputStream out) {
    this.out = out;
    writer.setDaemon(true);
    writer.start();
  }

  /// Sends the access log to standard error, unless somebody configured another place for it.
  public static synchronized void install() {
    if (LOGGER.getHandlers().length == 0) {
      LOGGER.addHandler(new AccessLines(new FileOutputStream(FileDescriptor.err)));
      LOGGER.setUseParentHandlers(false);
    }
    LOGGER.setLevel(Level.INFO);
  }

  /// Writes nothing until [#install]: what a server asks itself while it gets ready is of no
  /// interest.
  public static void silence() {
    LOGGER.setLevel(Level.OFF);
  }

  @Override
  public void publish(LogRecord entry) {
    var line = "{\"time\":\"" + entry.getInstant() + "\"," + entry.getMessage().substring(1) + "\n";
    if (!waiting.offer(line)) {
      dropped.incrementAndGet();
    }
  }

  private void run() {
    var lines = new ArrayList<String>();
    try {
      while (true) {
        lines.add(waiting.take());
        waiting.drainTo(lines, TOGETHER_MAX);
        write(lines);
        lines.clear();
      }
    } catch (InterruptedException _) {
      waiting.drainTo(lines);
      write(lines);
    }
  }

  private void write(List<String> lines) {
    long lost = dropped.getAndSet(0);
    if (lost > 0) {
      lines.add("{\"dropped\":" + lost + "}\n");
    }
    try {
      out.write(String.join("", lines).getBytes(StandardCharsets.UTF_8));
      out.flush();
    } catch (IOException e) {
      reportError("Could not write the access log", e, ErrorManager.WRITE_FAILURE);
    }
  }

  @Override
  public void flush() {
    // Lines are on their way as soon as they are there.
  }

  @Override
  public void close() {
    writer.interrupt();
    try {
      writer.join(1_000);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}
