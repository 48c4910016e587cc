package contentgremlin.account;

import java.time.Instant;

/// A person with an account. The name can change; links by an old name lead to the new one.
///
/// @param name the default one of its names
/// @param quotaBytes how much its originals may take, or [#QUOTA_NONE]
public record Account(AccountId id, String name, Role role, long quotaBytes, Instant created) {
  public static final long QUOTA_NONE = -1;

  /// Lower-case letters, digits, `_` and `-`: 2 to 32 of them, a letter or a digit first.
  public static boolean isName(String text) {
    return text.matches("[a-z0-9][a-z0-9_-]{1,31}");
  }
}
