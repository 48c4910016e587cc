package contentgremlin.transcode;

/// What the bytes themselves say about a file. Its name plays no part.
public sealed interface Signature {
  /// How many of the first bytes [Sniffer#sniff] wants to see.
  int HEAD_BYTES = 65_536;

  /// How many of the last ones: an archive's table of contents lies there.
  int TAIL_BYTES = 65_536;

  /// Sound or film in a container; ffprobe says which.
  record Media() implements Signature {}

  record Picture(PictureFormat format) implements Signature {}

  /// @param mediaType "application/pdf"
  record Document(String mediaType) implements Signature {}

  /// Surely nothing that can be shown.
  ///
  /// @param sentence says to a person what it is
  record Refused(String sentence) implements Signature {}

  /// No known pattern; ffprobe may still know it.
  record Unknown() implements Signature {}
}
