package contentgremlin.account;

import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Something that proves who someone is. Never stored so that it could be read back: a password is
/// an Argon2id hash, a token or session the SHA-256 of its random text.
///
/// @param id a number within the store; 0 for one that is not stored yet
/// @param account null for a secret of the operator's (a token made before any account exists)
/// @param data the hash
/// @param label what its owner calls it
/// @param scopes what a token may do, "*" for everything its account may
/// @param expires null if never
public record Secret(
    long id,
    @Nullable AccountId account,
    Kind kind,
    String data,
    String label,
    String scopes,
    Instant created,
    @Nullable Instant expires) {

  public enum Kind {
    PASSWORD,
    PASSKEY,
    TOKEN,
    SESSION,
    /// The one-time link that makes the first administrator.
    SETUP;

    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }

    public static Kind of(String word) {
      return valueOf(word.toUpperCase(Locale.ROOT));
    }
  }
}
