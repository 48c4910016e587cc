package contentgremlin.engine;

import contentgremlin.account.Account;
import contentgremlin.account.AccountId;
import contentgremlin.account.AccountStore;
import contentgremlin.account.Actor;
import contentgremlin.account.Role;
import contentgremlin.account.Secret;
import contentgremlin.community.Profile;
import contentgremlin.store.Database;
import contentgremlin.store.Setting;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// People, and how they prove who they are with a password; [Sessions] keeps them logged in, and
/// [Tokens] knows their programs. Thread-safe.
///
/// Hashing a password takes long and much memory, so it never happens inside a transaction: what
/// was decided before the hash is checked again in the transaction that keeps it.
public final class Accounts {
  /// An account that has more sessions loses its oldest ones.
  static final int SESSIONS_MAX = 50;

  /// An account that has so many tokens gets no more; whoever hands them out asks first.
  public static final int TOKENS_MAX = 100;

  private static final String NAME_RULE =
      "A name has 2 to 32 letters a to z, digits, - or _, and starts with a letter or a digit.";
  private static final String NAME_TAKEN =
      "Somebody has this name, or had it once; choose another.";
  private static final String UNKNOWN = "There is no such account.";
  private static final String LAST_ADMINISTRATOR =
      "This is the last administrator; make somebody else one first.";
  private static final String CODE_ENDED =
      "This link was used already, or a newer one was made. The server prints a new one when it"
          + " starts and there is no administrator yet.";

  private final Database database;
  private final InstantSource time;
  private final SecureRandom random = new SecureRandom();
  private final Passwords passwords = new Passwords(random);
  private final Sessions sessions;
  private final Tokens tokens;
  private final LogInThrottle throttle;

  /// There is always one from the moment there is one: the last can't be removed.
  private volatile boolean administratorSeen;

  /// @param operatorSecret the text that proves that someone may read the home
  public Accounts(Database database, InstantSource time, String operatorSecret) {
    if (operatorSecret.isBlank()) {
      throw new IllegalArgumentException("an empty operator's secret would let everybody in");
    }
    this.database = database;
    this.time = time;
    this.sessions = new Sessions(database, time, random);
    this.tokens = new Tokens(database, time, random, operatorSecret);
    this.throttle = new LogInThrottle(time);
  }

  /// Whether this is the hash of a password that another server made, and a login here understands.
  public static boolean isForeignHash(String text) {
    return Passwords.isForeign(text);
  }

  /// Whether nobody has an account yet.
  public boolean isEmpty() {
    return database.read(tables -> tables.accounts().count()) == 0;
  }

  /// Whether the one-time link is still to be used: nobody is an administrator yet.
  public boolean needsSetup() {
    if (!administratorSeen) {
      administratorSeen =
          database.read(tables -> Administrators.isAnother(tables.accounts(), null));
    }
    return !administratorSeen;
  }

  /// Makes a one-time link's secret for the first administrator; earlier ones end. Only while there
  /// is no administrator.
  ///
  /// @return the secret for `/setup?code=…`, or empty if there is an administrator already
  public Optional<String> createSetupCode() {
    var code = Credentials.random(random);
    var now = time.instant();
    boolean made =
        database.write(tables -> {
          var accounts = tables.accounts();
          accounts.removeSecrets(null, Secret.Kind.SETUP);
          if (Administrators.isAnother(accounts, null)) {
            return false;
          }
          accounts.addSecret(
              new Secret(
                  0,
                  null,
                  Secret.Kind.SETUP,
                  Credentials.digest(code),
                  "first administrator",
                  "",
                  now,
                  null));
          return true;
        });
    return made ? Optional.of(code) : Optional.empty();
  }

  /// Whether the one-time secret can still be used.
  public boolean isSetupCode(String code) {
    return code.length() <= Credentials.TEXT_LENGTH_MAX
        && database.read(tables -> isSetupCode(tables.accounts(), code));
  }

  private boolean isSetupCode(AccountStore accounts, String code) {
    return accounts
            .findSecret(Secret.Kind.SETUP, Credentials.digest(code), time.instant())
            .isPresent()
        && !Administrators.isAnother(accounts, null);
  }

