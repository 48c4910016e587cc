package contentgremlin.probe;

import contentgremlin.transcode.Probe;
import contentgremlin.transcode.Report;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A file opened by libavformat, told in the words that ffprobe has for it, so that what is
/// uploaded and what is mirrored are read alike.
final class LibAv implements AutoCloseable {
  // AVFormatContext
  private static final long INPUT_FORMAT = 8;
  private static final long STREAM_COUNT = 44;
  private static final long STREAMS = 48;
  private static final long CHAPTER_COUNT = 72;
  private static final long DURATION = 104;
  private static final long BIT_RATE = 112;
  private static final long METADATA = 192;
  private static final long CONTEXT_BYTES = 200;

  // AVStream
  private static final long PARAMETERS = 16;
  private static final long TIME_BASE = 32;
  private static final long STREAM_DURATION = 48;
  private static final long DISPOSITION = 64;
  private static final long STREAM_METADATA = 80;
  private static final long AVERAGE_RATE = 88;
  private static final long PICTURE_DATA = 96 + 24;
  private static final long PICTURE_SIZE = 96 + 32;
  private static final long REAL_RATE = 204;
  private static final long STREAM_BYTES = 212;

  // AVCodecParameters
  private static final long CODEC_TYPE = 0;
  private static final long CODEC_ID = 4;
  private static final long SIDE_DATA = 32;
  private static final long SIDE_DATA_COUNT = 40;
  private static final long PIXELS = 44;
  private static final long PROFILE = 64;
  private static final long WIDTH = 72;
  private static final long HEIGHT = 76;
  private static final long ASPECT = 80;
  private static final long CHANNELS = 132;
  private static final long SAMPLE_RATE = 152;
  private static final long PARAMETER_BYTES = 160;

  // AVPacketSideData
  private static final long SIDE_DATA_SIZE = 8;
  private static final long SIDE_DATA_TYPE = 16;
  private static final long SIDE_DATA_BYTES = 24;
  private static final int DISPLAY_MATRIX = 5;
  private static final int MATRIX_BYTES = 36;

  private static final int VIDEO = 0;
  private static final int AUDIO = 1;
  private static final int SUBTITLE = 3;
  private static final int DEFAULT = 0x1;
  private static final int ATTACHED_PICTURE = 0x400;
  private static final int TIMED_THUMBNAILS = 0x800;

  private static final int STREAMS_MAX = 200;
  private static final int TAGS_MAX = 500;
  private static final int SIDE_DATA_MAX = 50;
  private static final int CHAPTERS_MAX = 10_000;
  private static final long TIME_UNITS = 1_000_000;

  private final Native library;
  private final Arena arena = Arena.ofConfined();
  private final MemorySegment holder = arena.allocate(ValueLayout.ADDRESS);
  private final MemorySegment context;
  private final Map<String, String> values = new LinkedHashMap<>();

  private LibAv(Native library, OpenFile file) throws ProbeException {
    this.library = library;
    var options = arena.allocate(ValueLayout.ADDRESS);
    library.set(options, "protocol_whitelist", "file");
    library.set(options, "format_whitelist", Probe.FORMATS);
    int code = library.open(holder, arena.allocateFrom("file:" + file.path()), options);
    library.free(options);
    if (code < 0) {
      arena.close();
      throw ProbeException.unreadable(
          "It can't be read as a video or song: %s.".formatted(library.error(code)));
    }
    context = pointer(holder, 0, CONTEXT_BYTES);
  }

  /// Opens it, and reads as far into it as must be to know its streams.
  static LibAv open(Native library, OpenFile file) throws ProbeException {
    var opened = new LibAv(library, file);
    if (opened.saysTooLittle()) {
      // What goes wrong here shows in what is missing afterwards.
      int _ = library.findStreamInfo(opened.context);
    }
    return opened;
  }

