package contentgremlin.probe;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The few functions of libavformat and its sisters that are needed. Pointers into their structures
/// go by the layout of one major version, which is the one that is brought along.
final class Native {
  /// Of libavformat: others lay their structures out differently.
  private static final int VERSION = 62;

  private static final String FORMAT = "libavformat.so." + VERSION;
  private static final String CODEC = "libavcodec.so.62";
  private static final String RESAMPLE = "libswresample.so.6";
  private static final String UTIL = "libavutil.so.60";
  private static final List<String> NEEDED = List.of("libdrm.so.2", "libva.so.2", "libva-drm.so.2");
  private static final int ERROR_BYTES = 128;
  private static final int TEXT_MAX = 64 << 10;
  private static final int QUIET = -8;

  private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT;
  private static final Linker LINKER = Linker.nativeLinker();

  private final MethodHandle open;
  private final MethodHandle findStreamInfo;
  private final MethodHandle close;
  private final MethodHandle codecName;
  private final MethodHandle profileName;
  private final MethodHandle pixelsName;
  private final MethodHandle dictionaryGet;
  private final MethodHandle dictionarySet;
  private final MethodHandle dictionaryFree;
  private final MethodHandle rotation;
  private final MethodHandle error;

  private Native(Path folder) {
    var arena = Arena.global();
    // Those that the others ask for come first: then nobody looks for them elsewhere.
    NEEDED.forEach(name -> SymbolLookup.libraryLookup(folder.resolve(name), arena));
    var util = SymbolLookup.libraryLookup(folder.resolve(UTIL), arena);
    SymbolLookup.libraryLookup(folder.resolve(RESAMPLE), arena);
    var codec = SymbolLookup.libraryLookup(folder.resolve(CODEC), arena);
    var format = SymbolLookup.libraryLookup(folder.resolve(FORMAT), arena);
    var pointer = ValueLayout.ADDRESS;
    open =
        function(
            format,
            "avformat_open_input",
            FunctionDescriptor.of(INT, pointer, pointer, pointer, pointer));
    findStreamInfo =
        function(format, "avformat_find_stream_info", FunctionDescriptor.of(INT, pointer, pointer));
    close = function(format, "avformat_close_input", FunctionDescriptor.ofVoid(pointer));
    codecName = function(codec, "avcodec_get_name", FunctionDescriptor.of(pointer, INT));
    profileName = function(codec, "avcodec_profile_name", FunctionDescriptor.of(pointer, INT, INT));
    pixelsName = function(util, "av_get_pix_fmt_name", FunctionDescriptor.of(pointer, INT));
    dictionaryGet =
        function(util, "av_dict_iterate", FunctionDescriptor.of(pointer, pointer, pointer));
    dictionarySet =
        function(util, "av_dict_set", FunctionDescriptor.of(INT, pointer, pointer, pointer, INT));
    dictionaryFree = function(util, "av_dict_free", FunctionDescriptor.ofVoid(pointer));
    rotation =
        function(
            util,
            "av_display_rotation_get",
            FunctionDescriptor.of(ValueLayout.JAVA_DOUBLE, pointer));
    error =
        function(
            util, "av_strerror", FunctionDescriptor.of(INT, INT, pointer, ValueLayout.JAVA_LONG));
    silence(util);
  }

  /// @param folder of the outside programs, or null
  /// @return null if the libraries are not there
  static @Nullable Native load(@Nullable Path folder) {
    var own = folder == null ? null : folder.resolve("ffmpeg").toAbsolutePath();
    return own == null || !Files.exists(own.resolve(FORMAT)) ? null : new Native(own);
  }

  int open(MemorySegment context, MemorySegment name, MemorySegment options) {
    try {
      return (int) open.invokeExact(context, name, MemorySegment.NULL, options);
    } catch (Throwable e) {
      throw failed(e);
    }
  }

  int findStreamInfo(MemorySegment context) {
    try {
      return (int) findStreamInfo.invokeExact(context, MemorySegment.NULL);
    } catch (Throwable e) {
      throw failed(e);
    }
  }

  void close(MemorySegment context) {
    try {
      close.invokeExact(context);
    } catch (Throwable e) {
      throw failed(e);
    }
  }

  String codecName(int id) {
    try {
      return text((MemorySegment) codecName.invokeExact(id));
    } catch (Throwable e) {
      throw failed(e);
    }
  }

  String profileName(int codec, int profile) {
    try {
      return text((MemorySegment) profileName.invokeExact(codec, profile));
    } catch (Throwable e) {
      throw failed(e);
    }
  }

  String pixelsName(int pixels) {
    try {
      return text((MemorySegment) pixelsName.invokeExact(pixels));
    } catch (Throwable e) {
      throw failed(e);
    }
  }

  /// The entry after that one; `NULL` before the first and after the last.
  MemorySegment next(MemorySegment dictionary, MemorySegment entry) {
    try {
      return (MemorySegment) dictionaryGet.invokeExact(dictionary, entry);
    } catch (Throwable e) {
      throw failed(e);
    }
  }

  void set(MemorySegment dictionary, String name, String value) {
    try (var arena = Arena.ofConfined()) {
      int _ =
          (int)
              dictionarySet.invokeExact(
                  dictionary, arena.allocateFrom(name), arena.allocateFrom(value), 0);
    } catch (Throwable e) {
      throw failed(e);
    }
  }

  void free(MemorySegment dictionary) {
    try {
      dictionaryFree.invokeExact(dictionary);
    } catch (Throwable e) {
      throw failed(e);
    }
  }

  /// Degrees, against the clock.
  double rotation(MemorySegment matrix) {
    try {
      return (double) rotation.invokeExact(matrix);
    } catch (Throwable e) {
      throw failed(e);
    }
  }

  String error(int code) {
    try (var arena = Arena.ofConfined()) {
      var buffer = arena.allocate(ERROR_BYTES);
      int _ = (int) error.invokeExact(code, buffer, (long) ERROR_BYTES);
      return buffer.getString(0);
    } catch (Throwable e) {
      throw failed(e);
    }
  }

  /// The text there, as far as it can be read; the empty string for no pointer.
  static String text(MemorySegment pointer) {
    if (pointer.equals(MemorySegment.NULL)) {
      return "";
    }
    var bytes = pointer.reinterpret(TEXT_MAX);
    int end = 0;
    while (end < TEXT_MAX && bytes.get(ValueLayout.JAVA_BYTE, end) != 0) {
      end++;
    }
    return new String(bytes.asSlice(0, end).toArray(ValueLayout.JAVA_BYTE), StandardCharsets.UTF_8);
  }

  private static void silence(SymbolLookup util) {
    var level = function(util, "av_log_set_level", FunctionDescriptor.ofVoid(INT));
    try {
      level.invokeExact(QUIET);
    } catch (Throwable e) {
      throw failed(e);
    }
  }

  private static MethodHandle function(
      SymbolLookup library, String name, FunctionDescriptor descriptor) {
    return LINKER.downcallHandle(library.findOrThrow(name), descriptor);
  }

  private static IllegalStateException failed(Throwable cause) {
    return new IllegalStateException("libavformat can't be called", cause);
  }
}
