package contentgremlin.http.server;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a `Range` header asks for (RFC 9110 section 14).
sealed interface ByteRanges {
  /// No header, another unit, broken syntax, or too many: the whole file.
  record Whole() implements ByteRanges {}

  /// Never empty; ascending and apart from each other.
  record Some(List<Span> spans) implements ByteRanges {}

  /// None of it is in the file.
  record Outside() implements ByteRanges {}

  /// @param end exclusive
  record Span(long start, long end) {
    long length() {
      return end - start;
    }

    String contentRange(long size) {
      return "bytes " + start + "-" + (end - 1) + "/" + size;
    }
  }

  static ByteRanges parse(@Nullable String header, long size) {
    if (header == null || !header.regionMatches(true, 0, "bytes=", 0, 6)) {
      return new Whole();
    }
    var found = new ArrayList<Span>();
    int count = 0;
    for (var text : header.substring(6).split(",", -1)) {
      var spec = text.strip();
      // RFC 9110 section 5.6.1: empty list elements are to be ignored.
      if (spec.isEmpty()) {
        continue;
      }
      count++;
      var span = span(spec, size);
      if (span == null || count > Limits.RANGES) {
        return new Whole();
      }
      if (span.length() > 0) {
        found.add(span);
      }
    }
    if (count == 0) {
      return new Whole();
    }
    return found.isEmpty() ? new Outside() : new Some(merged(found));
  }

  /// @return an empty span if it lies outside, null if it makes no sense
  private static @Nullable Span span(String spec, long size) {
    int dash = spec.indexOf('-');
    if (dash < 0) {
      return null;
    }
    long first = number(spec.substring(0, dash));
    long last = number(spec.substring(dash + 1));
    boolean isSuffix = dash == 0;
    boolean isOpen = dash == spec.length() - 1;
    if ((first < 0 && !isSuffix) || (last < 0 && !isOpen) || (isSuffix && isOpen)) {
      return null;
    }
    if (isSuffix) {
      return new Span(Math.max(0, size - last), size);
    }
    if (isOpen) {
      return new Span(Math.min(first, size), size);
    }
    if (last < first) {
      return null;
    }
    long end = last >= size ? size : last + 1;
    return new Span(Math.min(first, end), end);
  }

  /// @return -1 if it is no number; one too great for any file counts as the greatest
  private static long number(String digits) {
    if (digits.isEmpty() || !digits.chars().allMatch(letter -> letter >= '0' && letter <= '9')) {
      return -1;
    }
    return digits.length() > 18 ? Long.MAX_VALUE - 1 : Long.parseLong(digits);
  }

  /// Overlapping spans would let a short request ask for a file many times over.
  private static List<Span> merged(List<Span> spans) {
    boolean isAscendingAndApart = true;
    for (int i = 1; i < spans.size(); i++) {
      isAscendingAndApart &= spans.get(i).start() > spans.get(i - 1).end();
    }
    if (isAscendingAndApart) {
      return List.copyOf(spans);
    }
    var sorted = new ArrayList<>(spans);
    sorted.sort(Comparator.comparingLong(Span::start));
    var merged = new ArrayList<Span>();
    for (var span : sorted) {
      var last = merged.isEmpty() ? null : merged.getLast();
      if (last != null && span.start() <= last.end()) {
        merged.set(merged.size() - 1, new Span(last.start(), Math.max(last.end(), span.end())));
      } else {
        merged.add(span);
      }
    }
    return List.copyOf(merged);
  }
}