  /// Films must be decoded a little to tell their pixels; the others only where their header does
  /// not say how long they are.
  private boolean saysTooLittle() {
    boolean length = context.get(ValueLayout.JAVA_LONG, DURATION) > 0;
    int count = streamCount();
    for (int each = 0; each < count; each++) {
      var stream = stream(each);
      var parameters = pointer(stream, PARAMETERS, PARAMETER_BYTES);
      int type = parameters.get(ValueLayout.JAVA_INT, CODEC_TYPE);
      boolean picture = (stream.get(ValueLayout.JAVA_INT, DISPOSITION) & ATTACHED_PICTURE) != 0;
      if (type == VIDEO && !picture) {
        return true;
      }
      if (type == AUDIO) {
        length |= stream.get(ValueLayout.JAVA_LONG, STREAM_DURATION) > 0;
        if (parameters.get(ValueLayout.JAVA_INT, SAMPLE_RATE) <= 0
            || parameters.get(ValueLayout.JAVA_INT, CHANNELS) <= 0) {
          return true;
        }
      }
    }
    return count == 0 || !length;
  }

  Report report() {
    text("format.format_name", Native.text(pointer(pointer(context, INPUT_FORMAT, 8), 0, 0)));
    number("format.bit_rate", context.get(ValueLayout.JAVA_LONG, BIT_RATE));
    tags("format.tags.", pointer(context, METADATA, 0));
    double longest = -1;
    for (int each = 0; each < streamCount(); each++) {
      longest = Math.max(longest, stream(each, "streams.stream." + each + "."));
    }
    long length = context.get(ValueLayout.JAVA_LONG, DURATION);
    double seconds = length > 0 ? (double) length / TIME_UNITS : longest;
    if (seconds > 0) {
      text("format.duration", decimal(seconds));
    }
    return new Report(values);
  }

  int chapters() {
    return Math.clamp(context.get(ValueLayout.JAVA_INT, CHAPTER_COUNT), 0, CHAPTERS_MAX);
  }

  /// The picture that it brings along, or null.
  @Nullable Picture cover() {
    for (int each = 0; each < streamCount(); each++) {
      var stream = stream(each);
      int size = stream.get(ValueLayout.JAVA_INT, PICTURE_SIZE);
      if ((stream.get(ValueLayout.JAVA_INT, DISPOSITION) & ATTACHED_PICTURE) == 0
          || size <= 0
          || size > Bytes.PIECE_MAX) {
        continue;
      }
      var parameters = pointer(stream, PARAMETERS, PARAMETER_BYTES);
      String codec = library.codecName(parameters.get(ValueLayout.JAVA_INT, CODEC_ID));
      var data = pointer(stream, PICTURE_DATA, size);
      boolean empty = data.equals(MemorySegment.NULL);
      return empty
          ? null
          : new Picture(
              Picture.FRONT, mediaType(codec), -1, size, () -> data.toArray(ValueLayout.JAVA_BYTE));
    }
    return null;
  }

  private static String mediaType(String codec) {
    return switch (codec) {
      case "mjpeg" -> "image/jpeg";
      case "png", "gif", "webp", "bmp", "tiff" -> "image/" + codec;
      default -> "";
    };
  }

  /// @return its length in seconds, or -1
  private double stream(int index, String prefix) {
    var stream = stream(index);
    var parameters = pointer(stream, PARAMETERS, PARAMETER_BYTES);
    int type = parameters.get(ValueLayout.JAVA_INT, CODEC_TYPE);
    int codec = parameters.get(ValueLayout.JAVA_INT, CODEC_ID);
    int disposition = stream.get(ValueLayout.JAVA_INT, DISPOSITION);
    number(prefix + "index", index);
    text(prefix + "codec_type", type(type));
    text(prefix + "codec_name", codec == 0 ? "" : library.codecName(codec));
    text(
        prefix + "profile",
        library.profileName(codec, parameters.get(ValueLayout.JAVA_INT, PROFILE)));
    number(prefix + "disposition.default", disposition & DEFAULT);
    number(prefix + "disposition.attached_pic", (disposition & ATTACHED_PICTURE) == 0 ? 0 : 1);
    number(prefix + "disposition.timed_thumbnails", (disposition & TIMED_THUMBNAILS) == 0 ? 0 : 1);
    if (type == VIDEO) {
      picture(prefix, stream, parameters);
    } else if (type == AUDIO) {
      number(prefix + "channels", parameters.get(ValueLayout.JAVA_INT, CHANNELS));
      number(prefix + "sample_rate", parameters.get(ValueLayout.JAVA_INT, SAMPLE_RATE));
    }
    tags(prefix + "tags.", pointer(stream, STREAM_METADATA, 0));
    return duration(prefix, stream);
  }

