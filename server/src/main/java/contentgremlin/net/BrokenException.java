package contentgremlin.net;

/// No whole answer came; its message is for people, and names no address.
final class BrokenException extends Exception {
  private static final long serialVersionUID = 1;

  BrokenException(String reason) {
    super(reason);
  }
}
