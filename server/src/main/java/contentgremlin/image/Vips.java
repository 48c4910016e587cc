package contentgremlin.image;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// The few functions of libvips that are needed, called through the foreign function interface. Not
/// thread-safe. Pictures are never given back one by one: the process ends soon enough.
final class Vips {
  /// Kinds of metadata that a file keeps when it is written (VipsForeignKeep).
  static final int KEEP_NONE = 0;

  static final int KEEP_EXIF = 1;

  /// How a box is met (VipsSize): enlarging if need be, or never.
  static final int SIZE_BOTH = 0;

  static final int SIZE_DOWN = 2;

  private static final int ERROR_LINES_MAX = 3;
  private static final int THREADS = 2;
  private static final String ANY_LOADER = "VipsForeignLoad";

  private final Linker linker = Linker.nativeLinker();
  private final Arena arena;
  private final SymbolLookup symbols;

  Vips(Path library, Arena arena) {
    this.arena = arena;
    this.symbols = SymbolLookup.libraryLookup(library, arena);
    if (integer("vips_init", text("gremlin")) != 0) {
      throw new IllegalStateException("libvips does not start: " + error());
    }
    nothing("vips_concurrency_set", THREADS);
    nothing("vips_cache_set_max", 0);
    nothing("vips_operation_block_set", text(ANY_LOADER), 1);
  }

  /// Allows one decoder; all others stay blocked.
  void allow(String loader) {
    nothing("vips_operation_block_set", text(loader), 0);
  }

  /// Reads the header; pixels follow when they are asked for.
  MemorySegment open(MemorySegment bytes, String options) throws PictureException {
    var image =
        (MemorySegment)
            call(
                ValueLayout.ADDRESS,
                3,
                "vips_image_new_from_buffer",
                bytes,
                bytes.byteSize(),
                text(options),
                MemorySegment.NULL);
    if (image.equals(MemorySegment.NULL)) {
      throw failed();
    }
    return image;
  }

  /// Decodes and scales into a box, upright and in sRGB.
  MemorySegment thumbnail(MemorySegment bytes, String options, int width, int height, int size)
      throws PictureException {
    return produce(
        4,
        "vips_thumbnail_buffer",
        bytes,
        bytes.byteSize(),
        width,
        text("height"),
        height,
        text("size"),
        size,
        text("option_string"),
        text(options),
        text("output_profile"),
        text("srgb"));
  }

  MemorySegment scaled(MemorySegment image, int width, int height) throws PictureException {
    return produce(
        3, "vips_thumbnail_image", image, width, text("height"), height, text("size"), SIZE_DOWN);
  }

  /// @param quarters against the clock
  MemorySegment turned(MemorySegment image, int quarters) throws PictureException {
    // VipsAngle counts with the clock.
    return quarters == 0 ? image : produce(3, "vips_rot", image, (4 - quarters) % 4);
  }

  /// @param how 0 not, 1 top to bottom, 2 left to right
  MemorySegment mirrored(MemorySegment image, int how) throws PictureException {
    return how == 0 ? image : produce(3, "vips_flip", image, how == 1 ? 1 : 0);
  }

  void giveProfile(MemorySegment image, ByteBuffer profile) {
    var bytes = arena.allocate(profile.remaining());
    bytes.copyFrom(MemorySegment.ofBuffer(profile));
    nothing("vips_image_set_blob_copy", image, text("icc-profile-data"), bytes, bytes.byteSize());
  }

  /// All pixels in memory.
  MemorySegment inMemory(MemorySegment image) throws PictureException {
    var copy = (MemorySegment) call(ValueLayout.ADDRESS, -1, "vips_image_copy_memory", image);
    if (copy.equals(MemorySegment.NULL)) {
      throw failed();
    }
    return copy;
  }

  int width(MemorySegment image) {
    return integer("vips_image_get_width", image);
  }

  int height(MemorySegment image) {
    return integer("vips_image_get_page_height", image);
  }

  int pages(MemorySegment image) {
    return integer("vips_image_get_n_pages", image);
  }

  boolean isTurned(MemorySegment image) {
    return integer("vips_image_get_orientation", image) >= 5;
  }

  /// How much is to be seen: the spread of its values. Decodes everything.
  double deviation(MemorySegment image) throws PictureException {
    return measure("vips_deviate", image);
  }

  /// Decodes every pixel, or throws.
  void decodeAll(MemorySegment image) throws PictureException {
    measure("vips_avg", image);
  }

