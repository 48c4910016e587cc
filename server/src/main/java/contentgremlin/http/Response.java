package contentgremlin.http;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What we answer. Data, so that a handler's test needs no server.
public sealed interface Response {
  /// One header line.
  record Header(String name, String value) {}

  int status();

  List<Header> headers();

  /// @return the same with one more header
  Response with(String name, String value);

  /// A value that is written as JSON: records, maps, lists, strings, numbers.
  record Json(int status, List<Header> headers, Object body) implements Response {
    @Override
    public Json with(String name, String value) {
      return new Json(status, more(headers, name, value), body);
    }
  }

  /// RFC 9457.
  record Problem(int status, List<Header> headers, String title, String detail)
      implements Response {
    @Override
    public Problem with(String name, String value) {
      return new Problem(status, more(headers, name, value), title, detail);
    }
  }

  /// No body.
  record Empty(int status, List<Header> headers) implements Response {
    @Override
    public Empty with(String name, String value) {
      return new Empty(status, more(headers, name, value));
    }
  }

  /// A short text of any media type, e.g. a page. Whoever makes it gives the bytes away.
  @SuppressWarnings("ArrayRecordComponent")
  record Text(int status, List<Header> headers, String mediaType, byte[] body) implements Response {
    @Override
    public Text with(String name, String value) {
      return new Text(status, more(headers, name, value), mediaType, body);
    }
  }

  /// A file that does not change: answered with ranges, validators and without passing the heap.
  ///
  /// @param etag strong, without quotes
  /// @param download the name to save it under, or null to show it
  record File(
      int status,
      List<Header> headers,
      Path path,
      String mediaType,
      String etag,
      Cache cache,
      @Nullable String download)
      implements Response {
    public enum Cache {
      /// Its address names its content.
      IMMUTABLE,
      /// Everyone may keep it, but asks again.
      PUBLIC,
      /// Only for this client, which asks again.
      PRIVATE
    }

    @Override
    public File with(String name, String value) {
      return new File(status, more(headers, name, value), path, mediaType, etag, cache, download);
    }
  }

  /// A body that is written as it arises, like server-sent events; ends when the writer returns or
  /// the client goes away (then writing throws).
  record Stream(int status, List<Header> headers, String mediaType, Writer writer)
      implements Response {
    @FunctionalInterface
    public interface Writer {
      void writeTo(OutputStream out) throws IOException, InterruptedException;
    }

    @Override
    public Stream with(String name, String value) {
      return new Stream(status, more(headers, name, value), mediaType, writer);
    }
  }

  static Json ok(Object body) {
    return new Json(200, List.of(), body);
  }

  static Json created(String location, Object body) {
    return new Json(201, List.of(new Header("Location", location)), body);
  }

  static Empty noContent() {
    return new Empty(204, List.of());
  }

  /// 303: look there, with GET.
  static Empty seeOther(String location) {
    return new Empty(303, List.of(new Header("Location", location)));
  }

  static Problem problem(int status, String title, String detail) {
    return new Problem(status, List.of(), title, detail);
  }

  static Problem notFound(String detail) {
    return problem(404, "Not found", detail);
  }

  private static List<Header> more(List<Header> headers, String name, String value) {
    var all = new java.util.ArrayList<>(headers);
    all.add(new Header(name, value));
    return List.copyOf(all);
  }
}
