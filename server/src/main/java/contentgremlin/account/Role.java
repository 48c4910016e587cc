package contentgremlin.account;

import java.util.Locale;

/// What an account may do; each one may also do what those below it may.
public enum Role {
  VIEWER,
  UPLOADER,
  MODERATOR,
  ADMINISTRATOR;

  public boolean includes(Role other) {
    return compareTo(other) >= 0;
  }

  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  public static Role of(String word) {
    return valueOf(word.toUpperCase(Locale.ROOT));
  }
}
