package contentgremlin.programs;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;

/// A shared library without any function: just enough for the dynamic linker to accept it where a
/// program names it. Functions are looked up when they are first called, so a program that calls
/// none never misses them. Layout: System V ABI, chapters 4 and 5, its AMD64 supplement, and the
/// Linux Standard Base on symbol versions. Immutable.
///
/// @param name that others ask for: "libxcb.so.1"
/// @param versions of symbols that others require of it; the linker warns if one is missing
record StubLibrary(String name, List<String> versions) {
  private static final int FILE_HEADER = 64;
  private static final int PROGRAM_HEADER = 56;
  private static final int PROGRAM_HEADERS = 3;
  private static final int SYMBOL = 24;
  private static final int DYNAMIC_ENTRY = 16;
  private static final int VERSION_DEFINITION = 20;
  private static final int VERSION_NAME = 8;
  private static final int PAGE = 4096;

  // Types of program headers.
  private static final int LOAD = 1;
  private static final int DYNAMIC = 2;
  private static final int STACK = 0x6474e551;

  private static final int READABLE_WRITABLE = 6;

  // Tags of dynamic entries.
  private static final long HASH = 4;
  private static final long STRING_TABLE = 5;
  private static final long SYMBOL_TABLE = 6;
  private static final long STRING_TABLE_SIZE = 10;
  private static final long SYMBOL_SIZE = 11;
  private static final long SONAME = 14;
  private static final long VERSION_OF_SYMBOLS = 0x6ffffff0L;
  private static final long VERSIONS_DEFINED = 0x6ffffffcL;
  private static final long VERSIONS_DEFINED_COUNT = 0x6ffffffdL;

  byte[] bytes() {
    var strings = new Strings();
    var names = strings.add(name);
    var defined = versions.isEmpty() ? List.<String>of() : List.copyOf(withOwnName());
    var nameOffsets = defined.stream().map(strings::add).toList();

    // One segment holds everything, in this order; its addresses are its offsets in the file.
    int symbols = FILE_HEADER + PROGRAM_HEADERS * PROGRAM_HEADER;
    int hash = symbols + SYMBOL;
    int definitions = hash + 4 * Integer.BYTES;
    int symbolVersions = definitions + defined.size() * (VERSION_DEFINITION + VERSION_NAME);
    int stringTable = symbolVersions + Short.BYTES;
    int dynamic = aligned(stringTable + strings.size());
    int dynamicEntries = defined.isEmpty() ? 7 : 10;
    int size = dynamic + dynamicEntries * DYNAMIC_ENTRY;

    var out = ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
    putFileHeader(out);
    putProgramHeader(out, LOAD, 0, size, PAGE);
    putProgramHeader(out, DYNAMIC, dynamic, size - dynamic, Long.BYTES);
    // Without this one the linker would make every stack executable.
    putProgramHeader(out, STACK, 0, 0, DYNAMIC_ENTRY);

    // The one symbol that every table begins with stays zero; one bucket, which is empty.
    out.position(hash).putInt(1).putInt(1).putInt(0).putInt(0);
    out.position(definitions);
    putVersions(out, defined, nameOffsets);
    out.position(stringTable).put(strings.bytes());

    out.position(dynamic);
    putDynamic(out, SONAME, names);
    putDynamic(out, HASH, hash);
    putDynamic(out, STRING_TABLE, stringTable);
    putDynamic(out, SYMBOL_TABLE, symbols);
    putDynamic(out, STRING_TABLE_SIZE, strings.size());
    putDynamic(out, SYMBOL_SIZE, SYMBOL);
    if (!defined.isEmpty()) {
      putDynamic(out, VERSION_OF_SYMBOLS, symbolVersions);
      putDynamic(out, VERSIONS_DEFINED, definitions);
      putDynamic(out, VERSIONS_DEFINED_COUNT, defined.size());
    }
    putDynamic(out, 0, 0);
    return out.array();
  }

  /// The first version that a library defines is always itself.
  private List<String> withOwnName() {
    return Stream.concat(Stream.of(name), versions.stream()).toList();
  }

  private static void putFileHeader(ByteBuffer out) {
    out.put(new byte[] {0x7f, 'E', 'L', 'F'});
    out.put((byte) 2).put((byte) 1).put((byte) 1); // 64 bits, little endian, version 1
    out.position(16);
    out.putShort((short) 3).putShort((short) 62).putInt(1); // shared object, AMD64, version 1
    out.putLong(0).putLong(FILE_HEADER).putLong(0); // no entry; program headers; no sections
    out.putInt(0).putShort((short) FILE_HEADER);
    out.putShort((short) PROGRAM_HEADER).putShort((short) PROGRAM_HEADERS);
    out.putShort((short) 64).putShort((short) 0).putShort((short) 0);
  }

  private static void putProgramHeader(ByteBuffer out, int type, long at, long size, long align) {
    out.putInt(type).putInt(READABLE_WRITABLE);
    out.putLong(at).putLong(at).putLong(at).putLong(size).putLong(size).putLong(align);
  }

  private static void putVersions(ByteBuffer out, List<String> versions, List<Integer> names) {
    for (int i = 0; i < versions.size(); i++) {
      boolean last = i == versions.size() - 1;
      out.putShort((short) 1); // the structure's version
      out.putShort((short) (i == 0 ? 1 : 0)); // the first stands for the library itself
      out.putShort((short) (i + 1)).putShort((short) 1);
      out.putInt(hash(versions.get(i)));
      out.putInt(VERSION_DEFINITION).putInt(last ? 0 : VERSION_DEFINITION + VERSION_NAME);
      out.putInt(names.get(i)).putInt(0);
    }
  }

  private static void putDynamic(ByteBuffer out, long tag, long value) {
    out.putLong(tag).putLong(value);
  }

  private static int aligned(int offset) {
    return (offset + DYNAMIC_ENTRY - 1) / DYNAMIC_ENTRY * DYNAMIC_ENTRY;
  }

  /// The hash of a name (System V ABI, chapter 5).
  static int hash(String text) {
    int hash = 0;
    for (byte letter : text.getBytes(StandardCharsets.US_ASCII)) {
      hash = (hash << 4) + letter;
      int high = hash & 0xf0000000;
      hash = (hash ^ (high >>> 24)) & ~high;
    }
    return hash;
  }

  /// Texts one after another, each ended by a zero; the first is empty.
  private static final class Strings {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    Strings() {
      bytes.write(0);
    }

    /// @return its offset
    int add(String text) {
      int offset = bytes.size();
      bytes.writeBytes(text.getBytes(StandardCharsets.US_ASCII));
      bytes.write(0);
      return offset;
    }

    int size() {
      return bytes.size();
    }

    byte[] bytes() {
      return bytes.toByteArray();
    }
  }
}
