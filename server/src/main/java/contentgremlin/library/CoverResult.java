package contentgremlin.library;

/// What became of an order to take the picture out of a file.
public sealed interface CoverResult {
  /// @param mediaType "image/jpeg", by its first bytes
  /// @param bytes that were written
  record Written(String mediaType, long bytes) implements CoverResult {}

  /// There is none.
  record None() implements CoverResult {}

  /// @param reason in a sentence, for people
  record Failed(String reason) implements CoverResult {}
}
