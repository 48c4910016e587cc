package contentgremlin.account;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Accounts, their names and secrets.
public interface AccountStore {
  /// Adds an account with this one name.
  ///
  /// @throws NameTaken if some account has or had that name
  Account add(String name, Role role, long quotaBytes, Instant now);

  Optional<Account> find(AccountId id);

  /// By any of its names, old ones too; compare [Account#name] to see whether to redirect.
  Optional<Account> findByName(String name);

  /// In the order of their ids.
  List<Account> list(@Nullable AccountId after, int limit);

  long count();

  void changeRole(AccountId id, Role role);

  void changeQuota(AccountId id, long quotaBytes);

  /// Gives the account a new default name; the old ones go on leading to it.
  ///
  /// @throws NameTaken if another account has or had that name
  void rename(AccountId id, String name, Instant now);

  /// Removes the account, its names and secrets; its items stay, without an owner.
  void remove(AccountId id);

  /// @return the secret with its number
  Secret addSecret(Secret secret);

  /// Secrets of one account (null: the operator's) and kind, newest first.
  List<Secret> secrets(@Nullable AccountId account, Secret.Kind kind);

  /// The secret of this kind with exactly these data; expired ones are not found.
  Optional<Secret> findSecret(Secret.Kind kind, String data, Instant now);

  /// Of the passwords' hashes that were made by other servers with bcrypt the one that takes the
  /// most work, if there is any.
  Optional<String> foreignPassword();

  boolean removeSecret(long id);

  /// Removes all secrets of an account and kind: "log out everywhere".
  void removeSecrets(@Nullable AccountId account, Secret.Kind kind);

  void removeExpiredSecrets(Instant now);

  /// Bytes that the account's originals take; the same bytes in two items count once each.
  long bytesUsed(AccountId id);

  /// The name is, or was, someone else's.
  final class NameTaken extends RuntimeException {
    private static final long serialVersionUID = 1;

    public NameTaken(String name) {
      super("The name “" + name + "” is taken; choose another.");
    }
  }
}
