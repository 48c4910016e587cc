package contentgremlin.engine.media;

/// What tools say last is mostly why they failed.
final class Logs {
  private static final int LENGTH_MAX = 300;

  private Logs() {}

  /// The last line, without the object that ffmpeg names in brackets.
  static String last(String log) {
    var lines = log.strip().lines().toList();
    String line = lines.isEmpty() ? "no word why" : lines.getLast();
    String plain = line.replaceAll("^\\[[^\\]]*\\]\\s*", "").replaceAll("file:\\S+: ", "");
    return plain.substring(0, Math.min(plain.length(), LENGTH_MAX));
  }
}
