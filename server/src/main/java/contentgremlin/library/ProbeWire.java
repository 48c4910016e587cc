package contentgremlin.library;

import static java.nio.charset.StandardCharsets.UTF_8;

import contentgremlin.item.MediaFacts;
import contentgremlin.item.MediaType;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What goes through the pipes between a prober and its helpers: frames of four bytes that tell the
/// length, most significant first, then that many bytes. Orders go one way, answers with the
/// order's number the other.
///
/// Whatever comes from a helper is read with care: a file may have taken the helper over.
public final class ProbeWire {
  /// Longer frames are never sent; one that claims to be longer is broken.
  public static final int FRAME_MAX = 4 << 20;

  public static final int LENGTH_BYTES = Integer.BYTES;

  /// The first words of a helper, before any order: it stands, and what comes after is about files.
  public static final Numbered READY = new Numbered(-1, new Answer.NoCover());

  private static final int NAMES_MAX = 1_000;
  private static final int VALUES_MAX = 1_000;
  private static final int NO_OFFSET = Integer.MIN_VALUE;

  private ProbeWire() {}

  /// What a helper is asked.
  ///
  /// @param order its number is the one that the answer bears
  /// @param target where to write the cover, or the empty string if the file is to be read
  public record Question(ProbeOrder order, String target) {}

  /// What a helper says.
  public sealed interface Answer {
    record Read(ProbedMedia media) implements Answer {}

    record Unreadable(String reason) implements Answer {}

    record Vanished() implements Answer {}

    record Unreachable(String reason) implements Answer {}

    record Cover(String mediaType, long bytes) implements Answer {}

    record NoCover() implements Answer {}
  }

  /// An answer, and the order it belongs to.
  public record Numbered(long number, Answer answer) {}

  /// With its length before it.
  public static byte[] question(Question question) {
    var out = new Writer();
    out.number(question.order().number());
    out.text(question.order().path());
    out.number(question.order().size());
    out.number(question.order().modified());
    out.text(question.target());
    return out.frame();
  }

  /// @param frame without its length
  /// @throws IllegalArgumentException if it is none
  public static Question question(byte[] frame) {
    try {
      var in = new Reader(ByteBuffer.wrap(frame));
      var order = new ProbeOrder(in.number(), in.text(), in.number(), in.number());
      return new Question(order, in.text());
    } catch (BufferUnderflowException e) {
      throw broken(e);
    }
  }

  /// With its length before it.
  public static byte[] answer(Numbered numbered) {
    var out = new Writer();
    out.number(numbered.number());
    switch (numbered.answer()) {
      case Answer.Read read -> {
        out.small(0);
        media(out, read.media());
      }
      case Answer.Unreadable unreadable -> {
        out.small(1);
        out.text(unreadable.reason());
      }
      case Answer.Vanished _ -> out.small(2);
      case Answer.Unreachable unreachable -> {
        out.small(3);
        out.text(unreachable.reason());
      }
      case Answer.Cover cover -> {
        out.small(4);
        out.text(cover.mediaType());
        out.number(cover.bytes());
      }
      case Answer.NoCover _ -> out.small(5);
    }
    return out.frame();
  }

  /// @param frame without its length
  /// @throws IllegalArgumentException if it is none
  public static Numbered answer(byte[] frame) {
    try {
      var in = new Reader(ByteBuffer.wrap(frame));
      long number = in.number();
      Answer answer =
          switch (in.small()) {
            case 0 -> new Answer.Read(media(in));
            case 1 -> new Answer.Unreadable(in.text());
            case 2 -> new Answer.Vanished();
            case 3 -> new Answer.Unreachable(in.text());
            case 4 -> new Answer.Cover(in.text(), in.number());
            case 5 -> new Answer.NoCover();
            default -> throw new IllegalArgumentException("no such answer");
          };
      return new Numbered(number, answer);
    } catch (BufferUnderflowException | DateTimeException | ArithmeticException e) {
      throw broken(e);
    }
  }

