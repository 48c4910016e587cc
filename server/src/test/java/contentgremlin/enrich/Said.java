package contentgremlin.enrich;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.GZIPOutputStream;

/// What a [ProviderServer] answers to one request, and how badly it does so.
///
/// @param cut after so many bytes of the body the connection is closed; -1 for not at all
/// @param pause between two bytes of the body; zero for none
/// @param silence before anything is said
/// @param endless the body is said again and again, without a length
@SuppressWarnings("ArrayRecordComponent")
public record Said(
    int status,
    Map<String, String> headers,
    byte[] body,
    int cut,
    Duration pause,
    Duration silence,
    boolean endless) {
  public static Said status(int status) {
    return new Said(status, Map.of(), new byte[0], -1, Duration.ZERO, Duration.ZERO, false);
  }

  /// Closes the connection without a word.
  public static Said hangUp() {
    return status(0);
  }

  public static Said bytes(String mediaType, byte[] body) {
    return status(200).with("Content-Type", mediaType).saying(body);
  }

  public static Said text(String mediaType, String text) {
    return bytes(mediaType, text.getBytes(StandardCharsets.UTF_8));
  }

  public static Said json(String text) {
    return text("application/json; charset=utf-8", text);
  }

  public static Said redirect(String address) {
    return status(302).with("Location", address);
  }

  /// Not now.
  public static Said later(int status, String retryAfter) {
    return status(status).with("Retry-After", retryAfter);
  }

  public Said with(String header, String value) {
    var more = new TreeMap<String, String>(headers);
    more.put(header, value);
    return new Said(status, Map.copyOf(more), body, cut, pause, silence, endless);
  }

  /// With a validator: who names it is told that nothing changed, and may ask for a part.
  public Said tagged(String tag) {
    return with("ETag", "\"" + tag + "\"");
  }

  /// With the other sort of validator.
  public Said modified(String date) {
    return with("Last-Modified", date);
  }

  public Said saying(byte[] bytes) {
    return new Said(status, headers, bytes, cut, pause, silence, endless);
  }

  public Said withStatus(int other) {
    return new Said(other, headers, body, cut, pause, silence, endless);
  }

  /// Says its whole length, and less.
  public Said cutAfter(int bytes) {
    return new Said(status, headers, body, bytes, pause, silence, endless);
  }

  /// One byte at a time.
  public Said slowly(Duration pauseBetween) {
    return new Said(status, headers, body, cut, pauseBetween, silence, endless);
  }

  public Said after(Duration silenceBefore) {
    return new Said(status, headers, body, cut, pause, silenceBefore, endless);
  }

  /// Never comes to an end.
  public Said endlessly() {
    return new Said(status, headers, body, cut, pause, silence, true);
  }

  public Said packed() {
    var bytes = new ByteArrayOutputStream();
    try (var out = new GZIPOutputStream(bytes)) {
      out.write(body);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return with("Content-Encoding", "gzip").saying(bytes.toByteArray());
  }

  /// What is left of it from there on.
  Said from(int offset) {
    return withStatus(206)
        .with("Content-Range", "bytes %d-%d/%d".formatted(offset, body.length - 1, body.length))
        .saying(Arrays.copyOfRange(body, offset, body.length));
  }
}
