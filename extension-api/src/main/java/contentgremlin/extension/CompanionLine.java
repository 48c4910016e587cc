package contentgremlin.extension;

import java.io.IOException;
import java.time.Duration;

/// Where the server's side of an extension talks with its [Companion]. Thread-safe.
public interface CompanionLine {
  /// Starts the process if there is none.
  ///
  /// @param request at most 1 MiB as UTF-8
  /// @param limit if there is no answer within it the process is killed
  /// @throws IOException if there is no answer: the companion threw, crashed, said what makes no
  ///   sense, or took too long; if it crashed just now, and is started again only in a while; if
  ///   the extension is being switched off
  String ask(String request, Duration limit) throws IOException, InterruptedException;

  /// Ends the process, if there is one. The next question starts another.
  void rest();

  /// Hears of a companion. Called on one thread, one call after the other.
  interface Ear {
    /// What it said by itself. While a hundred of these wait, more are dropped.
    void said(String text);

    /// The process has come to an end by itself, or was killed since it did not answer.
    default void ended() {}
  }
}
