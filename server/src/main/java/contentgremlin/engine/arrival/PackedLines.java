package contentgremlin.engine.arrival;

import contentgremlin.arrival.Told;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.InflaterInputStream;

/// Lines of a report, made small. Never changes.
final class PackedLines {
  private final byte[] bytes;

  private PackedLines(byte[] bytes) {
    this.bytes = bytes;
  }

  static PackedLines of(List<Told> lines) {
    var bytes = new ByteArrayOutputStream();
    try (var out = new DataOutputStream(new DeflaterOutputStream(bytes))) {
      out.writeInt(lines.size());
      for (var line : lines) {
        out.writeUTF(line.result().word());
        out.writeUTF(line.kind());
        out.writeUTF(line.record());
        out.writeUTF(line.name());
        out.writeUTF(line.target());
        out.writeUTF(line.note());
      }
    } catch (IOException e) {
      throw new UncheckedIOException("memory can be written", e);
    }
    return new PackedLines(bytes.toByteArray());
  }

  int bytes() {
    return bytes.length;
  }

  List<Told> lines() {
    try (var in = new DataInputStream(new InflaterInputStream(new ByteArrayInputStream(bytes)))) {
      int count = in.readInt();
      var lines = new ArrayList<Told>(count);
      for (int i = 0; i < count; i++) {
        var result = Told.Result.of(in.readUTF());
        lines.add(
            new Told(in.readUTF(), in.readUTF(), in.readUTF(), result, in.readUTF(), in.readUTF()));
      }
      return lines;
    } catch (IOException e) {
      throw new UncheckedIOException("memory can be read", e);
    }
  }
}
