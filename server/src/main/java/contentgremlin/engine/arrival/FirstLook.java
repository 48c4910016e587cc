package contentgremlin.engine.arrival;

import contentgremlin.transcode.Signature;
import contentgremlin.transcode.Sniffer;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.Set;

/// What a file is by its own bytes, before it is copied.
final class FirstLook {
  /// Sorts of media whose files are tried whatever their first bytes look like: a broken film is a
  /// film that says that it is broken.
  private static final Set<String> SHOWN = Set.of("image", "video", "audio", "pdf", "raw_image");

  /// Their files may look like others: the model of a thing can be a text.
  private static final Map<String, String> LEFT_OUT =
      Map.of(
          "svg", "drawings (SVG) can't be shown here",
          "stl", "models of things (STL) can't be shown here",
          "blog", "blogs can't be kept here",
          "blogpost", "blogs can't be kept here");

  private final byte[] head;
  private final Signature signature;

  private FirstLook(byte[] head, Signature signature) {
    this.head = head;
    this.signature = signature;
  }

  static FirstLook at(Path file) throws IOException {
    try (var channel = FileChannel.open(file, StandardOpenOption.READ)) {
      long size = channel.size();
      int tailSize = (int) Math.min(Signature.TAIL_BYTES, size);
      var head = read(channel, 0, (int) Math.min(Signature.HEAD_BYTES, size));
      var tail = read(channel, size - tailSize, tailSize);
      return new FirstLook(head, Sniffer.sniff(head, tail, size));
    }
  }

  private static byte[] read(FileChannel channel, long from, int count) throws IOException {
    var bytes = ByteBuffer.allocate(count);
    while (bytes.hasRemaining()) {
      if (channel.read(bytes, from + bytes.position()) < 0) {
        throw new IOException("the file is shorter than it should be");
      }
    }
    return bytes.array();
  }

  byte[] head() {
    return head.clone();
  }

  Signature signature() {
    return signature;
  }

  /// Why it is left out; the empty string if it is not.
  ///
  /// @param mediaType "mediagoblin.media_types.video"
  String refusal(String mediaType) {
    var kind = mediaType.substring(mediaType.lastIndexOf('.') + 1);
    var leftOut = LEFT_OUT.get(kind);
    if (leftOut != null) {
      return leftOut;
    }
    return switch (signature) {
      case Signature.Refused(var sentence) -> sentence;
      case Signature.Unknown() ->
          SHOWN.contains(kind) ? "" : "media of the sort “" + kind + "” can't be shown here";
      case Signature.Media(), Signature.Picture(_), Signature.Document(_) -> "";
    };
  }
}
