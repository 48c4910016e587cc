package contentgremlin.engine;

import contentgremlin.account.AccountId;
import contentgremlin.account.Actor;
import contentgremlin.account.Secret;
import contentgremlin.store.Database;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What programs prove with whose they are: tokens, and the operator's secret. Only digests of
/// tokens are kept. Thread-safe.
final class Tokens {
  /// So that a token that got into a public place is recognised as one of ours.
  private static final String PREFIX = "gremlin_";

  private final Database database;
  private final InstantSource time;
  private final SecureRandom random;
  private final String operatorSecret;

  Tokens(Database database, InstantSource time, SecureRandom random, String operatorSecret) {
    this.database = database;
    this.time = time;
    this.random = random;
    this.operatorSecret = operatorSecret;
  }

  Optional<Actor> find(String token) {
    if (token.isEmpty() || token.length() > Credentials.TEXT_LENGTH_MAX) {
      return Optional.empty();
    }
    if (Credentials.same(token, operatorSecret)) {
      return Optional.of(new Actor.Operator(Actor.Scope.ALL));
    }
    var now = time.instant();
    return database.read(tables ->
        tables
            .accounts()
            .findSecret(Secret.Kind.TOKEN, Credentials.digest(token), now)
            .flatMap(secret -> actor(tables, secret)));
  }

  private static Optional<Actor> actor(Database.Tables tables, Secret token) {
    var scopes = Credentials.scopes(token.scopes());
    if (token.account() == null) {
      return Optional.of(new Actor.Operator(scopes));
    }
    return tables
        .accounts()
        .find(token.account())
        .map(account -> new Actor.Person(account, scopes));
  }

  Accounts.NewToken create(
      @Nullable AccountId account,
      String label,
      Set<Actor.Scope> scopes,
      @Nullable Duration lifetime) {
    var text = PREFIX + Credentials.random(random);
    var now = time.instant();
    var secret =
        new Secret(
            0,
            account,
            Secret.Kind.TOKEN,
            Credentials.digest(text),
            label,
            Credentials.word(scopes),
            now,
            lifetime == null ? null : now.plus(lifetime));
    return new Accounts.NewToken(
        text, database.write(tables -> tables.accounts().addSecret(secret)));
  }

  List<Secret> list(@Nullable AccountId account) {
    var now = time.instant();
    return database.read(tables -> tables.accounts().secrets(account, Secret.Kind.TOKEN)).stream()
        .filter(token -> token.expires() == null || token.expires().isAfter(now))
        .toList();
  }

  boolean revoke(@Nullable AccountId account, long id) {
    return database.write(tables ->
        tables.accounts().secrets(account, Secret.Kind.TOKEN).stream()
                .anyMatch(token -> token.id() == id)
            && tables.accounts().removeSecret(id));
  }
}