  private static void media(Writer out, ProbedMedia media) {
    out.text(media.type().name());
    out.text(media.facts().format() == null ? "" : media.facts().format());
    out.number(media.facts().duration().toMillis());
    out.small(media.facts().width());
    out.small(media.facts().height());
    tags(out, media.tags());
    var codecs = media.codecs();
    for (var text :
        List.of(
            codecs.container(),
            codecs.video(),
            codecs.profile(),
            codecs.pixels(),
            codecs.audio())) {
      out.text(text);
    }
    taken(out, media.taken());
    var cover = media.cover();
    out.text(cover == null ? "" : cover.mediaType());
    out.number(cover == null ? -1 : cover.offset());
    out.number(cover == null ? -1 : cover.length());
    out.small(media.chapters());
    out.text(media.essence());
  }

  private static ProbedMedia media(Reader in) {
    var type = MediaType.valueOf(in.text());
    String format = in.text();
    var facts =
        new MediaFacts(
            format.isEmpty() ? null : format,
            Duration.ofMillis(in.number()),
            in.small(),
            in.small());
    var tags = tags(in);
    var codecs = new Codecs(in.text(), in.text(), in.text(), in.text(), in.text());
    var taken = taken(in);
    var cover = new EmbeddedCover(in.text(), in.number(), in.number());
    return new ProbedMedia(
        type, facts, tags, codecs, taken, cover.length() < 0 ? null : cover, in.small(), in.text());
  }

  private static void tags(Writer out, Tags tags) {
    out.small(tags.values().size());
    tags.values()
        .forEach((name, values) -> {
          out.text(name);
          out.small(values.size());
          values.forEach(out::text);
        });
  }

  private static Tags tags(Reader in) {
    int names = in.count(NAMES_MAX);
    var all = new LinkedHashMap<String, List<String>>();
    for (int at = 0; at < names; at++) {
      String name = in.text();
      int count = in.count(VALUES_MAX);
      var values = new ArrayList<String>(count);
      for (int each = 0; each < count; each++) {
        values.add(in.text());
      }
      all.put(name, values);
    }
    return all.isEmpty() ? Tags.NONE : new Tags(Map.copyOf(all));
  }

  private static void taken(Writer out, @Nullable Taken taken) {
    out.text(taken == null ? "" : taken.local().toString());
    var offset = taken == null ? null : taken.offset();
    out.small(offset == null ? NO_OFFSET : offset.getTotalSeconds());
  }

  private static @Nullable Taken taken(Reader in) {
    String local = in.text();
    int offset = in.small();
    return local.isEmpty()
        ? null
        : new Taken(
            LocalDateTime.parse(local),
            offset == NO_OFFSET ? null : ZoneOffset.ofTotalSeconds(offset));
  }

  private static IllegalArgumentException broken(RuntimeException cause) {
    return new IllegalArgumentException("a frame between prober and helper is broken", cause);
  }

  /// Grows as it must.
  private static final class Writer {
    private static final int FIRST = 2_048;

    private ByteBuffer buffer = ByteBuffer.allocate(FIRST).position(LENGTH_BYTES);

    void small(int value) {
      room(Integer.BYTES).putInt(value);
    }

    void number(long value) {
      room(Long.BYTES).putLong(value);
    }

    void text(String value) {
      byte[] bytes = value.getBytes(UTF_8);
      small(bytes.length);
      room(bytes.length).put(bytes);
    }

    byte[] frame() {
      int length = buffer.position() - LENGTH_BYTES;
      if (length > FRAME_MAX) {
        throw new IllegalArgumentException("a frame of " + length + " bytes is too long");
      }
      buffer.putInt(0, length);
      var bytes = new byte[buffer.position()];
      buffer.get(0, bytes);
      return bytes;
    }

    private ByteBuffer room(int bytes) {
      if (buffer.remaining() < bytes) {
        int size = Math.max(buffer.capacity() * 2, buffer.position() + bytes);
        buffer = ByteBuffer.allocate(size).put(buffer.flip());
      }
      return buffer;
    }
  }

  private record Reader(ByteBuffer buffer) {
    int small() {
      return buffer.getInt();
    }

    long number() {
      return buffer.getLong();
    }

    int count(int most) {
      int count = small();
      if (count < 0 || count > most) {
        throw new IllegalArgumentException("a frame counts to " + count);
      }
      return count;
    }

    String text() {
      int length = count(buffer.remaining() - Integer.BYTES);
      var bytes = new byte[length];
      buffer.get(bytes);
      return new String(bytes, UTF_8);
    }
  }
}
