package contentgremlin.http.upload;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Reads `multipart/form-data` (RFC 7578) part by part, as it comes, in constant memory. Used by
/// one thread. What is malformed, or ends early, is an IOException.
final class Multipart {
  private static final int BUFFER_BYTES = 1 << 16;
  private static final int HEADERS_BYTES_MAX = 16 * 1024;
  private static final int PARTS_MAX = 1_000;
  private static final int BOUNDARY_LENGTH_MAX = 70;
  private static final Pattern BOUNDARY =
      Pattern.compile(";\\s*boundary=(?:\"([^\"]+)\"|([^;\\s]+))", Pattern.CASE_INSENSITIVE);

  /// @param fileName null for a plain field
  /// @param content valid until the next part is asked for
  record Part(String name, @Nullable String fileName, InputStream content) {
    /// @throws IOException if it is longer than `bytesMax`
    String text(int bytesMax) throws IOException {
      var bytes = content.readNBytes(bytesMax + 1);
      if (bytes.length > bytesMax) {
        throw new IOException("The field “" + name + "” is longer than " + bytesMax + " bytes.");
      }
      return new String(bytes, StandardCharsets.UTF_8);
    }
  }

  private final InputStream in;
  private final byte[] delimiter;
  private final byte[] buffer = new byte[BUFFER_BYTES];
  private int position;
  private int limit;

  /// Bytes before this index belong to the content.
  private int clear;

  private boolean atDelimiter;
  private int parts;

  Multipart(InputStream in, String boundary) {
    this.in = in;
    this.delimiter = ("\r\n--" + boundary).getBytes(StandardCharsets.ISO_8859_1);
    // The first delimiter has no line break of its own before it.
    buffer[0] = '\r';
    buffer[1] = '\n';
    limit = 2;
  }

  /// Of a Content-Type, if that is a form's.
  static Optional<String> boundary(String contentType) {
    if (!contentType.toLowerCase(Locale.ROOT).startsWith("multipart/form-data")) {
      return Optional.empty();
    }
    var matcher = BOUNDARY.matcher(contentType);
    if (!matcher.find()) {
      return Optional.empty();
    }
    var boundary = matcher.group(1) == null ? matcher.group(2) : matcher.group(1);
    return boundary.length() <= BOUNDARY_LENGTH_MAX ? Optional.of(boundary) : Optional.empty();
  }

  /// The next part; what was not read of the one before is skipped. Null after the last.
  @Nullable Part next() throws IOException {
    skipContent();
    position += delimiter.length;
    atDelimiter = false;
    clear = position;
    if (isLast()) {
      return null;
    }
    if (!line(HEADERS_BYTES_MAX).isBlank() || ++parts > PARTS_MAX) {
      throw new IOException("The form is malformed, or has more than " + PARTS_MAX + " parts.");
    }
    return part();
  }

  /// Nothing need follow the two dashes.
  private boolean isLast() throws IOException {
    while (limit - position < 2) {
      fill();
    }
    return buffer[position] == '-' && buffer[position + 1] == '-';
  }

  private Part part() throws IOException {
    String disposition = "";
    int room = HEADERS_BYTES_MAX;
    for (var line = line(room); !line.isEmpty(); line = line(room)) {
      room -= line.length();
      if (line.toLowerCase(Locale.ROOT).startsWith("content-disposition:")) {
        disposition = line.substring("content-disposition:".length()).strip();
      }
    }
    var name = parameter(disposition, "name");
    if (name == null || !disposition.toLowerCase(Locale.ROOT).startsWith("form-data")) {
      throw new IOException("A part of the form has no name.");
    }
    clear = position;
    return new Part(name, parameter(disposition, "filename"), new Content());
  }

  /// Browsers write a quote as `%22`, line breaks as `%0D` and `%0A`, others a quote as `\"`.
  private static @Nullable String parameter(String disposition, String name) {
    var matcher =
        Pattern.compile(";\\s*" + name + "=(?:\"((?:[^\"\\\\]++|\\\\.)*+)\"|([^;\\s]*))")
            .matcher(disposition);
    if (!matcher.find()) {
      return null;
    }
    return matcher.group(1) == null
        ? matcher.group(2)
        : matcher
            .group(1)
            .replace("\\\"", "\"")
            .replace("%22", "\"")
            .replace("%0D", "\r")
            .replace("%0A", "\n");
  }

  private void skipContent() throws IOException {
    while (!atDelimiter) {
      position = clear;
      look();
    }
    position = clear;
  }

  /// Finds out how far the content surely goes; reads more if that is not known.
  private void look() throws IOException {
    while (!atDelimiter && clear == position) {
      int found = indexOfDelimiter();
      if (found >= 0) {
        clear = found;
        atDelimiter = true;
      } else if (limit - position >= delimiter.length) {
        clear = limit - delimiter.length + 1;
      } else {
        fill();
      }
    }
  }

  private int indexOfDelimiter() {
    for (int at = position; at <= limit - delimiter.length; at++) {
      if (buffer[at] == '\r' && isDelimiterAt(at)) {
        return at;
      }
    }
    return -1;
  }

  private boolean isDelimiterAt(int at) {
    for (int i = delimiter.length - 1; i > 0; i--) {
      if (buffer[at + i] != delimiter[i]) {
        return false;
      }
    }
    return true;
  }

  private void fill() throws IOException {
    System.arraycopy(buffer, position, buffer, 0, limit - position);
    limit -= position;
    clear -= position;
    position = 0;
    int count = in.read(buffer, limit, buffer.length - limit);
    if (count < 0) {
      throw new IOException("The form ended before its end.");
    }
    limit += count;
  }

  private String line(int lengthMax) throws IOException {
    for (int length = 0; length <= lengthMax; length++) {
      while (limit - position < length + 2) {
        fill();
      }
      if (buffer[position + length] == '\r' && buffer[position + length + 1] == '\n') {
        var line = new String(buffer, position, length, StandardCharsets.UTF_8);
        position += length + 2;
        return line;
      }
    }
    throw new IOException("The headers of a part are longer than " + lengthMax + " bytes.");
  }

  private final class Content extends InputStream {
    @Override
    public int read() throws IOException {
      var one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      if (length == 0) {
        return 0;
      }
      look();
      int count = Math.min(length, clear - position);
      if (count == 0) {
        return -1;
      }
      System.arraycopy(buffer, position, bytes, offset, count);
      position += count;
      return count;
    }
  }
}