  void writeJpeg(MemorySegment image, String path, int quality, int keep) throws PictureException {
    var white =
        (MemorySegment)
            call(
                ValueLayout.ADDRESS,
                -1,
                "vips_array_double_new",
                arena.allocateFrom(ValueLayout.JAVA_DOUBLE, 255, 255, 255),
                3);
    write(
        "vips_jpegsave",
        image,
        path,
        text("Q"),
        quality,
        text("keep"),
        keep,
        text("background"),
        white,
        text("optimize_coding"),
        1,
        text("interlace"),
        1);
  }

  void writeWebp(MemorySegment image, String path, int quality, int keep) throws PictureException {
    write("vips_webpsave", image, path, text("Q"), quality, text("keep"), keep, text("effort"), 3);
  }

  void writeAvif(MemorySegment image, String path, int quality, int keep) throws PictureException {
    write(
        "vips_heifsave",
        image,
        path,
        text("compression"),
        4,
        text("Q"),
        quality,
        text("effort"),
        2,
        text("keep"),
        keep);
  }

  private void write(String function, MemorySegment image, String path, Object... options)
      throws PictureException {
    var arguments = new ArrayList<Object>(List.of(image, text(path)));
    arguments.addAll(List.of(options));
    arguments.add(MemorySegment.NULL);
    if ((int) call(ValueLayout.JAVA_INT, 2, function, arguments.toArray()) != 0) {
      throw failed();
    }
  }

  private double measure(String function, MemorySegment image) throws PictureException {
    var out = arena.allocate(ValueLayout.JAVA_DOUBLE);
    if ((int) call(ValueLayout.JAVA_INT, 2, function, image, out, MemorySegment.NULL) != 0) {
      throw failed();
    }
    return out.get(ValueLayout.JAVA_DOUBLE, 0);
  }

  /// Calls an operation whose fixed arguments are its inputs, a place for the output, and the
  /// width.
  private MemorySegment produce(int fixed, String function, Object... given)
      throws PictureException {
    var out = arena.allocate(ValueLayout.ADDRESS);
    var arguments = new ArrayList<Object>(List.of(given));
    arguments.add(fixed - 2, out);
    arguments.add(MemorySegment.NULL);
    if ((int) call(ValueLayout.JAVA_INT, fixed, function, arguments.toArray()) != 0) {
      throw failed();
    }
    return out.get(ValueLayout.ADDRESS, 0);
  }

  private int integer(String function, Object... arguments) {
    return (int) call(ValueLayout.JAVA_INT, -1, function, arguments);
  }

  private void nothing(String function, Object... arguments) {
    call(ValueLayout.JAVA_INT, -1, function, arguments);
  }

  /// @param variadicFrom index of the first argument of a variable list, or -1
  private Object call(MemoryLayout result, int variadicFrom, String function, Object... arguments) {
    var layouts = new MemoryLayout[arguments.length];
    for (int at = 0; at < arguments.length; at++) {
      layouts[at] =
          switch (arguments[at]) {
            case Integer _ -> ValueLayout.JAVA_INT;
            case Long _ -> ValueLayout.JAVA_LONG;
            case MemorySegment _ -> ValueLayout.ADDRESS;
            case Object other -> throw new IllegalArgumentException("can't pass " + other);
          };
    }
    var options =
        variadicFrom < 0
            ? new Linker.Option[0]
            : new Linker.Option[] {Linker.Option.firstVariadicArg(variadicFrom)};
    var handle =
        linker.downcallHandle(
            symbols.findOrThrow(function), FunctionDescriptor.of(result, layouts), options);
    try {
      return handle.invokeWithArguments(arguments);
    } catch (Throwable e) {
      throw new IllegalStateException("calling " + function + " failed", e);
    }
  }

  private PictureException failed() {
    return new PictureException("The picture can't be decoded: " + error());
  }

  private String error() {
    var message = (MemorySegment) call(ValueLayout.ADDRESS, -1, "vips_error_buffer");
    // The second line is the system's, such as that the disk is full.
    var lines = string(message).strip().lines().limit(ERROR_LINES_MAX).toList();
    return lines.isEmpty() ? "no word why" : String.join("; ", lines);
  }

  private MemorySegment text(String value) {
    return arena.allocateFrom(value);
  }

  private static String string(MemorySegment pointer) {
    var bytes = pointer.reinterpret(Long.MAX_VALUE);
    long end = 0;
    while (bytes.get(ValueLayout.JAVA_BYTE, end) != 0) {
      end++;
    }
    return new String(
        bytes.asSlice(0, end).toArray(ValueLayout.JAVA_BYTE),
        java.nio.charset.StandardCharsets.UTF_8);
  }
}
