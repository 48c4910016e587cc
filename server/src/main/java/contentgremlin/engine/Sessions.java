package contentgremlin.engine;

import contentgremlin.account.Account;
import contentgremlin.account.AccountId;
import contentgremlin.account.AccountStore;
import contentgremlin.account.Secret;
import contentgremlin.store.Database;
import contentgremlin.store.StoreException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Who is logged in. A session ends some time after it was last used; only its digest is kept.
/// Thread-safe.
final class Sessions {
  static final Duration LIFETIME = Duration.ofDays(30);

  /// Its end is moved at most this often, so that looking at a page hardly ever writes.
  private static final Duration MOVED_AFTER = Duration.ofDays(1);

  private final Database database;
  private final InstantSource time;
  private final SecureRandom random;

  Sessions(Database database, InstantSource time, SecureRandom random) {
    this.database = database;
    this.time = time;
    this.random = random;
  }

  /// @param passwordHash what proved the person: it must still be there, so that a login with the
  ///   old password can't slip in behind its change; null if something else proved it
  /// @return the secret for the cookie; empty if the proof is no longer good
  Optional<String> open(AccountId account, @Nullable String passwordHash) {
    var text = Credentials.random(random);
    var now = time.instant();
    boolean opened =
        database.write(tables -> {
          var accounts = tables.accounts();
          if (!isStillGood(accounts, account, passwordHash)) {
            return false;
          }
          accounts.removeExpiredSecrets(now);
          accounts.addSecret(session(account, Credentials.digest(text), now));
          accounts.secrets(account, Secret.Kind.SESSION).stream()
              .skip(Accounts.SESSIONS_MAX)
              .forEach(oldest -> accounts.removeSecret(oldest.id()));
          return true;
        });
    return opened ? Optional.of(text) : Optional.empty();
  }

  private static boolean isStillGood(
      AccountStore accounts, AccountId account, @Nullable String passwordHash) {
    return accounts.find(account).isPresent()
        && (passwordHash == null
            || accounts.secrets(account, Secret.Kind.PASSWORD).stream()
                .anyMatch(secret -> secret.data().equals(passwordHash)));
  }

  private static Secret session(AccountId account, String digest, Instant now) {
    return new Secret(
        0, account, Secret.Kind.SESSION, digest, "login", "*", now, now.plus(LIFETIME));
  }

  private record Found(Secret session, Account account) {}

  Optional<Account> find(String text) {
    if (text.isEmpty() || text.length() > Credentials.TEXT_LENGTH_MAX) {
      return Optional.empty();
    }
    var digest = Credentials.digest(text);
    var now = time.instant();
    var found = database.read(tables -> find(tables.accounts(), digest, now));
    found.ifPresent(it -> prolong(it.session(), now));
    return found.map(Found::account);
  }

  private static Optional<Found> find(AccountStore accounts, String digest, Instant now) {
    var session = accounts.findSecret(Secret.Kind.SESSION, digest, now).orElse(null);
    if (session == null || session.account() == null) {
      return Optional.empty();
    }
    return accounts.find(session.account()).map(account -> new Found(session, account));
  }

  private void prolong(Secret session, Instant now) {
    var account = session.account();
    var expires = session.expires();
    if (account == null
        || (expires != null && expires.isAfter(now.plus(LIFETIME).minus(MOVED_AFTER)))) {
      return;
    }
    try {
      database.write(tables -> {
        // Whoever logged out since then stays logged out.
        if (tables.accounts().removeSecret(session.id())) {
          tables.accounts().addSecret(session(account, session.data(), now));
        }
        return null;
      });
    } catch (StoreException _) {
      // A full disk keeps nobody from looking: the session just ends as it would have.
    }
  }

  void close(String text) {
    var digest = Credentials.digest(text);
    var now = time.instant();
    database.write(tables -> {
      tables
          .accounts()
          .findSecret(Secret.Kind.SESSION, digest, now)
          .ifPresent(session -> tables.accounts().removeSecret(session.id()));
      return null;
    });
  }

  /// Part of the caller's transaction.
  ///
  /// @param kept the one that stays, or null
  void closeOthers(AccountStore accounts, AccountId account, @Nullable String kept) {
    var digest = kept == null ? "" : Credentials.digest(kept);
    for (var session : accounts.secrets(account, Secret.Kind.SESSION)) {
      if (!session.data().equals(digest)) {
        accounts.removeSecret(session.id());
      }
    }
  }
}
