package contentgremlin.engine;

import contentgremlin.account.Account;
import contentgremlin.account.AccountId;
import contentgremlin.account.Actor;
import contentgremlin.account.Role;
import contentgremlin.account.Secret;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// People, and how they prove who they are. Thread-safe.
public interface Accounts {
  /// Whether nobody has an account yet.
  boolean isEmpty();

  /// Makes a one-time link's secret for the first administrator; earlier ones end. Only while there
  /// is no account.
  ///
  /// @return the secret for `/setup?code=…`, or empty if there are accounts already
  Optional<String> createSetupCode();

  /// Uses up the one-time secret.
  Registered setUp(String code, String name, String password);

  /// Makes an account for a visitor, if the setting allows it.
  Registered register(String name, String password);

  /// Makes an account: for administrators.
  ///
  /// @param password null: it can't log in until one is set
  Registered add(String name, Role role, @Nullable String password);

  sealed interface Registered {
    record Welcome(Account account) implements Registered {}

    /// What is wrong, in words for the person, and with which field: "name", "password", "code".
    record Refused(String field, String why) implements Registered {}
  }

  /// Throttled by name and by remote address.
  LoggedIn logIn(String name, String password, String remoteAddress);

  sealed interface LoggedIn {
    /// @param session the secret for the cookie
    record In(Account account, String session) implements LoggedIn {}

    record Wrong() implements LoggedIn {}

    record TooMany(Duration pause) implements LoggedIn {}
  }

  void logOut(String session);

  Optional<Actor> bySession(String session);

  /// A token, or the operator's secret of this home.
  Optional<Actor> byBearer(String token);

  /// @param account null for a token of the operator's
  /// @param lifetime null for one that never ends
  NewToken createToken(
      @Nullable AccountId account,
      String label,
      Set<Actor.Scope> scopes,
      @Nullable Duration lifetime);

  /// @param text shown once, never stored
  record NewToken(String text, Secret secret) {}

  List<Secret> tokens(@Nullable AccountId account);

  boolean revokeToken(@Nullable AccountId account, long id);

  Optional<Account> findByName(String name);

  List<Account> list(@Nullable AccountId after, int limit);

  /// @return empty, or why not: the last administrator keeps the role
  Optional<String> changeRole(AccountId id, Role role);

  Optional<String> changePassword(AccountId id, String password);

  Optional<String> rename(AccountId id, String name);

  Optional<String> remove(AccountId id);
}
