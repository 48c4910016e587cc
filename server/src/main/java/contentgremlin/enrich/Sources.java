package contentgremlin.enrich;

import java.util.List;
import java.util.Optional;

/// Where a grabber may look.
public interface Sources {
  /// Asks a provider over the network, within its rate. Waits for its turn, and for the answer.
  ///
  /// @return its answer; empty if it has nothing there
  Optional<Reply> ask(Question question) throws InterruptedException, UnansweredException;

  /// The text of a file beside the item's; empty if it can't be read, or is too large.
  ///
  /// @param name one of [Subject#beside]
  Optional<String> beside(String name);

  /// A text that the tools left.
  ///
  /// @param name relative to their folder
  Optional<String> output(String name);

  /// One of the grabber's options, or its provider's, with its default if it was not set.
  String setting(String name);

  /// Where the provider is asked: its own address, or the one that was set.
  String address(Provider provider);

  /// Which languages are wanted, the best first; never empty.
  List<String> languages();
}
