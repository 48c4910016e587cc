package contentgremlin.engine.worker;

import java.util.function.Consumer;

/// What a worker tells people. Trouble with the connection is told once, until it changes or is
/// over. Thread-safe.
public final class Diary {
  private final Consumer<String> out;
  private String trouble = "";

  public Diary(Consumer<String> out) {
    this.out = out;
  }

  synchronized void say(String words) {
    trouble = "";
    out.accept(words);
  }

  /// What may pass by itself.
  synchronized void trouble(Exception e) {
    var words = String.valueOf(e.getMessage());
    if (!words.equals(trouble)) {
      out.accept("goes on trying: " + words);
      trouble = words;
    }
  }
}
