package contentgremlin.extension;

import java.util.List;
import java.util.Optional;

/// Where a grabber may look.
public interface Sources {
  /// Asks the provider, within its rate: waits for its turn and for the answer.
  Reply ask(Question question) throws InterruptedException;

  /// The answer to this is a list with nothing in it, or the like: it is not believed longer than
  /// that the provider has nothing.
  void absent(Question question);

  /// The answer to this says in its text that it is none, or makes no sense: it is forgotten, and
  /// counts against the provider like one that never came.
  ///
  /// @param reason for an administrator, without keys
  /// @return to be given back as [Answer.Failed]
  Reply.Unanswered disbelieve(Question question, String reason);

  /// The text of one of [Subject#beside]; empty if it can't be read, or is too large.
  Optional<String> beside(String name);

  /// Where the provider is asked: its own address, or the one that was set; without a slash at its
  /// end.
  String address(Provider provider);

  /// The key that an administrator has set for the provider; the empty string if none.
  String key(Provider provider);

  /// Which languages are wanted, the best first; never empty.
  List<String> languages();

  /// @param address whole, beginning with [Sources#address]
  /// @param accept what is sent as the header Accept; the empty string: anything
  /// @param authorization sent as the header of this name; the empty string: none
  /// @param body the empty string: GET; else it is sent as JSON, by POST
  record Question(
      Provider provider, String address, String accept, String authorization, String body) {
    public static Question of(Provider provider, String address) {
      return new Question(provider, address, "", "", "");
    }
  }

  /// That there was no answer is never mistaken for that there is nothing.
  sealed interface Reply {
    record Text(String mediaType, String text) implements Reply {}

    /// Asked, and nothing there.
    record Nothing() implements Reply {}

    /// It is down, limits us, or answers rubbish. Give it back as [Answer.Failed].
    record Unanswered(String reason, java.time.Duration pause) implements Reply {
      public Answer failed() {
        return new Answer.Failed(reason, pause);
      }
    }
  }
}
