package contentgremlin.http.server;

import contentgremlin.http.Request;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Whether a conditional request is carried out (RFC 9110 section 13), for a file with a strong
/// tag.
///
/// @param etag with its quotes
record Conditions(String etag, Instant modified) {
  private static final DateTimeFormatter HTTP_DATE =
      DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  /// A tag may contain commas, so a list of them can't be cut at those.
  private static final Pattern TAG = Pattern.compile("(W/)?(\"[^\"]*\")");

  enum Verdict {
    PROCEED,
    NOT_MODIFIED,
    FAILED
  }

  static String date(Instant time) {
    return HTTP_DATE.format(time);
  }

  /// In the order of section 13.2.2.
  Verdict verdict(Request request) {
    var match = request.headers("If-Match");
    if (!match.isEmpty()) {
      if (!names(match, true)) {
        return Verdict.FAILED;
      }
    } else if (isModifiedSince(request.header("If-Unmodified-Since").orElse(null), false)) {
      return Verdict.FAILED;
    }
    var noneMatch = request.headers("If-None-Match");
    if (!noneMatch.isEmpty()) {
      return names(noneMatch, false) ? Verdict.NOT_MODIFIED : Verdict.PROCEED;
    }
    return isModifiedSince(request.header("If-Modified-Since").orElse(null), true)
        ? Verdict.PROCEED
        : Verdict.NOT_MODIFIED;
  }

  /// Whether the ranges are wanted of this version of the file (`If-Range`, section 13.1.5).
  boolean allowsRanges(Request request) {
    var condition = request.header("If-Range").orElse(null);
    if (condition == null) {
      return true;
    }
    if (condition.startsWith("\"") || condition.startsWith("W/")) {
      return condition.equals(etag);
    }
    var time = instant(condition);
    return time != null && time.equals(modified.truncatedTo(ChronoUnit.SECONDS));
  }

  private boolean isModifiedSince(@Nullable String header, boolean unknown) {
    var time = header == null ? null : instant(header);
    return time == null ? unknown : modified.truncatedTo(ChronoUnit.SECONDS).isAfter(time);
  }

  private boolean names(List<String> lines, boolean strong) {
    for (var line : lines) {
      if (line.strip().equals("*")) {
        return true;
      }
      var tags = TAG.matcher(line);
      while (tags.find()) {
        boolean isWeak = tags.group(1) != null;
        if (tags.group(2).equals(etag) && !(strong && isWeak)) {
          return true;
        }
      }
    }
    return false;
  }

  private static @Nullable Instant instant(String date) {
    try {
      return Instant.from(HTTP_DATE.parse(date));
    } catch (DateTimeException _) {
      return null;
    }
  }
}
