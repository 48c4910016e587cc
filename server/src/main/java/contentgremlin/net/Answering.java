package contentgremlin.net;

import contentgremlin.enrich.Fetcher.Answer;
import contentgremlin.enrich.Fetcher.Head;
import contentgremlin.enrich.Fetcher.Order;
import contentgremlin.enrich.Fetcher.Sink;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.http.HttpResponse;
import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;

/// Reads one answer, no more of it than allowed and no longer than there is time.
record Answering(HttpResponse<InputStream> response, Order order, Deadline deadline) {
  private static final int BUFFER_BYTES = 64 << 10;
  private static final int PART = 206;
  private static final Pattern CHARSET = Pattern.compile("(?i)charset=\"?([^\";\\s]+)");
  private static final Pattern RANGE = Pattern.compile("bytes (\\d{1,18})-\\d{1,18}/.*");

  Answer read(Optional<Sink> sink) throws BrokenException, IOException, InterruptedException {
    var body = response.body();
    // Reading waits for as long as nothing comes: only closing ends that.
    var alarm =
        new CompletableFuture<Boolean>()
            .completeOnTimeout(true, deadline.left().toNanos(), TimeUnit.NANOSECONDS);
    var rung = alarm.thenAccept(_ -> close(body));
    try {
      return sink.isPresent() ? into(sink.get(), body) : text(body);
    } finally {
      rung.cancel(false);
      alarm.cancel(false);
      close(body);
    }
  }

  static void close(InputStream body) {
    try {
      body.close();
    } catch (IOException _) {
      // It is given up in any case.
    }
  }

  private Answer text(InputStream body) throws BrokenException, InterruptedException {
    if (!head().isFine()) {
      return new Answer.Spoken(head(), "");
    }
    refuseTooLarge(head().length());
    var raw = read(body, limit());
    var bytes = isPacked() ? unpacked(raw) : raw;
    return new Answer.Spoken(head(), new String(bytes, charset()));
  }

  private long limit() {
    return order.limits().bytes();
  }

  private static void refuseTooLarge(long bytes, long limit) {
    if (bytes > limit) {
      throw new Border.Refusal("its answer is larger than %,d bytes".formatted(limit));
    }
  }

  private void refuseTooLarge(long bytes) {
    refuseTooLarge(bytes, limit());
  }

  private byte[] read(InputStream in, long limit) throws BrokenException, InterruptedException {
    try {
      var bytes = in.readNBytes(Math.toIntExact(limit + 1));
      refuseTooLarge(bytes.length);
      return inTime(bytes);
    } catch (IOException _) {
      throw brokenOff();
    }
  }

  /// What was closed for lack of time may look like one that came to its end.
  private <T> T inTime(T read) throws BrokenException {
    if (deadline.isOver()) {
      throw deadline.over();
    }
    return read;
  }

  private BrokenException brokenOff() throws InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException("somebody stopped this");
    }
    return deadline.isOver() ? deadline.over() : new BrokenException("its answer broke off");
  }

  private boolean isPacked() {
    return header("Content-Encoding").toLowerCase(Locale.ROOT).contains("gzip");
  }

  private byte[] unpacked(byte[] packed) throws BrokenException {
    try (var in = new GZIPInputStream(new ByteArrayInputStream(packed))) {
      var bytes = in.readNBytes(Math.toIntExact(limit() + 1));
      refuseTooLarge(bytes.length);
      return bytes;
    } catch (IOException _) {
      throw new BrokenException("its answer can't be unpacked");
    }
  }

  private Charset charset() {
    var said = CHARSET.matcher(header("Content-Type"));
    try {
      return said.find() ? Charset.forName(said.group(1)) : StandardCharsets.UTF_8;
    } catch (IllegalCharsetNameException | UnsupportedCharsetException _) {
      return StandardCharsets.UTF_8;
    }
  }

  private Answer into(Sink sink, InputStream body)
      throws BrokenException, IOException, InterruptedException {
    var head = head();
    if (head.status() != 200 && head.status() != PART) {
      return new Answer.Spoken(head, "");
    }
    if (head.status() == PART && head.offset() != order.rest().offset()) {
      throw new BrokenException("it sent another part than was asked for");
    }
    if (!header("Content-Encoding").isEmpty() && !header("Content-Encoding").equals("identity")) {
      throw new Border.Refusal("it only sends that packed");
    }
    refuseTooLarge(head.offset() + Math.max(0, head.length()));
    try (var out = sink.open(head)) {
      copy(body, out, head.offset());
    }
    return new Answer.Spoken(head, "");
  }

  private void copy(InputStream in, OutputStream out, long offset)
      throws IOException, BrokenException, InterruptedException {
    var buffer = new byte[BUFFER_BYTES];
    long all = offset;
    for (int count = next(in, buffer); count >= 0; count = next(in, buffer)) {
      all += count;
      refuseTooLarge(all);
      out.write(buffer, 0, count);
    }
  }

  private int next(InputStream in, byte[] buffer) throws BrokenException, InterruptedException {
    try {
      return inTime(in.read(buffer));
    } catch (IOException _) {
      throw brokenOff();
    }
  }

  private String header(String name) {
    return response.headers().firstValue(name).orElse("");
  }

  private Head head() {
    var type = header("Content-Type");
    int end = type.indexOf(';');
    var range = RANGE.matcher(header("Content-Range"));
    boolean isPart = response.statusCode() == PART && range.matches();
    return new Head(
        response.statusCode(),
        (end < 0 ? type : type.substring(0, end)).strip().toLowerCase(Locale.ROOT),
        header("ETag"),
        header("Last-Modified"),
        header("Retry-After"),
        response.headers().firstValueAsLong("Content-Length").orElse(-1),
        isPart ? Long.parseLong(range.group(1)) : 0);
  }
}
