package contentgremlin.sql;

import contentgremlin.account.Account;
import contentgremlin.account.AccountId;
import contentgremlin.account.AccountStore;
import contentgremlin.account.Role;
import contentgremlin.account.Secret;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

record SqlAccountStore(Session session) implements AccountStore {
  private static final String SELECT =
      """
      SELECT account.id, name.name, account.role, account.quota_bytes, account.created
      FROM account JOIN account_name name ON name.account = account.id AND name.is_default = 1
      """;

  private static final String ADD_NAME =
      "INSERT INTO account_name (name, account, is_default, created) VALUES (?, ?, 1, ?)";

  private static final String SELECT_SECRET =
      """
      SELECT id, account, kind, data, label, scopes, created, expires FROM account_secret
      """;

  private static final String ADD_SECRET =
      """
      INSERT INTO account_secret (account, kind, data, label, scopes, created, expires)
      VALUES (?, ?, ?, ?, ?, ?, ?) RETURNING id
      """;

  // The hashes of one version of bcrypt, and no others, lie between these; those that take the most
  // work are the last.
  private static final String FOREIGN_PASSWORD =
      """
      SELECT data FROM account_secret
      WHERE kind = 'password' AND data >= ? AND data < ? ORDER BY data DESC LIMIT 1
      """;

  private static final List<String> BCRYPTS = List.of("$2a$", "$2b$", "$2y$");

  // The same bytes in two items count once; an original that was dropped takes nothing.
  private static final String BYTES_USED =
      """
      SELECT sum(source_size) FROM (
        SELECT DISTINCT source_digest, source_size FROM item
        WHERE owner = ? AND source = 'owned' AND NOT (drop_original = 1 AND source_upload = '')
      ) AS originals
      """;

  @Override
  public Account add(String name, Role role, long quotaBytes, Instant now) {
    refuseTaken(name);
    long id =
        session.updateReturning(
            "INSERT INTO account (role, quota_bytes, created) VALUES (?, ?, ?) RETURNING id",
            role.word(),
            quotaBytes,
            now);
    session.update(ADD_NAME, name, id, now);
    return new Account(new AccountId(id), name, role, quotaBytes, Columns.stored(now));
  }

  private void refuseTaken(String name) {
    if (owner(name).isPresent()) {
      throw new NameTaken(name);
    }
  }

  private Optional<AccountId> owner(String name) {
    return session.first(
        "SELECT account FROM account_name WHERE name = ?",
        row -> new AccountId(row.getLong("account")),
        name);
  }

  @Override
  public Optional<Account> find(AccountId id) {
    return session.first(SELECT + "WHERE account.id = ?", SqlAccountStore::read, id.value());
  }

  @Override
  public Optional<Account> findByName(String name) {
    return owner(name).flatMap(this::find);
  }

  @Override
  public List<Account> list(@Nullable AccountId after, int limit) {
    return session.list(
        SELECT + "WHERE account.id > ? ORDER BY account.id LIMIT ?",
        SqlAccountStore::read,
        after == null ? 0 : after.value(),
        limit);
  }

  @Override
  public long count() {
    return session.number("SELECT count(*) FROM account");
  }

  @Override
  public void changeRole(AccountId id, Role role) {
    session.update("UPDATE account SET role = ? WHERE id = ?", role.word(), id.value());
  }

  @Override
  public void changeQuota(AccountId id, long quotaBytes) {
    session.update("UPDATE account SET quota_bytes = ? WHERE id = ?", quotaBytes, id.value());
  }

  @Override
  public void rename(AccountId id, String name, Instant now) {
    var known = owner(name);
    if (known.isPresent() && !known.get().equals(id)) {
      throw new NameTaken(name);
    }
    session.update("UPDATE account_name SET is_default = 0 WHERE account = ?", id.value());
    if (known.isPresent()) {
      session.update("UPDATE account_name SET is_default = 1 WHERE name = ?", name);
    } else {
      session.update(ADD_NAME, name, id.value(), now);
    }
  }

  @Override
  public void remove(AccountId id) {
    session.update("DELETE FROM account WHERE id = ?", id.value());
  }

  @Override
  public Secret addSecret(Secret secret) {
    long id =
        session.updateReturning(
            ADD_SECRET,
            Columns.value(secret.account()),
            secret.kind().word(),
            secret.data(),
            secret.label(),
            secret.scopes(),
            secret.created(),
            secret.expires());
    return new Secret(
        id,
        secret.account(),
        secret.kind(),
        secret.data(),
        secret.label(),
        secret.scopes(),
        Columns.stored(secret.created()),
        secret.expires() == null ? null : Columns.stored(secret.expires()));
  }

  @Override
  public List<Secret> secrets(@Nullable AccountId account, Secret.Kind kind) {
    return account == null
        ? session.list(
            SELECT_SECRET
                + "WHERE account IS NULL AND kind = ? ORDER BY account DESC, kind DESC, id DESC",
            SqlAccountStore::readSecret,
            kind.word())
        : session.list(
            SELECT_SECRET + "WHERE account = ? AND kind = ? ORDER BY id DESC",
            SqlAccountStore::readSecret,
            account.value(),
            kind.word());
  }

  @Override
  public Optional<Secret> findSecret(Secret.Kind kind, String data, Instant now) {
    return session.first(
        SELECT_SECRET + "WHERE kind = ? AND data = ? AND (expires IS NULL OR expires > ?)",
        SqlAccountStore::readSecret,
        kind.word(),
        data,
        now);
  }

  /// What stands behind the version: "12" in "$2b$12$…".
  private static String work(String bcrypt) {
    return bcrypt.split("[$]", 4)[2];
  }

  @Override
  public Optional<String> foreignPassword() {
    return BCRYPTS.stream()
        .flatMap(version ->
            session
                .first(
                    FOREIGN_PASSWORD,
                    row -> Columns.text(row, "data"),
                    version,
                    version.replaceFirst("[$]$", "%"))
                .stream())
        .max(Comparator.comparing(SqlAccountStore::work));
  }

  @Override
  public boolean removeSecret(long id) {
    return session.update("DELETE FROM account_secret WHERE id = ?", id) == 1;
  }

  @Override
  public void removeSecrets(@Nullable AccountId account, Secret.Kind kind) {
    if (account == null) {
      session.update("DELETE FROM account_secret WHERE account IS NULL AND kind = ?", kind.word());
    } else {
      session.update(
          "DELETE FROM account_secret WHERE account = ? AND kind = ?",
          account.value(),
          kind.word());
    }
  }

  @Override
  public void removeExpiredSecrets(Instant now) {
    session.update("DELETE FROM account_secret WHERE expires IS NOT NULL AND expires <= ?", now);
  }

  @Override
  public long bytesUsed(AccountId id) {
    return session.number(BYTES_USED, id.value());
  }

  private static Account read(ResultSet row) throws SQLException {
    return new Account(
        new AccountId(row.getLong("id")),
        Columns.text(row, "name"),
        Role.of(Columns.text(row, "role")),
        row.getLong("quota_bytes"),
        Columns.instant(row, "created"));
  }

  private static Secret readSecret(ResultSet row) throws SQLException {
    return new Secret(
        row.getLong("id"),
        Columns.findAccount(row, "account"),
        Secret.Kind.of(Columns.text(row, "kind")),
        Columns.text(row, "data"),
        Columns.text(row, "label"),
        Columns.text(row, "scopes"),
        Columns.instant(row, "created"),
        Columns.findInstant(row, "expires"));
  }
}
