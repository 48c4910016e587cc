package contentgremlin.engine.arrival;

import contentgremlin.engine.upload.UploadText;
import contentgremlin.transcode.Signature;
import contentgremlin.transcode.Sniffer;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.util.Set;

/// What a file is by its own bytes, before it is copied.
final class FirstLook {
  /// Sorts of media whose files are tried whatever their first bytes look like: a broken film is a
  /// film that says that it is broken.
  private static final Set<String> SHOWN = Set.of("image", "video", "audio", "document");

  private final byte[] head;
  private final Signature signature;

  private FirstLook(byte[] head, Signature signature) {
    this.head = head;
    this.signature = signature;
  }

  /// @param channel open for reading; where it stands afterwards does not matter
  static FirstLook at(SeekableByteChannel channel) throws IOException {
    long size = channel.size();
    int tailSize = (int) Math.min(Signature.TAIL_BYTES, size);
    var head = read(channel, 0, (int) Math.min(Signature.HEAD_BYTES, size));
    var tail = read(channel, size - tailSize, tailSize);
    return new FirstLook(head, Sniffer.sniff(head, tail, size));
  }

  private static byte[] read(SeekableByteChannel channel, long from, int count) throws IOException {
    var bytes = ByteBuffer.allocate(count);
    channel.position(from);
    while (bytes.hasRemaining()) {
      if (channel.read(bytes) < 0) {
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
  /// @param sort what it is over there
  String refusal(String sort) {
    return switch (signature) {
      case Signature.Refused(var sentence) -> sentence;
      case Signature.Unknown() ->
          SHOWN.contains(sort)
              ? ""
              : "media of the sort “" + UploadText.line(sort, 40) + "” can't be shown here";
      case Signature.Media(), Signature.Picture(_), Signature.Document(_) -> "";
    };
  }
}
