package contentgremlin.image;

/// The picture is to blame. The message is a sentence for whoever brought it.
final class PictureException extends Exception {
  private static final long serialVersionUID = 1;

  PictureException(String message) {
    super(message);
  }
}
