package contentgremlin.install;

/// What came of a step or a hook.
public sealed interface Outcome {
  /// In words; may be empty only if it is done.
  String detail();

  record Done(String detail) implements Outcome {}

  /// Nothing was to be done.
  record AlreadyDone(String detail) implements Outcome {}

  record Skipped(String detail) implements Outcome {}

  record Failed(String detail) implements Outcome {}

  /// "done", "already-done", "skipped", "failed"
  default String word() {
    return switch (this) {
      case Done _ -> "done";
      case AlreadyDone _ -> "already-done";
      case Skipped _ -> "skipped";
      case Failed _ -> "failed";
    };
  }

  /// Whether others may build upon it.
  default boolean isDone() {
    return switch (this) {
      case Done _, AlreadyDone _ -> true;
      case Skipped _, Failed _ -> false;
    };
  }

  /// As a person reads it: "skipped: nobody is an administrator yet".
  default String words() {
    var what = word().replace('-', ' ');
    return detail().isEmpty() ? what : what + ": " + detail();
  }

  /// @param word as [#word] gives it
  static Outcome of(String word, String detail) {
    return switch (word) {
      case "done" -> new Done(detail);
      case "already-done" -> new AlreadyDone(detail);
      case "skipped" -> new Skipped(detail);
      case "failed" -> new Failed(detail);
      default -> throw new IllegalArgumentException("no step ends as " + word);
    };
  }
}
