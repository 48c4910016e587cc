package contentgremlin.transcode;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/// What a HEIF file says of how its main picture is to be shown (ISO/IEC 23008-12, section 6.5).
///
/// @param quarterTurns against the clock, 0 to 3
/// @param mirrored before it is turned: 0 not, 1 top to bottom, 2 left to right
/// @param profile an ICC profile of its colours; empty if there is none
/// @param width in pixels, before it is turned; 0 where it does not say
/// @param height likewise
public record HeifHeader(
    int quarterTurns, int mirrored, ByteBuffer profile, int width, int height) {
  public static final HeifHeader PLAIN = new HeifHeader(0, 0, ByteBuffer.allocate(0), 0, 0);

  private static final int BOXES_MAX = 10_000;
  private static final int LONG_INDEX = 1;

  private record Box(String name, ByteBuffer content) {}

  /// Never fails: what can't be read is taken for plain.
  public static HeifHeader parse(ByteBuffer file) {
    try {
      for (var box : boxes(file)) {
        if (box.name().equals("meta")) {
          return meta(box.content().position(4).slice());
        }
      }
      return PLAIN;
    } catch (RuntimeException _) {
      return PLAIN;
    }
  }

  private static HeifHeader meta(ByteBuffer content) {
    int primary = 0;
    List<Box> properties = List.of();
    List<Integer> used = List.of();
    var children = boxes(content);
    for (var box : children) {
      if (box.name().equals("pitm")) {
        primary =
            box.content().get(0) == 0
                ? box.content().getShort(4) & 0xffff
                : box.content().getInt(4);
      }
    }
    for (var box : children) {
      if (!box.name().equals("iprp")) {
        continue;
      }
      for (var inner : boxes(box.content())) {
        switch (inner.name()) {
          case "ipco" -> properties = boxes(inner.content());
          case "ipma" -> used = used.isEmpty() ? associated(inner.content(), primary) : used;
          default -> {
            // Nothing else says how to show it.
          }
        }
      }
    }
    return of(properties, used);
  }

  private static HeifHeader of(List<Box> properties, List<Integer> used) {
    var header = PLAIN;
    for (int index : used) {
      if (index < 1 || index > properties.size()) {
        continue;
      }
      var content = properties.get(index - 1).content();
      header =
          switch (properties.get(index - 1).name()) {
            case "irot" -> header.turned(content.get(0) & 3);
            case "imir" -> header.mirrored(1 + (content.get(0) & 1));
            case "colr" -> header.coloured(profile(content, header.profile()));
            case "ispe" -> header.sized(content.getInt(4), content.getInt(8));
            default -> header;
          };
    }
    return header;
  }

  private HeifHeader turned(int turns) {
    return new HeifHeader(turns, mirrored, profile, width, height);
  }

  private HeifHeader mirrored(int how) {
    return new HeifHeader(quarterTurns, how, profile, width, height);
  }

  private HeifHeader coloured(ByteBuffer how) {
    return new HeifHeader(quarterTurns, mirrored, how, width, height);
  }

  private HeifHeader sized(int wide, int high) {
    return new HeifHeader(quarterTurns, mirrored, profile, wide, high);
  }

  private static ByteBuffer profile(ByteBuffer colour, ByteBuffer before) {
    var kind = new byte[4];
    colour.get(0, kind);
    String name = new String(kind, ISO_8859_1);
    boolean whole = name.equals("prof") || name.equals("rICC");
    return whole ? colour.slice(4, colour.limit() - 4) : before;
  }

  /// Numbers of the properties that an item has, from 1.
  private static List<Integer> associated(ByteBuffer content, int item) {
    int version = content.get(0);
    boolean longIndex = (content.getInt(0) & LONG_INDEX) != 0;
    content.position(4);
    int items = content.getInt();
    for (int number = 0; number < Math.min(items, BOXES_MAX); number++) {
      int id = version == 0 ? content.getShort() & 0xffff : content.getInt();
      int count = content.get() & 0xff;
      var numbers = new ArrayList<Integer>();
      for (int each = 0; each < count; each++) {
        numbers.add(longIndex ? content.getShort() & 0x7fff : content.get() & 0x7f);
      }
      if (id == item) {
        return numbers;
      }
    }
    return List.of();
  }

  private static List<Box> boxes(ByteBuffer content) {
    var boxes = new ArrayList<Box>();
    int at = 0;
    while (at + 8 <= content.limit() && boxes.size() < BOXES_MAX) {
      long size = content.getInt(at) & 0xffffffffL;
      var name = new byte[4];
      content.get(at + 4, name);
      // 0 and 1 stand for "to the end" and for 64 bits: no box with properties is that large.
      long end = size < 8 ? content.limit() : Math.min(at + size, content.limit());
      boxes.add(new Box(new String(name, ISO_8859_1), content.slice(at + 8, (int) (end - at - 8))));
      at = (int) end;
    }
    return boxes;
  }
}
