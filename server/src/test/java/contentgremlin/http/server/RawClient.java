package contentgremlin.http.server;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/// Speaks HTTP/1.1 byte by byte, so that a test can also speak it badly.
public final class RawClient implements AutoCloseable {
  private static final int PATIENCE_MILLIS = 20_000;

  final Socket socket;
  private final InputStream in;

  RawClient(InetSocketAddress address) throws IOException {
    socket = new Socket(address.getAddress(), address.getPort());
    socket.setSoTimeout(PATIENCE_MILLIS);
    in = new java.io.BufferedInputStream(socket.getInputStream());
  }

  /// @param headers lower-case names; lines of the same name are joined by commas
  @SuppressWarnings("ArrayRecordComponent") // a test looks at it and lets it go
  public record Answer(int status, Map<String, String> headers, byte[] body) {
    public String text() {
      return new String(body, StandardCharsets.UTF_8);
    }

    public String header(String name) {
      return headers.getOrDefault(name, "");
    }
  }

  /// Lines without their ends; the empty line at the end of a head is added.
  public RawClient head(String... lines) throws IOException {
    return send(String.join("\r\n", lines) + "\r\n\r\n");
  }

  public RawClient send(String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
    socket.getOutputStream().flush();
    return this;
  }

  public Answer get(String path, String... headers) throws IOException {
    return request("GET", path, headers);
  }

  public Answer request(String method, String path, String... headers) throws IOException {
    var lines = new ArrayList<>(List.of(method + " " + path + " HTTP/1.1", "Host: test"));
    lines.addAll(List.of(headers));
    head(lines.toArray(String[]::new));
    return answer(method.equals("HEAD"));
  }

  public Answer answer(boolean toHead) throws IOException {
    int status = Integer.parseInt(line().substring(9, 12));
    var headers = new TreeMap<String, String>();
    for (var line = line(); !line.isEmpty(); line = line()) {
      int colon = line.indexOf(':');
      headers.merge(
          line.substring(0, colon).toLowerCase(Locale.ROOT),
          line.substring(colon + 1).strip(),
          (one, two) -> one + ", " + two);
    }
    boolean hasBody = !toHead && status >= 200 && status != 204 && status != 304;
    return new Answer(status, headers, hasBody ? body(headers) : new byte[0]);
  }

  private byte[] body(Map<String, String> headers) throws IOException {
    if (headers.getOrDefault("transfer-encoding", "").equals("chunked")) {
      return chunked();
    }
    if (headers.containsKey("content-length")) {
      int length = Integer.parseInt(headers.get("content-length"));
      var body = in.readNBytes(length);
      if (body.length < length) {
        throw new IOException("the body ended after " + body.length + " of " + length);
      }
      return body;
    }
    return in.readAllBytes();
  }

  private byte[] chunked() throws IOException {
    var all = new ByteArrayOutputStream();
    for (int size = chunkSize(); size > 0; size = chunkSize()) {
      all.write(in.readNBytes(size));
      line();
    }
    line();
    return all.toByteArray();
  }

  int chunkSize() throws IOException {
    return Integer.parseInt(line(), 16);
  }

  /// @throws IOException at the end of the stream
  public String line() throws IOException {
    var line = new ByteArrayOutputStream();
    for (int next = in.read(); next != '\n'; next = in.read()) {
      if (next < 0) {
        throw new java.io.EOFException("after “" + line.toString(StandardCharsets.UTF_8) + "”");
      }
      if (next != '\r') {
        line.write(next);
      }
    }
    return line.toString(StandardCharsets.UTF_8);
  }

  /// @return how many bytes came until the server ended the connection
  long skipToEnd() throws IOException {
    try {
      return in.transferTo(java.io.OutputStream.nullOutputStream());
    } catch (java.net.SocketException _) {
      return 0;
    }
  }

  /// Whether the server ends the connection, within the client's patience.
  public boolean isClosed() throws IOException {
    try {
      return in.read() < 0;
    } catch (java.net.SocketException _) {
      return true;
    }
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
