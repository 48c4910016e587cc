package contentgremlin.http.page;

import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Under which licence something may be used.
///
/// @param address where it is to be read, or null
public record Licence(String name, @Nullable String address) {
  private static final Pattern COMMONS =
      Pattern.compile(
          "https?://(?:www\\.)?creativecommons\\.org/(?:licenses/([a-z-]+)|publicdomain/(zero|mark))"
              + "/([0-9.]+)(?:/([a-z]{2}))?/?(?:deed.*|legalcode.*)?");

  /// @param said an address, or a name
  static Licence of(String said) {
    var commons = COMMONS.matcher(said);
    if (commons.matches()) {
      return new Licence(name(commons.group(1), commons.group(2), commons.group(3)), said);
    }
    return said.matches("https?://[^\\s\"<>]+") ? new Licence(said, said) : new Licence(said, null);
  }

  private static String name(@Nullable String kind, @Nullable String domain, String version) {
    if (kind != null) {
      return "CC " + kind.toUpperCase(Locale.ROOT) + " " + version;
    }
    return "zero".equals(domain) ? "CC0 " + version : "Public domain";
  }
}
