package contentgremlin.probe;

import contentgremlin.library.ProbeWire.Answer;

/// Nothing more can be read of this file; the answer says why.
final class ProbeException extends Exception {
  private static final long serialVersionUID = 1;

  private final transient Answer answer;

  private ProbeException(Answer answer) {
    super(answer.toString());
    this.answer = answer;
  }

  static ProbeException vanished() {
    return new ProbeException(new Answer.Vanished());
  }

  static ProbeException unreadable(String reason) {
    return new ProbeException(new Answer.Unreadable(reason));
  }

  static ProbeException unreachable(String reason) {
    return new ProbeException(new Answer.Unreachable(reason));
  }

  Answer answer() {
    return answer;
  }
}
