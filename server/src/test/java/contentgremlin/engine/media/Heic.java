package contentgremlin.engine.media;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Writes a picture as telephones do (ISO/IEC 23008-12): HEVC tiles in a grid. No tool at hand can
/// write this format, so the boxes are put together here.
final class Heic {
  private Heic() {}

  private static final int GRID = 100;

  /// Turned by 90° against the clock when it is shown.
  ///
  /// @param tiles films of one HEVC frame each, in MP4, all of one size, in two rows of two
  static void grid(List<Path> tiles, int tileSide, Path target) throws IOException {
    var films = new ArrayList<byte[]>();
    for (var tile : tiles) {
      films.add(Files.readAllBytes(tile));
    }
    byte[] configuration = box(films.getFirst(), "hvcC");
    var samples = films.stream().map(film -> body(film, "mdat")).toList();
    byte[] grid =
        ByteBuffer.allocate(8)
            .put(new byte[] {0, 0, 1, 1})
            .putShort((short) (2 * tileSide))
            .putShort((short) (2 * tileSide))
            .array();

    byte[] type = box("ftyp", "heic\0\0\0\0mif1heic".getBytes(ISO_8859_1));
    // The offsets in it do not change its size.
    int size = meta(samples, grid, configuration, tileSide, 0).length;
    byte[] meta = meta(samples, grid, configuration, tileSide, type.length + size + 8);
    var data = new ByteArrayOutputStream();
    for (byte[] sample : samples) {
      data.write(sample);
    }
    data.write(grid);
    Files.write(target, join(type, meta, box("mdat", data.toByteArray())));
  }

  private static byte[] meta(
      List<byte[]> samples, byte[] grid, byte[] configuration, int side, int offset) {
    int count = samples.size() + 1;
    byte[] handler =
        full("hdlr", 0, join(ints(0), "pict".getBytes(ISO_8859_1), ints(0, 0, 0), new byte[1]));
    byte[] primary = full("pitm", 0, shorts(GRID));
    var entries = new ArrayList<byte[]>();
    var places = new ArrayList<byte[]>();
    var uses = new ArrayList<byte[]>();
    int at = offset;
    for (int number = 0; number < count; number++) {
      boolean isGrid = number == samples.size();
      int id = isGrid ? GRID : number + 1;
      int length = isGrid ? grid.length : samples.get(number).length;
      entries.add(
          full(
              "infe",
              2 << 24 | (isGrid ? 0 : 1),
              join(shorts(id, 0), (isGrid ? "grid\0" : "hvc1\0").getBytes(ISO_8859_1))));
      places.add(join(shorts(id, 0, 1), ints(at, length)));
      uses.add(
          join(
              shorts(id),
              isGrid ? new byte[] {2, 3, (byte) 0x84} : new byte[] {2, (byte) 0x81, 2}));
      at += length;
    }
    byte[] information = full("iinf", 0, join(shorts(count), joined(entries)));
    byte[] location = full("iloc", 0, join(new byte[] {0x44, 0}, shorts(count), joined(places)));
    byte[] references = full("iref", 0, box("dimg", shorts(GRID, 4, 1, 2, 3, 4)));
    byte[] properties =
        box(
            "ipco",
            join(
                configuration,
                full("ispe", 0, ints(side, side)),
                full("ispe", 0, ints(2 * side, 2 * side)),
                box("irot", new byte[] {1})));
    byte[] association = full("ipma", 0, join(ints(count), joined(uses)));
    return full(
        "meta",
        0,
        join(
            handler,
            primary,
            information,
            location,
            references,
            box("iprp", join(properties, association))));
  }

  /// A whole box, found by its name.
  private static byte[] box(byte[] file, String name) {
    int at = new String(file, ISO_8859_1).indexOf(name) - 4;
    return Arrays.copyOfRange(file, at, at + ByteBuffer.wrap(file).getInt(at));
  }

  private static byte[] body(byte[] file, String name) {
    byte[] box = box(file, name);
    return Arrays.copyOfRange(box, 8, box.length);
  }

  private static byte[] box(String name, byte[] content) {
    return join(ints(content.length + 8), name.getBytes(ISO_8859_1), content);
  }

  private static byte[] full(String name, int versionAndFlags, byte[] content) {
    return box(name, join(ints(versionAndFlags), content));
  }

  private static byte[] ints(int... values) {
    var bytes = ByteBuffer.allocate(4 * values.length);
    for (int value : values) {
      bytes.putInt(value);
    }
    return bytes.array();
  }

  private static byte[] shorts(int... values) {
    var bytes = ByteBuffer.allocate(2 * values.length);
    for (int value : values) {
      bytes.putShort((short) value);
    }
    return bytes.array();
  }

  private static byte[] joined(List<byte[]> parts) {
    return join(parts.toArray(byte[][]::new));
  }

  private static byte[] join(byte[]... parts) {
    var joined = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      joined.writeBytes(part);
    }
    return joined.toByteArray();
  }
}