  /// Uses up the one-time secret. Of two who use it at once, one becomes administrator.
  public Registered setUp(String code, String name, String password) {
    if (!isSetupCode(code)) {
      return new Registered.Refused("code", CODE_ENDED);
    }
    return register(
        name,
        Role.ADMINISTRATOR,
        password,
        accounts -> {
          if (!isSetupCode(accounts, code)) {
            return Optional.of(new Registered.Refused("code", CODE_ENDED));
          }
          accounts.removeSecrets(null, Secret.Kind.SETUP);
          return Optional.empty();
        });
  }

  /// Makes an account for a visitor, if the setting allows it.
  public Registered register(String name, String password) {
    boolean open = database.read(tables -> Setting.REGISTRATION.flag(tables.settings()));
    if (!open) {
      return new Registered.Refused(
          "name", "This place is by invitation: ask an administrator for an account.");
    }
    var pause = throttle.takeRegistration();
    if (pause.isPositive()) {
      return new Registered.Refused(
          "name", "Many accounts are being made just now; try again in a minute.");
    }
    return register(name, Role.UPLOADER, password, _ -> Optional.empty());
  }

  /// Makes an account: for administrators.
  ///
  /// @param password null: it can't log in until one is set
  public Registered add(String name, Role role, @Nullable String password) {
    return register(name, role, password, _ -> Optional.empty());
  }

  public sealed interface Registered {
    record Welcome(Account account) implements Registered {}

    /// What is wrong, in words for the person, and with which field: "name", "password", "code".
    record Refused(String field, String why) implements Registered {}
  }

  /// Decides, in the transaction that makes an account, whether it still may be made.
  private interface Condition {
    Optional<Registered> refusal(AccountStore accounts);
  }

  private Registered register(
      String typedName, Role role, @Nullable String password, Condition condition) {
    var name = normalName(typedName);
    if (!Account.isName(name)) {
      return new Registered.Refused("name", NAME_RULE);
    }
    if (password != null) {
      var complaint = Passwords.complaint(password, name);
      if (complaint.isPresent()) {
        return new Registered.Refused("password", complaint.get());
      }
    }
    try {
      var hash = password == null ? null : passwords.hash(password);
      return database.write(tables -> {
        var refusal = condition.refusal(tables.accounts());
        return refusal.orElseGet(() -> create(tables, name, role, hash));
      });
    } catch (AccountStore.NameTaken _) {
      return new Registered.Refused("name", NAME_TAKEN);
    } catch (Passwords.Busy _) {
      return new Registered.Refused("password", Passwords.Busy.MESSAGE);
    }
  }

  private Registered create(
      Database.Tables tables, String name, Role role, @Nullable String passwordHash) {
    var now = time.instant();
    long quota = Setting.QUOTA_DEFAULT.number(tables.settings());
    var account = tables.accounts().add(name, role, quota, now);
    if (passwordHash != null) {
      tables.accounts().addSecret(password(account.id(), passwordHash, now));
    }
    return new Registered.Welcome(account);
  }

  private static Secret password(AccountId account, String hash, Instant now) {
    return new Secret(0, account, Secret.Kind.PASSWORD, hash, "password", "", now, null);
  }

  /// Throttled by name and by remote address.
  public LoggedIn logIn(String name, String password, String remoteAddress) {
    var known = knownPassword(normalName(name));
    var account = known.account();
    var who = account == null ? normalName(name) : key(account.id());
    var pause = throttle.take(who, remoteAddress);
    if (pause.isPositive()) {
      return new LoggedIn.TooMany(pause);
    }
    try {
      // Asked first, also for nobody: an unknown name must take as long as a known one.
      var verdict = passwords.judge(password, known.hash(), known.foreign());
      if (!verdict.right() || account == null) {
        return new LoggedIn.Wrong();
      }
      throttle.succeeded(who, remoteAddress);
      var proof = known.hash();
      if (proof != null && verdict.better() != null) {
        proof = improved(account.id(), proof, verdict.better());
        if (!proof.equals(verdict.better()) && !passwords.judge(password, proof, null).right()) {
          return new LoggedIn.Wrong();
        }
      }
      return sessions
          .open(account.id(), proof)
          .<LoggedIn>map(session -> new LoggedIn.In(account, session))
          .orElseGet(LoggedIn.Wrong::new);
    } catch (Passwords.Busy _) {
      return new LoggedIn.TooMany(LogInThrottle.BUSY_PAUSE);
    }
  }

