package contentgremlin.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.password4j.BcryptFunction;
import com.password4j.types.Bcrypt;
import contentgremlin.account.Account;
import contentgremlin.account.Actor;
import contentgremlin.account.Actor.Scope;
import contentgremlin.account.Role;
import contentgremlin.account.Secret;
import contentgremlin.engine.Accounts.LoggedIn;
import contentgremlin.engine.Accounts.Registered;
import contentgremlin.sql.SqliteDatabase;
import contentgremlin.store.Setting;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AccountsTest {
  private static final String PASSWORD = "correct horse";
  private static final String HERE = "192.0.2.1";

  @TempDir Path folder;
  private final StillClock clock = new StillClock();
  private SqliteDatabase database;
  private Accounts accounts;

  @BeforeEach
  void open() {
    database = SqliteDatabase.open(folder.resolve("db.sqlite"), "test", clock);
    accounts = new Accounts(database, clock, "the operator's secret");
  }

  @AfterEach
  void close() {
    database.close();
  }

  private Account added(String name, Role role) {
    return welcomed(accounts.add(name, role, PASSWORD));
  }

  private static Account welcomed(Registered registered) {
    assertThat(registered).isInstanceOf(Registered.Welcome.class);
    return ((Registered.Welcome) registered).account();
  }

  private String session(String name) {
    var answer = accounts.logIn(name, PASSWORD, HERE);
    assertThat(answer).isInstanceOf(LoggedIn.In.class);
    return ((LoggedIn.In) answer).session();
  }

  private void set(Setting setting, String value) {
    database.write(tables -> {
      tables.settings().put(setting.word(), value);
      return null;
    });
  }

  @Test
  void the_one_time_link_makes_one_administrator_once() {
    var code = accounts.createSetupCode().orElseThrow();
    assertThat(accounts.isSetupCode(code)).isTrue();
    assertThat(accounts.needsSetup()).isTrue();

    var first = welcomed(accounts.setUp(code, "Ada", PASSWORD));

    assertThat(first.role()).isEqualTo(Role.ADMINISTRATOR);
    assertThat(first.name()).isEqualTo("ada");
    assertThat(accounts.needsSetup()).isFalse();
    assertThat(accounts.isSetupCode(code)).isFalse();
    assertThat(accounts.setUp(code, "eve", PASSWORD))
        .isInstanceOfSatisfying(
            Registered.Refused.class, refused -> assertThat(refused.field()).isEqualTo("code"));
    assertThat(accounts.createSetupCode()).isEmpty();
    assertThat(accounts.list(null, 10)).containsExactly(first);
  }

  @Test
  void of_many_who_use_the_link_at_once_one_wins() throws Exception {
    var code = accounts.createSetupCode().orElseThrow();
    var start = new CountDownLatch(1);
    var answers = new ArrayList<Future<Registered>>();
    try (var people = Executors.newFixedThreadPool(6)) {
      for (int i = 0; i < 6; i++) {
        var name = "person" + i;
        Callable<Registered> use =
            () -> {
              start.await();
              return accounts.setUp(code, name, PASSWORD);
            };
        answers.add(people.submit(use));
      }
      start.countDown();
    }
    int welcomes = 0;
    for (var answer : answers) {
      welcomes += answer.get() instanceof Registered.Welcome ? 1 : 0;
    }
    assertThat(welcomes).isEqualTo(1);
    assertThat(accounts.list(null, 10)).hasSize(1);
  }

  @Test
  void a_newer_link_and_an_administrator_end_the_link() {
    var old = accounts.createSetupCode().orElseThrow();
    var code = accounts.createSetupCode().orElseThrow();
    assertThat(accounts.isSetupCode(old)).isFalse();
    assertThat(accounts.isSetupCode(code)).isTrue();

    added("bob", Role.UPLOADER);
    assertThat(accounts.isSetupCode(code)).isTrue();

    added("ada", Role.ADMINISTRATOR);
    assertThat(accounts.isSetupCode(code)).isFalse();
    assertThat(accounts.setUp(code, "eve", PASSWORD)).isInstanceOf(Registered.Refused.class);
  }

  @Test
  void a_failed_use_of_the_link_leaves_it_good() {
    var code = accounts.createSetupCode().orElseThrow();
    assertThat(accounts.setUp(code, "ada", "short")).isInstanceOf(Registered.Refused.class);
    assertThat(accounts.setUp(code, "not a name", PASSWORD)).isInstanceOf(Registered.Refused.class);
    assertThat(accounts.setUp(code, "ada", PASSWORD)).isInstanceOf(Registered.Welcome.class);
  }

  @Test
  void no_secret_is_stored_as_it_is() {
    var code = accounts.createSetupCode().orElseThrow();
    var ada = welcomed(accounts.setUp(code, "ada", PASSWORD));
    var session = session("ada");
    var token = accounts.createToken(ada.id(), "robot", Scope.ALL, null);

    database.read(tables -> {
      for (var kind : Secret.Kind.values()) {
        assertThat(tables.accounts().secrets(ada.id(), kind))
            .extracting(Secret::data)
            .noneMatch(data ->
                data.contains(PASSWORD) || data.contains(session) || data.contains(token.text()));
      }
      assertThat(tables.accounts().secrets(ada.id(), Secret.Kind.PASSWORD))
          .extracting(Secret::data)
          .allMatch(data -> data.startsWith("$argon2id$v=19$m=19456,t=2,p=1$"));
      return null;
    });
  }

  @Test
  void names_and_passwords_that_do_not_do_are_refused_with_their_field() {
    assertThat(refusedField("x", PASSWORD)).isEqualTo("name");
    assertThat(refusedField("über", PASSWORD)).isEqualTo("name");
    assertThat(refusedField("-dash", PASSWORD)).isEqualTo("name");
    assertThat(refusedField("a/b", PASSWORD)).isEqualTo("name");
    assertThat(refusedField("n".repeat(5_000), PASSWORD)).isEqualTo("name");
    assertThat(refusedField("ada", "1234567")).isEqualTo("password");
    assertThat(refusedField("administrator", "Administrator")).isEqualTo("password");
    assertThat(refusedField("ada", "p".repeat(10_000))).isEqualTo("password");
    added("ada", Role.VIEWER);
    assertThat(refusedField(" ADA ", PASSWORD)).isEqualTo("name");
  }

  private String refusedField(String name, String password) {
    var answer = accounts.add(name, Role.VIEWER, password);
    assertThat(answer).isInstanceOf(Registered.Refused.class);
    assertThat(((Registered.Refused) answer).why()).isNotBlank();
    return ((Registered.Refused) answer).field();
  }

  @Test
  void a_password_is_the_same_however_a_keyboard_writes_it() {
    welcomed(accounts.add("ada", Role.VIEWER, "caf\u00e9 \ufb01lm"));
    assertThat(accounts.logIn("ada", "cafe\u0301 film", HERE)).isInstanceOf(LoggedIn.In.class);
  }

  @Test
  void wrong_passwords_unknown_names_and_accounts_without_password_are_all_the_same() {
    added("ada", Role.VIEWER);
    welcomed(accounts.add("machine", Role.VIEWER, null));

    assertThat(accounts.logIn("ada", "wrong horse", HERE)).isEqualTo(new LoggedIn.Wrong());
    assertThat(accounts.logIn("nobody", PASSWORD, HERE)).isEqualTo(new LoggedIn.Wrong());
    assertThat(accounts.logIn("../nobody\0", PASSWORD, HERE)).isEqualTo(new LoggedIn.Wrong());
    assertThat(accounts.logIn("machine", "", HERE)).isEqualTo(new LoggedIn.Wrong());
    assertThat(accounts.logIn("machine", PASSWORD, HERE)).isEqualTo(new LoggedIn.Wrong());
    assertThat(accounts.logIn("ada", "p".repeat(1_000_000), HERE)).isEqualTo(new LoggedIn.Wrong());
  }

  @Test
  void an_unknown_name_takes_as_long_as_a_known_one() {
    added("ada", Role.VIEWER);
    accounts.logIn("ada", "wrong horse", HERE);
    long known = Long.MAX_VALUE;
    long unknown = Long.MAX_VALUE;
    // By turns, so that whatever else the machine does slows both down.
    for (int i = 0; i < 5; i++) {
      known = Math.min(known, nanosToRefuse("ada"));
      unknown = Math.min(unknown, nanosToRefuse("nobody"));
    }

    // Without the hash it would be a hundredth.
    assertThat(unknown).isGreaterThan(known / 3);
  }

  private long nanosToRefuse(String name) {
    long start = System.nanoTime();
    assertThat(accounts.logIn(name, "wrong horse", HERE)).isEqualTo(new LoggedIn.Wrong());
    return System.nanoTime() - start;
  }

  @Test
  void guessing_a_password_is_slowed_down_from_wherever_it_is_tried() {
    added("ada", Role.VIEWER);
    for (int i = 0; i < LogInThrottle.TRIES_BY_NAME; i++) {
      assertThat(accounts.logIn("ada", "wrong horse", "192.0.2." + i))
          .isEqualTo(new LoggedIn.Wrong());
    }

    var answer = accounts.logIn("ADA", PASSWORD, "198.51.100.7");
    assertThat(answer).isInstanceOf(LoggedIn.TooMany.class);
    var pause = ((LoggedIn.TooMany) answer).pause();
    assertThat(pause).isBetween(Duration.ofSeconds(1), Duration.ofMinutes(1));

    clock.move(pause);
    assertThat(accounts.logIn("ada", PASSWORD, "198.51.100.7")).isInstanceOf(LoggedIn.In.class);
    assertThat(accounts.logIn("ada", "wrong horse", "198.51.100.7"))
        .isEqualTo(new LoggedIn.Wrong());
  }

  @Test
  void an_address_that_tries_many_names_is_slowed_down_and_others_are_not() {
    added("ada", Role.VIEWER);
    for (int i = 0; i < LogInThrottle.TRIES_BY_ADDRESS; i++) {
      accounts.logIn("name" + i, PASSWORD, "2001:db8::" + i);
    }

    assertThat(accounts.logIn("ada", PASSWORD, "2001:db8::ffff"))
        .isInstanceOf(LoggedIn.TooMany.class);
    assertThat(accounts.logIn("ada", PASSWORD, "2001:db8:0:1::1")).isInstanceOf(LoggedIn.In.class);
  }

  @Test
  void the_throttle_forgets_the_quietest_when_it_is_full() {
    var throttle = new Throttle(1, Duration.ofHours(1), clock);
    assertThat(throttle.take("first")).isZero();
    for (int i = 0; i < Throttle.KEYS_MAX; i++) {
      throttle.take("key" + i);
    }
    assertThat(throttle.take("first")).isZero();
    assertThat(throttle.take("key" + (Throttle.KEYS_MAX - 1))).isPositive();
  }

  @Test
  void a_session_ends_thirty_days_after_its_last_use() {
    added("ada", Role.VIEWER);
    var session = session("ada");
    for (int i = 0; i < 4; i++) {
      clock.move(Duration.ofDays(29));
      assertThat(accounts.bySession(session)).isPresent();
    }

    clock.move(Duration.ofDays(30).plusSeconds(1));
    assertThat(accounts.bySession(session)).isEmpty();
  }

  @Test
  void a_session_ends_with_its_logout_and_others_go_on() {
    added("ada", Role.VIEWER);
    var one = session("ada");
    var other = session("ada");
    accounts.logOut(one);
    accounts.logOut("never was one");

    assertThat(accounts.bySession(one)).isEmpty();
    assertThat(accounts.bySession(other)).isPresent();
    assertThat(accounts.bySession("")).isEmpty();
    assertThat(accounts.bySession("x".repeat(100_000))).isEmpty();
  }

  @Test
  void the_oldest_of_too_many_sessions_end() {
    var ada = added("ada", Role.VIEWER);
    var first = accounts.openSession(ada.id());
    for (int i = 0; i < Accounts.SESSIONS_MAX; i++) {
      clock.move(Duration.ofSeconds(1));
      accounts.openSession(ada.id());
    }
    assertThat(accounts.bySession(first)).isEmpty();
  }

  @Test
  void a_new_password_ends_the_other_sessions_and_the_old_password() {
    var ada = added("ada", Role.VIEWER);
    var mine = session("ada");
    var stolen = session("ada");

    assertThat(accounts.changePassword(ada.id(), "staple battery", mine)).isEmpty();

    assertThat(accounts.bySession(mine)).isPresent();
    assertThat(accounts.bySession(stolen)).isEmpty();
    assertThat(accounts.logIn("ada", PASSWORD, HERE)).isEqualTo(new LoggedIn.Wrong());
    assertThat(accounts.logIn("ada", "staple battery", HERE)).isInstanceOf(LoggedIn.In.class);
    assertThat(accounts.changePassword(ada.id(), "ada")).isPresent();
  }

  @Test
  void a_new_role_ends_sessions_and_holds_at_once_for_tokens() {
    added("root", Role.ADMINISTRATOR);
    var ada = added("ada", Role.ADMINISTRATOR);
    var session = session("ada");
    var token = accounts.createToken(ada.id(), "robot", Scope.ALL, null).text();
    assertThat(accounts.byBearer(token).orElseThrow().canAdminister()).isTrue();

    assertThat(accounts.changeRole(ada.id(), Role.VIEWER)).isEmpty();

    assertThat(accounts.bySession(session)).isEmpty();
    assertThat(accounts.byBearer(token).orElseThrow().canAdminister()).isFalse();
  }

  @Test
  void a_token_is_good_for_its_scopes_until_it_ends_or_is_revoked() {
    var ada = added("ada", Role.ADMINISTRATOR);
    var bob = added("bob", Role.VIEWER);
    var made = accounts.createToken(ada.id(), "robot", Set.of(Scope.READ), Duration.ofDays(1));
    var actor = accounts.byBearer(made.text()).orElseThrow();
    assertThat(actor.seesEverything()).isTrue();
    assertThat(actor.canAdminister()).isFalse();
    assertThat(actor.canUpload()).isFalse();

    assertThat(accounts.revokeToken(bob.id(), made.secret().id())).isFalse();
    assertThat(accounts.revokeToken(null, made.secret().id())).isFalse();
    assertThat(accounts.byBearer(made.text())).isPresent();

    clock.move(Duration.ofDays(1).plusSeconds(1));
    assertThat(accounts.byBearer(made.text())).isEmpty();
    assertThat(accounts.tokens(ada.id())).isEmpty();

    var another = accounts.createToken(ada.id(), "robot", Scope.ALL, null);
    assertThat(accounts.tokens(ada.id())).hasSize(1);
    assertThat(accounts.revokeToken(ada.id(), another.secret().id())).isTrue();
    assertThat(accounts.byBearer(another.text())).isEmpty();
  }

  @Test
  void the_operator_is_known_by_the_homes_secret_and_by_tokens_of_its_own() {
    assertThat(accounts.byBearer("the operator's secret")).contains(new Actor.Operator(Scope.ALL));
    assertThat(accounts.byBearer("the operator's secre")).isEmpty();
    assertThat(accounts.byBearer("")).isEmpty();
    assertThat(accounts.byBearer("x".repeat(100_000))).isEmpty();

    var token = accounts.createToken(null, "script", Set.of(Scope.UPLOAD), null);
    assertThat(accounts.byBearer(token.text())).contains(new Actor.Operator(Set.of(Scope.UPLOAD)));
  }

  @Test
  void the_last_administrator_stays_one() {
    var ada = added("ada", Role.ADMINISTRATOR);
    assertThat(accounts.changeRole(ada.id(), Role.MODERATOR)).isPresent();
    assertThat(accounts.remove(ada.id())).isPresent();
    assertThat(accounts.changeRole(ada.id(), Role.ADMINISTRATOR)).isEmpty();

    var bob = added("bob", Role.ADMINISTRATOR);
    assertThat(accounts.remove(ada.id())).isEmpty();
    assertThat(accounts.changeRole(bob.id(), Role.VIEWER)).isPresent();
    assertThat(accounts.findByName("ada")).isEmpty();
  }

  @Test
  void old_names_lead_to_the_account_and_are_nobody_elses() {
    var ada = added("ada", Role.VIEWER);
    assertThat(accounts.rename(ada.id(), "Lovelace")).isEmpty();

    assertThat(accounts.findByName("ada").orElseThrow().name()).isEqualTo("lovelace");
    assertThat(accounts.logIn("ada", PASSWORD, HERE)).isInstanceOf(LoggedIn.In.class);
    assertThat(refusedField("ada", PASSWORD)).isEqualTo("name");
    var bob = added("bob", Role.VIEWER);
    assertThat(accounts.rename(bob.id(), "ada")).isPresent();
    assertThat(accounts.rename(bob.id(), "no good")).isPresent();
    assertThat(accounts.rename(ada.id(), "ada")).isEmpty();
    assertThat(accounts.names(Set.of(ada.id(), bob.id())))
        .containsEntry(ada.id(), "ada")
        .containsEntry(bob.id(), "bob");
  }

  @Test
  void visitors_make_themselves_accounts_only_where_that_is_allowed() {
    assertThat(accounts.register("eve", PASSWORD)).isInstanceOf(Registered.Refused.class);

    set(Setting.REGISTRATION, "true");
    set(Setting.QUOTA_DEFAULT, "1000");
    var eve = welcomed(accounts.register("eve", PASSWORD));
    assertThat(eve.role()).isEqualTo(Role.UPLOADER);
    assertThat(eve.quotaBytes()).isEqualTo(1_000);
  }

  @Test
  void a_removed_account_is_nobody_at_once() {
    added("root", Role.ADMINISTRATOR);
    var eve = added("eve", Role.VIEWER);
    var session = session("eve");
    var token = accounts.createToken(eve.id(), "robot", Scope.ALL, null).text();

    assertThat(accounts.remove(eve.id())).isEmpty();

    assertThat(accounts.bySession(session)).isEmpty();
    assertThat(accounts.byBearer(token)).isEmpty();
    assertThat(accounts.logIn("eve", PASSWORD, HERE)).isEqualTo(new LoggedIn.Wrong());
    assertThat(accounts.remove(eve.id())).isPresent();
  }

  /// "correct horse", hashed by another server: 2^4 rounds, so that the test is quick.
  private static String bcrypt(String password) {
    return BcryptFunction.getInstance(Bcrypt.B, 4).hash(password).getResult();
  }

  private String hash(Account account) {
    return database
        .read(tables -> tables.accounts().secrets(account.id(), Secret.Kind.PASSWORD))
        .getFirst()
        .data();
  }

  private Account arrived(String name, String hash) {
    return database.write(tables -> {
      var account = tables.accounts().add(name, Role.UPLOADER, -1, clock.instant());
      tables
          .accounts()
          .addSecret(
              new Secret(
                  0,
                  account.id(),
                  Secret.Kind.PASSWORD,
                  hash,
                  "password",
                  "",
                  clock.instant(),
                  null));
      return account;
    });
  }

  @Test
  void a_password_that_another_server_hashed_opens_and_is_hashed_as_ours_from_then_on() {
    var ann = arrived("ann", bcrypt(PASSWORD));
    assertThat(accounts.logIn("ann", "wrong horse", HERE)).isInstanceOf(LoggedIn.Wrong.class);
    assertThat(hash(ann)).startsWith("$2b$");

    assertThat(session("ann")).isNotEmpty();

    assertThat(hash(ann)).startsWith("$argon2id$");
    assertThat(database.<Boolean>read(tables -> tables.accounts().foreignPassword().isPresent()))
        .isFalse();
    assertThat(session("ann")).isNotEmpty();
    assertThat(accounts.logIn("ann", "wrong horse", HERE)).isInstanceOf(LoggedIn.Wrong.class);
  }

  @Test
  void a_hash_that_another_library_made_is_understood() {
    // Made by crypt(3).
    arrived("ann", "$2b$06$abcdefghijklmnopqrstuud/5IuQmqhVO0kfNEbHJM.fJkPiliBzC");
    arrived("ben", "$2a$05$......................dFRVryNs/siTXJsZ3jz36vINcaQzIEq");
    arrived("cem", "$2y$05$abcdefghijklmnopqrstuuZVEMa1pjhlynBQ1qXmSvGBJpN9h1w8G");
    assertThat(accounts.logIn("ann", "correct horse", HERE)).isInstanceOf(LoggedIn.In.class);
    assertThat(accounts.logIn("ben", "pässwörd", HERE)).isInstanceOf(LoggedIn.In.class);
    assertThat(accounts.logIn("cem", "pässwörd", HERE)).isInstanceOf(LoggedIn.In.class);
  }

  @Test
  void others_log_in_while_somebody_still_has_a_foreign_hash() {
    arrived("ann", bcrypt("something else"));
    added("ben", Role.VIEWER);
    assertThat(session("ben")).isNotEmpty();
    assertThat(accounts.logIn("nobody", "something else", HERE)).isInstanceOf(LoggedIn.Wrong.class);
    assertThat(accounts.logIn("ben", "something else", HERE)).isInstanceOf(LoggedIn.Wrong.class);
  }

  @Test
  void of_a_long_password_bcrypt_never_saw_more_than_its_beginning() {
    var ninety = "0123456789".repeat(9);
    arrived("ann", bcrypt(ninety.substring(0, 72)));
    assertThat(accounts.logIn("ann", ninety, HERE)).isInstanceOf(LoggedIn.In.class);
    // The new hash is of all of it.
    assertThat(accounts.logIn("ann", ninety.substring(0, 72), HERE))
        .isInstanceOf(LoggedIn.Wrong.class);
  }

  @Test
  void two_who_log_in_at_once_with_a_foreign_hash_both_get_in() throws Exception {
    arrived("ann", bcrypt(PASSWORD));
    var start = new CountDownLatch(1);
    try (var threads = Executors.newFixedThreadPool(4)) {
      var answers = new ArrayList<Future<LoggedIn>>();
      for (int i = 0; i < 4; i++) {
        Callable<LoggedIn> logIn =
            () -> {
              start.await();
              return accounts.logIn("ann", PASSWORD, HERE);
            };
        answers.add(threads.submit(logIn));
      }
      start.countDown();
      for (var answer : answers) {
        assertThat(answer.get()).isInstanceOf(LoggedIn.In.class);
      }
    }
  }

  @Test
  void a_foreign_hash_that_would_take_for_ever_is_none() {
    assertThat(Passwords.isForeign("$2b$13$" + "a".repeat(53))).isFalse();
    assertThat(Passwords.isForeign("$2b$31$" + "a".repeat(53))).isFalse();
    assertThat(Passwords.isForeign("$2b$12$" + "a".repeat(53))).isTrue();
    assertThat(Passwords.isForeign("$2b$12$" + "a".repeat(52))).isFalse();
    assertThat(Passwords.isForeign("plain")).isFalse();
  }
}
