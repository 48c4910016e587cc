package contentgremlin.engine;

import com.password4j.Argon2Function;
import com.password4j.BcryptFunction;
import com.password4j.types.Argon2;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.text.Normalizer;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Rules for passwords, and their hashes: Argon2id with the parameters that OWASP's password
/// storage sheet names first. Thread-safe.
///
/// Each hash takes 19 MiB while it is made, so few are made at once and few may wait for that.
final class Passwords {
  static final int LENGTH_MIN = 8;

  /// In UTF-16 units; only so that nobody makes us hash megabytes.
  static final int LENGTH_MAX = 512;

  private static final int MEMORY_KIB = 19 * 1024;
  private static final int ITERATIONS = 2;
  private static final int PARALLELISM = 1;
  private static final int HASH_BYTES = 32;
  private static final int SALT_BYTES = 16;

  private static final int HASHES_AT_ONCE = 2;
  private static final int HASHES_WAITING_MAX = 64;

  /// bcrypt never looks at more.
  private static final int BCRYPT_BYTES = 72;

  /// 2a, 2b and 2y name the same computation, and were renamed when some programs had it wrong for
  /// letters beyond ASCII. The library computes 2a as the wrong ones did; nobody's hashes here are.
  private static final String SOUND = "$2b$";

  /// A work factor of 12, the usual one, takes a quarter of a second; every login pays for it while
  /// anybody has such a hash, and each step more would double that.
  private static final Pattern FOREIGN =
      Pattern.compile("\\$2[aby]\\$(0[4-9]|1[0-2])\\$[./A-Za-z0-9]{53}");

  private final SecureRandom random;
  private final Semaphore places = new Semaphore(HASHES_AT_ONCE, true);

  Passwords(SecureRandom random) {
    this.random = random;
  }

  /// Too many people ask for a hash at the same moment: this one should come again.
  static final class Busy extends RuntimeException {
    static final String MESSAGE =
        "Too many people are logging in at this moment; try again in a few seconds.";

    private static final long serialVersionUID = 1;

    Busy() {
      super(MESSAGE);
    }
  }

  /// What is wrong with this password for this person, if anything.
  static Optional<String> complaint(String password, String name) {
    var text = normal(password);
    if (text.codePointCount(0, text.length()) < LENGTH_MIN) {
      return Optional.of("A password needs at least " + LENGTH_MIN + " characters.");
    }
    if (password.length() > LENGTH_MAX) {
      return Optional.of("A password has at most " + LENGTH_MAX + " characters.");
    }
    if (text.toLowerCase(Locale.ROOT).equals(name.toLowerCase(Locale.ROOT))) {
      return Optional.of("The password must not be the name.");
    }
    return Optional.empty();
  }

  /// @return the hash with its salt and parameters, as PHC string
  /// @throws Busy if too many wait already
  String hash(String password) {
    return inPlace(() -> {
      var salt = new byte[SALT_BYTES];
      random.nextBytes(salt);
      return argon2().hash(bytes(password), salt).getResult();
    });
  }

  /// @param better a hash of our own to keep instead of the one that proved it, or null
  record Verdict(boolean right, @Nullable String better) {
    static final Verdict WRONG = new Verdict(false, null);
  }

  /// Whether this is a hash that another server made: bcrypt, with a work factor that can be borne.
  static boolean isForeign(String hash) {
    return FOREIGN.matcher(hash).matches();
  }

  /// Takes as long whether there is a hash to compare with or not, and whoever made it, so that an
  /// answer's time does not tell which names exist, or where they come from.
  ///
  /// @param stored null if there is none: then nothing matches
  /// @param foreign the dearest hash of another server that somebody here still has; null if nobody
  ///   has
  /// @throws Busy if too many wait already
  Verdict judge(String password, @Nullable String stored, @Nullable String foreign) {
    if (password.length() > LENGTH_MAX) {
      return Verdict.WRONG;
    }
    if (stored != null && isForeign(stored)) {
      var better = hash(password);
      return isBcrypt(password, stored) ? new Verdict(true, better) : Verdict.WRONG;
    }
    boolean right = isOurs(password, stored);
    if (foreign != null) {
      boolean _ = isBcrypt(password, foreign);
    }
    return new Verdict(right, null);
  }

  private boolean isOurs(String password, @Nullable String stored) {
    if (stored == null) {
      hash(password);
      return false;
    }
    return inPlace(() ->
        Argon2Function.getInstanceFromHash(stored)
            .check(bytes(password), stored.getBytes(StandardCharsets.US_ASCII)));
  }

  /// Of what was typed as it was typed, and no more of it than bcrypt has ever looked at.
  private boolean isBcrypt(String password, String stored) {
    var typed = password.getBytes(StandardCharsets.UTF_8);
    var seen = typed.length > BCRYPT_BYTES ? Arrays.copyOf(typed, BCRYPT_BYTES) : typed;
    var sound = SOUND + stored.substring(SOUND.length());
    return inPlace(() ->
        BcryptFunction.getInstanceFromHash(sound)
            .check(seen, sound.getBytes(StandardCharsets.US_ASCII)));
  }

  private <T> T inPlace(Supplier<T> work) {
    if (places.getQueueLength() >= HASHES_WAITING_MAX) {
      throw new Busy();
    }
    places.acquireUninterruptibly();
    try {
      return work.get();
    } finally {
      places.release();
    }
  }

  private static Argon2Function argon2() {
    return Argon2Function.getInstance(MEMORY_KIB, ITERATIONS, PARALLELISM, HASH_BYTES, Argon2.ID);
  }

  /// Keyboards differ in how they write the same letter; the password is the same.
  private static String normal(String password) {
    return Normalizer.normalize(password, Normalizer.Form.NFKC);
  }

  private static byte[] bytes(String password) {
    return normal(password).getBytes(StandardCharsets.UTF_8);
  }
}
