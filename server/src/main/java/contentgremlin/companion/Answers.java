package contentgremlin.companion;

import contentgremlin.extend.CompanionWire;
import contentgremlin.extend.CompanionWire.Frame;
import contentgremlin.extend.CompanionWire.Kind;
import java.io.IOException;
import java.io.OutputStream;

/// Sends what a companion says. Thread-safe.
final class Answers {
  private static final int WORDS_MAX = 1_000;

  private final OutputStream output;

  Answers(OutputStream output) {
    this.output = output;
  }

  void answer(long number, String text) {
    try {
      send(new Frame(Kind.ANSWER, number, text));
    } catch (IllegalArgumentException e) {
      fail(number, new IllegalArgumentException("its answer is too long: " + e.getMessage(), e));
    }
  }

  void fail(long number, Throwable cause) {
    send(new Frame(Kind.FAILURE, number, words(cause)));
  }

  void unfit(Throwable cause) {
    send(new Frame(Kind.UNFIT, CompanionWire.NO_NUMBER, words(cause)));
  }

  /// @throws IllegalArgumentException if it is too long
  void say(String text) {
    send(new Frame(Kind.SAYING, CompanionWire.NO_NUMBER, text));
  }

  /// When there is nobody left who listens, this process has no purpose.
  private void send(Frame frame) {
    var bytes = CompanionWire.bytes(frame);
    try {
      synchronized (output) {
        output.write(bytes);
        output.flush();
      }
    } catch (IOException _) {
      Runtime.getRuntime().halt(0);
    }
  }

  /// An exception says itself what is wrong; of an error its kind counts, too.
  private static String words(Throwable cause) {
    String text;
    try {
      var message = cause instanceof Exception ? cause.getMessage() : null;
      text = message == null || message.isBlank() ? cause.toString() : message;
    } catch (RuntimeException | Error _) {
      text = cause.getClass().getName(); // its own words fail, too
    }
    return text.length() > WORDS_MAX ? text.substring(0, WORDS_MAX) + "…" : text;
  }
}