  /// Keeps a hash of our own in the place of the one that another server had made.
  ///
  /// @return the hash that is kept now: somebody may have been faster, or changed the password
  private String improved(AccountId id, String hash, String better) {
    var now = time.instant();
    return database.write(tables -> {
      var kept = hash(tables, id).orElse("");
      if (!kept.equals(hash)) {
        return kept;
      }
      tables.accounts().removeSecrets(id, Secret.Kind.PASSWORD);
      tables.accounts().addSecret(password(id, better, now));
      return better;
    });
  }

  public sealed interface LoggedIn {
    /// @param session the secret for the cookie
    record In(Account account, String session) implements LoggedIn {}

    record Wrong() implements LoggedIn {}

    record TooMany(Duration pause) implements LoggedIn {}
  }

  /// No name has a # in it.
  private static String key(AccountId id) {
    return "#" + id.value();
  }

  /// @param foreign the dearest hash of another server's that somebody here still has
  private record Known(
      @Nullable Account account, @Nullable String hash, @Nullable String foreign) {}

  private Known knownPassword(String name) {
    return database.read(tables -> {
      var account =
          Account.isName(name) ? tables.accounts().findByName(name) : Optional.<Account>empty();
      return new Known(
          account.orElse(null),
          account.flatMap(it -> hash(tables, it.id())).orElse(null),
          tables.accounts().foreignPassword().orElse(null));
    });
  }

  private static Optional<String> hash(Database.Tables tables, AccountId id) {
    return tables.accounts().secrets(id, Secret.Kind.PASSWORD).stream()
        .findFirst()
        .map(Secret::data);
  }

  /// Logs somebody in who has proved who it is in another way, like the one-time link.
  ///
  /// @return the secret for the cookie
  public String openSession(AccountId account) {
    return sessions
        .open(account, null)
        .orElseThrow(() -> new IllegalStateException("no account to log in: " + account));
  }

  public void logOut(String session) {
    sessions.close(session);
  }

  /// Ends thirty days after it was last used.
  public Optional<Actor> bySession(String session) {
    return sessions.find(session).map(account -> new Actor.Person(account, Actor.Scope.ALL));
  }

  /// A token, or the operator's secret of this home.
  public Optional<Actor> byBearer(String token) {
    return tokens.find(token);
  }

  /// @param account null for a token of the operator's
  /// @param lifetime null for one that never ends
  public NewToken createToken(
      @Nullable AccountId account,
      String label,
      Set<Actor.Scope> scopes,
      @Nullable Duration lifetime) {
    return tokens.create(account, label, scopes, lifetime);
  }

  /// @param text shown once, never stored
  public record NewToken(String text, Secret secret) {
    public Set<Actor.Scope> scopes() {
      return scopesOf(secret);
    }
  }

  /// What a token is good for.
  public static Set<Actor.Scope> scopesOf(Secret token) {
    return Credentials.scopes(token.scopes());
  }

  /// Newest first; those that ended are left out.
  public List<Secret> tokens(@Nullable AccountId account) {
    return tokens.list(account);
  }

  /// @return whether this account has such a token
  public boolean revokeToken(@Nullable AccountId account, long id) {
    return tokens.revoke(account, id);
  }

  /// By any name that it has or had; compare [Account#name] to see whether to redirect.
  public Optional<Account> findByName(String name) {
    var normal = normalName(name);
    return Account.isName(normal)
        ? database.read(tables -> tables.accounts().findByName(normal))
        : Optional.empty();
  }

  /// The names of these accounts, in one go: for listings.
  public Map<AccountId, String> names(Collection<AccountId> ids) {
    if (ids.isEmpty()) {
      return Map.of();
    }
    return database.read(tables -> {
      var names = new HashMap<AccountId, String>();
      for (var id : Set.copyOf(ids)) {
        tables.accounts().find(id).ifPresent(account -> names.put(id, account.name()));
      }
      return names;
    });
  }

  /// What it says of itself.
  public Profile profile(AccountId id) {
    return database.read(tables -> tables.profiles().of(id));
  }

  /// Does nothing if that is what it says already, or the account is gone.
  public void describe(AccountId id, Profile profile) {
    if (profile.equals(profile(id))) {
      return;
    }
    database.write(tables -> {
      if (tables.accounts().find(id).isPresent()) {
        tables.profiles().put(id, profile);
      }
      return id;
    });
  }

  /// Bytes that its originals take.
  public long bytesUsed(AccountId id) {
    return database.read(tables -> tables.accounts().bytesUsed(id));
  }

  public List<Account> list(@Nullable AccountId after, int limit) {
    return database.read(tables -> tables.accounts().list(after, limit));
  }

