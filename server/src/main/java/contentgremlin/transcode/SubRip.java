package contentgremlin.transcode;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Subtitles as they lie beside films, and WebVTT, which browsers want.
public final class SubRip {
  private static final Pattern TIMES =
      Pattern.compile(
          "\\s*(\\d{1,3}:)?(\\d{1,2}):(\\d{1,2})[,.](\\d{1,3})\\s*-->"
              + "\\s*(\\d{1,3}:)?(\\d{1,2}):(\\d{1,2})[,.](\\d{1,3})(.*)");

  private static final Pattern NUMBER = Pattern.compile("\\s*\\d{1,9}\\s*");

  /// What WebVTT has no word for: colours, fonts, places on the screen.
  private static final Pattern FOREIGN =
      Pattern.compile("</?font[^>]{0,200}>|\\{\\\\[^}]{0,200}\\}", Pattern.CASE_INSENSITIVE);

  private static final String BYTE_ORDER_MARK = "\ufeff";
  private static final Charset WINDOWS = Charset.forName("windows-1252");

  private SubRip() {}

  /// Whatever the bytes say they are; if nothing, UTF-8, and where they are no UTF-8, what Windows
  /// wrote in the West.
  public static String text(byte[] bytes) {
    if (startsWith(bytes, 0xff, 0xfe)) {
      return new String(bytes, 2, bytes.length - 2, StandardCharsets.UTF_16LE);
    }
    if (startsWith(bytes, 0xfe, 0xff)) {
      return new String(bytes, 2, bytes.length - 2, StandardCharsets.UTF_16BE);
    }
    try {
      var text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      return text.startsWith(BYTE_ORDER_MARK) ? text.substring(1) : text;
    } catch (CharacterCodingException _) {
      return new String(bytes, WINDOWS);
    }
  }

  private static boolean startsWith(byte[] bytes, int first, int second) {
    return bytes.length >= 2 && (bytes[0] & 0xff) == first && (bytes[1] & 0xff) == second;
  }

  /// @param text of a SubRip file, or of a WebVTT file, which stays as it is
  public static String toWebVtt(String text) {
    if (text.startsWith("WEBVTT")) {
      return text;
    }
    var result = new StringBuilder("WEBVTT\n");
    var lines = text.lines().toList();
    for (int at = 0; at < lines.size(); at++) {
      var times = TIMES.matcher(lines.get(at));
      if (times.matches()) {
        result.append('\n').append(time(times, 1)).append(" --> ").append(time(times, 5));
        result.append('\n');
        at = cue(lines, at + 1, result);
      }
    }
    return result.toString();
  }

  /// @return the last line of the cue
  private static int cue(List<String> lines, int from, StringBuilder result) {
    int at = from;
    while (at < lines.size() && !isEnd(lines, at)) {
      var line = FOREIGN.matcher(lines.get(at)).replaceAll("").replace("-->", "→");
      if (!line.isBlank()) {
        result.append(line.strip()).append('\n');
      }
      at++;
    }
    return at - 1;
  }

  /// An empty line may belong to the text: what follows then is neither a number nor a time.
  private static boolean isEnd(List<String> lines, int at) {
    if (TIMES.matcher(lines.get(at)).matches()) {
      return true;
    }
    return NUMBER.matcher(lines.get(at)).matches()
        && at + 1 < lines.size()
        && TIMES.matcher(lines.get(at + 1)).matches();
  }

  private static String time(Matcher times, int group) {
    var hours = times.group(group);
    return "%02d:%02d:%02d.%03d"
        .formatted(
            hours == null ? 0 : Integer.parseInt(hours.substring(0, hours.length() - 1)),
            Integer.parseInt(times.group(group + 1)),
            Integer.parseInt(times.group(group + 2)),
            Integer.parseInt((times.group(group + 3) + "00").substring(0, 3)));
  }
}
