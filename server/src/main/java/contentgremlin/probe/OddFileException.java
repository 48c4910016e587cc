package contentgremlin.probe;

/// A file is not built the way its kind should be, or in a way that is not read here. Another
/// reader may still make sense of it. Thrown often when files are broken, so it carries no stack.
final class OddFileException extends RuntimeException {
  private static final long serialVersionUID = 1;

  OddFileException(String what) {
    super(what, null, false, false);
  }
}