  private void picture(String prefix, MemorySegment stream, MemorySegment parameters) {
    number(prefix + "width", parameters.get(ValueLayout.JAVA_INT, WIDTH));
    number(prefix + "height", parameters.get(ValueLayout.JAVA_INT, HEIGHT));
    text(prefix + "pix_fmt", library.pixelsName(parameters.get(ValueLayout.JAVA_INT, PIXELS)));
    text(prefix + "sample_aspect_ratio", ratio(parameters, ASPECT, ":"));
    text(prefix + "avg_frame_rate", ratio(stream, AVERAGE_RATE, "/"));
    text(prefix + "r_frame_rate", ratio(stream, REAL_RATE, "/"));
    int count = Math.min(parameters.get(ValueLayout.JAVA_INT, SIDE_DATA_COUNT), SIDE_DATA_MAX);
    if (count <= 0) {
      return;
    }
    var all = pointer(parameters, SIDE_DATA, count * SIDE_DATA_BYTES);
    for (int each = 0; each < count; each++) {
      long at = each * SIDE_DATA_BYTES;
      if (all.get(ValueLayout.JAVA_INT, at + SIDE_DATA_TYPE) == DISPLAY_MATRIX
          && all.get(ValueLayout.JAVA_LONG, at + SIDE_DATA_SIZE) >= MATRIX_BYTES) {
        double degrees = library.rotation(pointer(all, at, MATRIX_BYTES));
        if (Double.isFinite(degrees)) {
          text(prefix + "side_data_list.side_data.0.rotation", decimal(degrees));
        }
      }
    }
  }

  private double duration(String prefix, MemorySegment stream) {
    long length = stream.get(ValueLayout.JAVA_LONG, STREAM_DURATION);
    int numerator = stream.get(ValueLayout.JAVA_INT, TIME_BASE);
    int denominator = stream.get(ValueLayout.JAVA_INT, TIME_BASE + 4);
    if (length <= 0 || numerator <= 0 || denominator <= 0) {
      return -1;
    }
    double seconds = (double) length * numerator / denominator;
    text(prefix + "duration", decimal(seconds));
    return seconds;
  }

  private void tags(String prefix, MemorySegment dictionary) {
    var entry = MemorySegment.NULL;
    for (int each = 0; each < TAGS_MAX; each++) {
      entry = library.next(dictionary, entry);
      if (entry.equals(MemorySegment.NULL)) {
        return;
      }
      var pair = entry.reinterpret(16);
      text(prefix + Native.text(pointer(pair, 0, 0)), Native.text(pointer(pair, 8, 0)));
    }
  }

  private static String type(int type) {
    return switch (type) {
      case VIDEO -> "video";
      case AUDIO -> "audio";
      case SUBTITLE -> "subtitle";
      default -> "data";
    };
  }

  private static String ratio(MemorySegment of, long at, String between) {
    int numerator = of.get(ValueLayout.JAVA_INT, at);
    int denominator = of.get(ValueLayout.JAVA_INT, at + 4);
    return numerator <= 0 || denominator <= 0 ? "" : numerator + between + denominator;
  }

  private static String decimal(double value) {
    return String.format(Locale.ROOT, "%.6f", value);
  }

  private int streamCount() {
    return Math.clamp(context.get(ValueLayout.JAVA_INT, STREAM_COUNT), 0, STREAMS_MAX);
  }

  private MemorySegment stream(int index) {
    var all = pointer(context, STREAMS, (long) streamCount() * 8);
    return pointer(all, index * 8L, STREAM_BYTES);
  }

  private static MemorySegment pointer(MemorySegment from, long at, long bytes) {
    var found = from.get(ValueLayout.ADDRESS, at);
    return found.equals(MemorySegment.NULL) ? found : found.reinterpret(bytes);
  }

  private void number(String name, long value) {
    values.putIfAbsent(name, Long.toString(value));
  }

  private void text(String name, String value) {
    if (!value.isEmpty()) {
      values.putIfAbsent(name, value);
    }
  }

  @Override
  public void close() {
    library.close(holder);
    arena.close();
  }
}
