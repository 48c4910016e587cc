package contentgremlin.http.server;

import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// One line of JSON per request, to the logger `contentgremlin.access`. Secrets in addresses are
/// blotted out; cookies, tokens and bodies are never written. Thread-safe.
final class AccessLog {
  private static final System.Logger LOG = System.getLogger("contentgremlin.access");

  /// Of addresses and agents: strangers choose them.
  private static final int TEXT_MAX = 512;

  private static final Set<String> SECRETS =
      Set.of("code", "token", "access_token", "key", "secret", "password", "session", "signature");

  private static final Pattern PARAMETER = Pattern.compile("([?&;])([^=&;]*)=([^&;]*)");

  private AccessLog() {}

  /// @param millis from the end of the request's head to the end of the answer
  record Line(
      String remote,
      String method,
      String target,
      String protocol,
      int status,
      long sent,
      double millis,
      @Nullable String agent,
      boolean isComplete) {}

  static void write(Line line) {
    if (LOG.isLoggable(System.Logger.Level.INFO)) {
      LOG.log(System.Logger.Level.INFO, json(line));
    }
  }

  static String json(Line line) {
    var text = new StringBuilder(256);
    text.append("{\"remote\":");
    quote(text, line.remote());
    text.append(",\"method\":");
    quote(text, line.method());
    text.append(",\"target\":");
    quote(text, blot(line.target()));
    text.append(",\"protocol\":");
    quote(text, line.protocol());
    text.append(",\"status\":").append(line.status());
    text.append(",\"bytes\":").append(line.sent());
    text.append(",\"millis\":").append(Math.round(line.millis() * 1000) / 1000.0);
    if (line.agent() != null) {
      text.append(",\"agent\":");
      quote(text, line.agent());
    }
    if (!line.isComplete()) {
      text.append(",\"aborted\":true");
    }
    return text.append('}').toString();
  }

  static String blot(String target) {
    if (target.indexOf('?') < 0) {
      return target;
    }
    return PARAMETER
        .matcher(target)
        .replaceAll(found ->
            SECRETS.contains(String.valueOf(PathParts.decodePart(found.group(2))))
                ? "$1$2=…"
                : java.util.regex.Matcher.quoteReplacement(found.group()));
  }

  private static void quote(StringBuilder text, String value) {
    text.append('"');
    int end = Math.min(value.length(), TEXT_MAX);
    for (int i = 0; i < end; i++) {
      char letter = value.charAt(i);
      if (letter == '"' || letter == '\\') {
        text.append('\\').append(letter);
      } else if (letter < 0x20 || letter == 0x7f || Character.isSurrogate(letter)) {
        text.append("\\u%04x".formatted((int) letter));
      } else {
        text.append(letter);
      }
    }
    text.append('"');
  }
}
