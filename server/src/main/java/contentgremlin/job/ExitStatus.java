package contentgremlin.job;

/// What a tool's code means to a person. By the shell's custom, 128 + n says that signal n ended
/// it.
public final class ExitStatus {
  private static final int SIGNALLED = 128;

  private ExitStatus() {}

  /// "ended with code 1", "ended with code 139 (it crashed)"
  public static String inWords(int code) {
    var meaning = code > SIGNALLED ? meaning(code - SIGNALLED) : "";
    return "ended with code " + code + (meaning.isEmpty() ? "" : " (" + meaning + ")");
  }

  /// Numbers as on every Linux that we run on.
  private static String meaning(int signal) {
    return switch (signal) {
      case 4, 7, 8, 11 -> "it crashed";
      case 6 -> "it gave up by itself";
      case 9 -> "it was killed; maybe there was too little memory";
      case 13 -> "nobody read what it wrote";
      case 15 -> "it was told to end";
      case 24 -> "it took too much processor time";
      case 25 -> "it wrote a file larger than such a file may be";
      default -> "";
    };
  }
}