  /// Ends the account's sessions, so that nobody goes on with rights that were taken away.
  ///
  /// @return empty, or why not: the last administrator keeps the role
  public Optional<String> changeRole(AccountId id, Role role) {
    return change(
        id,
        (accounts, account) -> {
          if (account.role() == role) {
            return Optional.empty();
          }
          if (Administrators.isLast(accounts, account)) {
            return Optional.of(LAST_ADMINISTRATOR);
          }
          accounts.changeRole(id, role);
          accounts.removeSecrets(id, Secret.Kind.SESSION);
          return Optional.empty();
        });
  }

  /// Ends all sessions of the account.
  ///
  /// @return empty, or what is wrong with the password
  public Optional<String> changePassword(AccountId id, String password) {
    return changePassword(id, password, null);
  }

  /// Ends all sessions of the account but one.
  ///
  /// @param kept the session of the person who changes it, or null
  /// @return empty, or what is wrong with the password
  public Optional<String> changePassword(AccountId id, String password, @Nullable String kept) {
    var account = database.read(tables -> tables.accounts().find(id));
    if (account.isEmpty()) {
      return Optional.of(UNKNOWN);
    }
    var complaint = Passwords.complaint(password, account.get().name());
    if (complaint.isPresent()) {
      return complaint;
    }
    try {
      var hash = passwords.hash(password);
      var now = time.instant();
      return change(
          id,
          (accounts, _) -> {
            accounts.removeSecrets(id, Secret.Kind.PASSWORD);
            accounts.addSecret(password(id, hash, now));
            sessions.closeOthers(accounts, id, kept);
            return Optional.empty();
          });
    } catch (Passwords.Busy _) {
      return Optional.of(Passwords.Busy.MESSAGE);
    }
  }

  /// Whether this is the account's password now; tries are counted like those of a login. An
  /// account without a password has none to prove: that is right, too.
  public boolean isPassword(AccountId id, String password, String remoteAddress) {
    var stored = database.read(tables -> hash(tables, id));
    if (stored.isEmpty()) {
      return true;
    }
    var who = key(id);
    if (throttle.take(who, remoteAddress).isPositive()) {
      return false;
    }
    try {
      var verdict = passwords.judge(password, stored.get(), null);
      if (verdict.right()) {
        throttle.succeeded(who, remoteAddress);
      }
      return verdict.right();
    } catch (Passwords.Busy _) {
      return false;
    }
  }

  /// Old names go on leading to the account.
  ///
  /// @return empty, or why not
  public Optional<String> rename(AccountId id, String name) {
    var normal = normalName(name);
    if (!Account.isName(normal)) {
      return Optional.of(NAME_RULE);
    }
    var now = time.instant();
    try {
      return change(
          id,
          (accounts, account) -> {
            if (!account.name().equals(normal)) {
              accounts.rename(id, normal, now);
            }
            return Optional.empty();
          });
    } catch (AccountStore.NameTaken _) {
      return Optional.of(NAME_TAKEN);
    }
  }

  /// @param bytes or [Account#QUOTA_NONE]
  public Optional<String> changeQuota(AccountId id, long bytes) {
    if (bytes < Account.QUOTA_NONE) {
      return Optional.of("A quota is a number of bytes, or -1 for none.");
    }
    return change(
        id,
        (accounts, _) -> {
          accounts.changeQuota(id, bytes);
          return Optional.empty();
        });
  }

  /// @return empty, or why not: the last administrator stays
  public Optional<String> remove(AccountId id) {
    return change(
        id,
        (accounts, account) -> {
          if (Administrators.isLast(accounts, account)) {
            return Optional.of(LAST_ADMINISTRATOR);
          }
          accounts.remove(id);
          return Optional.empty();
        });
  }

  private interface Edit {
    Optional<String> make(AccountStore accounts, Account account);
  }

  private Optional<String> change(AccountId id, Edit edit) {
    return database.write(tables -> {
      var account = tables.accounts().find(id);
      return account.isEmpty() ? Optional.of(UNKNOWN) : edit.make(tables.accounts(), account.get());
    });
  }

  /// Names are typed with capitals and spaces around; what is kept has neither.
  static String normalName(String typed) {
    var name = typed.strip().toLowerCase(Locale.ROOT);
    return name.length() <= Credentials.TEXT_LENGTH_MAX
        ? name
        : name.substring(0, Credentials.TEXT_LENGTH_MAX);
  }
}
