package contentgremlin.enrich;

import java.util.List;
import java.util.Optional;

/// Where a grabber may look.
public interface Sources {
  /// Asks a provider over the network, within its rate. Waits for its turn, and for the answer.
  ///
  /// @return its answer; empty if it has nothing there
  Optional<Reply> ask(Question question) throws InterruptedException, UnansweredException;

  /// The answer to this says in its text that there was none: it is forgotten, and counts against
  /// the provider like one that never came.
  ///
  /// @param reason for an administrator, without keys
  /// @return to be thrown
  UnansweredException unanswered(Question question, Problem problem, String reason);

  /// The answer to this is a list with nothing in it, or the like: it is not believed longer than
  /// that a provider has nothing.
  void absent(Question question);

  /// The text of a file beside the item's; empty if it can't be read, or is too large.
  ///
  /// @param name one of [Subject#beside]
  Optional<String> beside(String name);

  /// A text that the tools left.
  ///
  /// @param name relative to their folder
  Optional<String> output(String name);

  /// The same as bytes; empty if there are none, or far too many.
  Optional<byte[]> outputBytes(String name);

  /// One of the grabber's options, or its provider's, with its default if it was not set.
  String setting(String name);

  /// Where the provider is asked: its own address, or the one that was set.
  String address(Provider provider);

  /// Which languages are wanted, the best first; never empty.
  List<String> languages();
}
