package contentgremlin.library;

/// What became of an order to read a file.
public sealed interface ProbeResult {
  ProbeOrder order();

  record Read(ProbeOrder order, ProbedMedia media) implements ProbeResult {}

  /// There is nothing in it that can be shown, or it took two helpers down, the second time when it
  /// was alone.
  ///
  /// @param reason in a sentence, for people
  record Unreadable(ProbeOrder order, String reason) implements ProbeResult {}

  /// No file of that size and time is there any more.
  record Vanished(ProbeOrder order) implements ProbeResult {}

  /// The file could not be asked: its disk fails or does not answer, or it may not be read. That
  /// says nothing about the file itself; it is worth another try when the disk is back.
  ///
  /// @param reason in a sentence, for people
  record Unreachable(ProbeOrder order, String reason) implements ProbeResult {}
}
