package contentgremlin.http;

/// Which requests a handler answers.
///
/// @param method "GET" also answers HEAD
/// @param pattern parts between slashes: literal, `{name}` for one part, `{name...}` for all the
///   rest; a literal part wins over a variable one
public record Route(String method, String pattern, Handler handler) {
  public static Route get(String pattern, Handler handler) {
    return new Route("GET", pattern, handler);
  }

  public static Route post(String pattern, Handler handler) {
    return new Route("POST", pattern, handler);
  }
}
