package contentgremlin.http.page;

import contentgremlin.http.Request;
import java.util.Arrays;
import java.util.Locale;

/// The colours that a person chose; kept in a cookie, so that pages come in them from the start.
public enum Theme {
  /// As the device is set.
  AUTO,
  LIGHT,
  DARK;

  static final String COOKIE = "gremlin_theme";

  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  static Theme of(Request request) {
    return of(request.cookie(COOKIE).orElse(""));
  }

  static Theme of(String word) {
    return Arrays.stream(values()).filter(it -> it.word().equals(word)).findFirst().orElse(AUTO);
  }
}
